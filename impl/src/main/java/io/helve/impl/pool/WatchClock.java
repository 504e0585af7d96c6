package io.helve.impl.pool;

import java.util.concurrent.TimeUnit;

/**
 * The clock of the watchdog. It leaves out the time by which a check of the watchdog came more than {@code LATE} after
 * its planned time: the process was then suspended or had no processor time, and callbacks must not be blamed for it.
 * Used by the watchdog's thread only.
 */
final class WatchClock {
    /** How late the watchdog comes on a machine that is merely busy. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long RESTS = Long.MAX_VALUE;

    private long now;
    private long lost;

    /** When the watchdog has planned its next check, or {@link #RESTS}. */
    private long expected = RESTS;

    /**
     * Starts a check.
     *
     * @param nanoTime the time as {@link System#nanoTime()} tells it
     */
    void turn(long nanoTime) {
        if (expected != RESTS && nanoTime - expected > LATE) {
            lost += nanoTime - expected;
        }
        now = nanoTime - lost;
    }

    /** {@return the time of the present check} */
    long now() {
        return now;
    }

    /** {@return a time of this clock as {@link System#nanoTime()} tells it} */
    long toNanoTime(long time) {
        return time + lost;
    }

    /**
     * Plans the next check.
     *
     * @param after how many nanoseconds
     * @return the same number
     */
    long lookAgain(long after) {
        expected = now + lost + after;
        return after;
    }

    void rest() {
        expected = RESTS;
    }
}
