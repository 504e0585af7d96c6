package io.helve.impl.handle;

import io.helve.aio.Aio;
import java.time.Duration;

/** Durations as nanoseconds in a {@code long}, where the largest means without limit. */
final class Nanos {
    static final long FOREVER = Long.MAX_VALUE;

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    /** {@return the nanoseconds, not negative; {@link #FOREVER} for what is longer than 292 years} */
    static long of(Duration duration) {
        if (duration == Aio.INFINITE) { // most are
            return FOREVER;
        }
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) >= 0 ? FOREVER : duration.toNanos();
    }

    /** {@return the sum, or {@link #FOREVER}} */
    static long plus(long time, long nanos) {
        return nanos >= FOREVER - time ? FOREVER : time + nanos;
    }
}
