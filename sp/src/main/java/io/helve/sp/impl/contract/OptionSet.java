package io.helve.sp.impl.contract;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The options of one object, a socket or an endpoint for example, with their values. The lock of that object guards it.
 */
public final class OptionSet {
    private final Map<SpOption<?>, Object> values = new LinkedHashMap<>();

    private OptionSet() {}

    /** {@return a new set without options} */
    public static OptionSet none() {
        return new OptionSet();
    }

    /**
     * Adds an option with its default.
     *
     * @param option the option
     * @return this
     */
    public OptionSet with(SpOption<?> option) {
        values.put(option, option.defaultValue());
        return this;
    }

    /**
     * Adds an option with another default.
     *
     * @param <T> the option's type
     * @param option the option
     * @param defaultValue its default
     * @return this
     */
    public <T> OptionSet with(SpOption<T> option, T defaultValue) {
        values.put(option, defaultValue);
        return this;
    }

    /**
     * Adds the options of another set, with their values.
     *
     * @param other the other
     * @return this
     */
    public OptionSet with(OptionSet other) {
        values.putAll(other.values);
        return this;
    }

    /** Copies the values of the options that both sets have. */
    public OptionSet inherit(OptionSet other) {
        values.replaceAll((option, value) -> other.values.getOrDefault(option, value));
        return this;
    }

    /**
     * Tells whether this set has an option.
     *
     * @param option the option
     * @return whether this set has the option
     */
    public boolean has(SpOption<?> option) {
        return values.containsKey(option);
    }

    /**
     * Returns an option's value.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value
     * @throws AioException {@code ENOTSUP} if there is no such option
     */
    public <T> T get(SpOption<T> option) {
        require(Objects.requireNonNull(option, "option"));
        return option.type().cast(values.get(option));
    }

    public <T> void set(SpOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        T checked = option.check(value);
        require(option);
        values.put(option, checked);
    }

    private void require(SpOption<?> option) {
        if (!values.containsKey(option)) {
            throw new AioException(AioError.ENOTSUP, "there is no option " + option + " here");
        }
    }
}
