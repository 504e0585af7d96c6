package io.helve.net.scheme;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.LogThrottle;
import io.helve.internal.SafeLogger;
import io.helve.stream.StreamOption;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The values of the options of one dialer, listener or connection. */
public final class OptionValues {
    private static final Logger LOG = SafeLogger.of(OptionValues.class);

    private final String scheme;
    private final Set<StreamOption<?>> known;
    private final Map<StreamOption<?>, Object> values = new ConcurrentHashMap<>();

    /** Limits the log of consumers that throw; the values of an endpoint and of its connections share it. */
    private final LogThrottle throwing;

    /**
     * Makes values that are all defaults.
     *
     * @param scheme the scheme, for messages
     * @param known the options that the scheme has
     */
    public OptionValues(String scheme, Set<StreamOption<?>> known) {
        this(scheme, known, new LogThrottle(System::nanoTime));
    }

    private OptionValues(String scheme, Set<StreamOption<?>> known, LogThrottle throwing) {
        this.scheme = scheme;
        this.known = Set.copyOf(known);
        this.throwing = throwing;
    }

    private OptionValues(OptionValues other) {
        this(other.scheme, other.known, other.throwing);
        values.putAll(other.values);
    }

    /** {@return an independent copy} */
    public OptionValues copy() {
        return new OptionValues(this);
    }

    /**
     * Checks a value without setting it.
     *
     * @param option the option
     * @param value the value
     * @return the value, as it would be set
     * @throws AioException {@code ENOTSUP}
     * @throws IllegalArgumentException if the value is out of range
     */
    public Object check(StreamOption<?> option, Object value) {
        Objects.requireNonNull(option, "option");
        Object checked = option.check(value);
        requireKnown(option);
        return checked;
    }

    /**
     * Sets a value.
     *
     * @param option the option
     * @param value the value
     * @throws AioException {@code ENOTSUP}
     * @throws IllegalArgumentException if the value is out of range
     */
    public void set(StreamOption<?> option, Object value) {
        values.put(option, check(option, value));
    }

    /**
     * Sets the default of an option, which holds unless the user sets a value.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value the value
     */
    public <T> void setDefault(StreamOption<T> option, T value) {
        values.putIfAbsent(option, value);
    }

    /**
     * Returns a value.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value, or the default, perhaps null
     * @throws AioException {@code ENOTSUP}
     */
    public <T> T get(StreamOption<T> option) {
        requireKnown(option);
        Object value = values.get(option);
        return value == null ? option.defaultValue() : option.type().cast(value);
    }

    /**
     * Says whether the scheme has an option.
     *
     * @param option the option
     * @return whether it has
     */
    public boolean has(StreamOption<?> option) {
        Objects.requireNonNull(option, "option");
        return known.contains(option);
    }

    /**
     * Calls the consumer that is the value of an option, if the scheme has the option. A consumer that throws changes
     * nothing else, and is logged once a minute at most, because peers decide how often it is called.
     *
     * @param <T> what the consumer takes
     * @param option the option
     * @param news what the consumer is told
     */
    public <T> void tell(StreamOption<Consumer<T>> option, T news) {
        if (!has(option)) {
            return;
        }
        try {
            get(option).accept(news);
        } catch (Throwable e) {
            if (throwing.next() != LogThrottle.SILENT) {
                LOG.log(Level.WARNING, "The consumer in option " + option + " of " + scheme + " has thrown", e);
            }
        }
    }

    private void requireKnown(StreamOption<?> option) {
        Objects.requireNonNull(option, "option");
        if (!known.contains(option)) {
            throw new AioException(AioError.ENOTSUP, scheme + " has no option " + option + " here");
        }
    }
}
