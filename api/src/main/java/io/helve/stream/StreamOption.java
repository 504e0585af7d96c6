package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import io.helve.option.Option;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A typed option of dialers, listeners, datagram sockets and streams. {@link StreamOptions} has the options of
 * {@code io.helve.net}; other providers may define their own.
 *
 * @param <T> the type of the option's values
 */
@ThreadSafe
public final class StreamOption<T> extends Option<T> {
    private StreamOption(
            String name, Class<T> type, @Nullable T defaultValue, Predicate<? super T> valid, String range) {
        super(name, type, defaultValue, valid, range);
    }

    /**
     * Defines an option.
     *
     * @param <T> the type of the option's values
     * @param name the name of the option, as nng spells it where nng has the option
     * @param type the type of its values
     * @param defaultValue the default, or {@code null} for none; the default is not checked
     * @param valid tells whether a value is in range; never called with {@code null}, and called by any thread
     * @param range the range in words, to follow "must be" in messages: "from 0 to 255"
     * @return a new option
     * @throws NullPointerException if an argument other than the default is {@code null}
     */
    public static <T> StreamOption<T> of(
            String name, Class<T> type, @Nullable T defaultValue, Predicate<? super T> valid, String range) {
        return new StreamOption<>(name, type, defaultValue, valid, range);
    }
}
