package io.helve.option;

import io.helve.aio.Aio;
import io.helve.annotation.ThreadSafe;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A typed option: a name, the type of its values, a default, and a range that each value is checked against. An option
 * holds no value; the object on which the option is set holds its value. Options are compared by identity.
 *
 * <p>Streams and sockets have options of different types, so the compiler rejects an option of streams on a socket.
 *
 * @param <T> the type of the option's values
 */
@ThreadSafe
public abstract class Option<T> {
    private final String name;
    private final Class<T> type;
    private final @Nullable T defaultValue;
    private final Predicate<? super T> valid;
    private final String range;

    /**
     * Defines an option.
     *
     * @param name the name of the option, as nng spells it where nng has the option
     * @param type the type of its values
     * @param defaultValue the default, or {@code null} for none; the default is not checked
     * @param valid tells whether a value is in range; never called with {@code null}, and called by any thread
     * @param range the range in words, to follow "must be" in messages: "from 0 to 255"
     * @throws NullPointerException if an argument other than the default is {@code null}
     */
    protected Option(String name, Class<T> type, @Nullable T defaultValue, Predicate<? super T> valid, String range) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.defaultValue = defaultValue;
        this.valid = Objects.requireNonNull(valid, "valid");
        this.range = Objects.requireNonNull(range, "range");
    }

    /** {@return the name of the option} */
    public final String name() {
        return name;
    }

    /** {@return the type of the option's values} */
    public final Class<T> type() {
        return type;
    }

    /** {@return the default, or {@code null} if the option has none} */
    public final @Nullable T defaultValue() {
        return defaultValue;
    }

    /**
     * Checks a value of any type against the type and the range of this option.
     *
     * @param value the value
     * @return the value
     * @throws NullPointerException if the value is {@code null}
     * @throws IllegalArgumentException if the value is of another type or out of range; the message names the option,
     *     its type or range, and the value
     */
    public final T check(Object value) {
        if (value == null) {
            throw new NullPointerException(name + " must be " + range + ", not null");
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " is a " + type.getSimpleName() + ", not a "
                    + value.getClass().getName());
        }
        T typed = type.cast(value);
        if (!valid.test(typed)) {
            throw new IllegalArgumentException(name + " must be " + range + ", not " + text(value));
        }
        return typed;
    }

    private static Object text(Object value) {
        return Aio.INFINITE.equals(value) ? "infinite" : value;
    }

    /** {@return the name of the option} */
    @Override
    public final String toString() {
        return name;
    }
}
