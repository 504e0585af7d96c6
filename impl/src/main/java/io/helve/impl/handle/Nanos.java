package io.helve.impl.handle;

import io.helve.aio.Aio;
import java.time.Duration;
import java.util.Locale;

/** Durations as nanoseconds in a {@code long}; the largest {@code long} means no limit. */
final class Nanos {
    static final long FOREVER = Long.MAX_VALUE;

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    /** {@return the nanoseconds, not negative; {@link #FOREVER} for a duration of more than 292 years} */
    static long of(Duration duration) {
        if (duration == Aio.INFINITE) { // most durations have nanoseconds in the range of a long
            return FOREVER;
        }
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) >= 0 ? FOREVER : duration.toNanos();
    }

    /** {@return a time as messages tell it, such as "2 s" or "150 ms"} */
    static String text(long nanos) {
        if (nanos == FOREVER) {
            return "infinite";
        }
        if (nanos % 1_000_000_000 == 0) {
            return nanos / 1_000_000_000 + " s";
        }
        return nanos >= 1_000_000 ? nanos / 1_000_000 + " ms" : nanos / 1_000 + " us";
    }

    /** {@return a time that has passed, as messages tell it: to a tenth of a second, or coarser when it is long} */
    static String age(long nanos) {
        long seconds = Math.max(0, nanos) / 1_000_000_000;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, nanos) / 1e9);
        }
        long minutes = seconds / 60;
        return minutes < 2 ? seconds + " s" : minutes < 120 ? minutes + " min" : minutes / 60 + " h";
    }

    /** {@return the sum, or {@link #FOREVER}} */
    static long plus(long time, long nanos) {
        return nanos >= FOREVER - time ? FOREVER : time + nanos;
    }
}
