package io.helve.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides which of many events of one kind are logged: the first one at once, later ones at most once a minute with the
 * number of those that were not mentioned, so that nobody can fill the log.
 */
public final class LogThrottle {
    /** The result of {@link #next} for an event that is not to be logged. */
    public static final long SILENT = -1;

    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;

    /** Whether an event has been logged. */
    @GuardedBy("this")
    private boolean begun;

    /** When the last event was logged. */
    @GuardedBy("this")
    private long mentioned;

    /** How many events have not been logged since. */
    @GuardedBy("this")
    private long silent;

    /**
     * Creates a throttle that has seen no event.
     *
     * @param clock tells the time in nanoseconds
     */
    public LogThrottle(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Called at each event.
     *
     * @return how many events before this one were not logged, or {@link #SILENT} if this one is not to be logged
     *     either
     */
    public synchronized long next() {
        long now = clock.getAsLong();
        if (begun && now - mentioned < PAUSE_NANOS) {
            silent++;
            return SILENT;
        }
        begun = true;
        mentioned = now;
        return rest();
    }

    /**
     * Takes the number of events that were not logged.
     *
     * @return the number
     */
    public synchronized long rest() {
        long others = silent;
        silent = 0;
        return others;
    }
}
