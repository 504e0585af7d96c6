package io.helve.sp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A typed option of sockets, contexts, dialers and listeners. Options are compared by identity; {@link SpOptions} has
 * those there are.
 *
 * @param <T> the type of its values
 */
public final class SpOption<T> {
    private final String name;
    private final Class<T> type;
    private final T defaultValue;
    private final Predicate<? super T> valid;
    private final String range;

    private SpOption(String name, Class<T> type, T defaultValue, Predicate<? super T> valid, String range) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.defaultValue = defaultValue;
        this.valid = Objects.requireNonNull(valid, "valid");
        this.range = Objects.requireNonNull(range, "range");
    }

    /**
     * Defines an option.
     *
     * @param <T> the type of its values
     * @param name its name, as nng spells it where nng has it
     * @param type the type of its values
     * @param defaultValue its default, or null if there is none
     * @param valid tells whether a value, not null, is in range
     * @param range the range in words, for error messages
     * @return a new option
     */
    public static <T> SpOption<T> of(
            String name, Class<T> type, T defaultValue, Predicate<? super T> valid, String range) {
        return new SpOption<>(name, type, defaultValue, valid, range);
    }

    /**
     * Returns its name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the type of its values.
     *
     * @return the type
     */
    public Class<T> type() {
        return type;
    }

    /**
     * Returns its default value.
     *
     * @return the default, or null if there is none
     */
    public T defaultValue() {
        return defaultValue;
    }

    /**
     * Checks a value.
     *
     * @param value the value
     * @return the value
     * @throws AioException {@code EBADTYPE} if it is of another type, {@code EINVAL} if it is null or out of range
     */
    public T check(Object value) {
        if (value != null && !type.isInstance(value)) {
            throw new AioException(
                    AioError.EBADTYPE,
                    name + " is a " + type.getSimpleName() + ", not a "
                            + value.getClass().getName());
        }
        T typed = type.cast(value);
        if (typed == null || !valid.test(typed)) {
            throw new AioException(AioError.EINVAL, name + " must be " + range + ", not " + value);
        }
        return typed;
    }

    @Override
    public String toString() {
        return name;
    }
}
