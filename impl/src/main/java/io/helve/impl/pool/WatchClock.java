package io.helve.impl.pool;

import java.util.concurrent.TimeUnit;

/**
 * The clock of the watchdog. It stands still while the virtual machine does: when the watchdog comes much later than it
 * wanted to, the process was suspended, or the machine had no time for it, and the time that callbacks seem to have
 * taken meanwhile is not theirs. Used by the watchdog's thread only.
 */
final class WatchClock {
    /** How late the watchdog comes on a machine that is merely busy. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long RESTS = Long.MAX_VALUE;

    private long now;
    private long lost;

    /** When the watchdog wants to look next, or {@link #RESTS}. */
    private long expected = RESTS;

    /**
     * The watchdog looks.
     *
     * @param nanoTime the time as {@link System#nanoTime()} tells it
     */
    void turn(long nanoTime) {
        if (expected != RESTS && nanoTime - expected > LATE) {
            lost += nanoTime - expected;
        }
        now = nanoTime - lost;
    }

    /** {@return the time of the present look} */
    long now() {
        return now;
    }

    /** {@return a time of this clock as {@link System#nanoTime()} tells it} */
    long toNanoTime(long time) {
        return time + lost;
    }

    /**
     * The watchdog will look again.
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
