package io.helve.ops.model;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A short sleep that tells how late it has ended: late timers, and a pool that does not run their callbacks. An
 * observer starts one, does not wait, and asks for it at its next look.
 */
public final class TimerProbe {
    private static final Duration SLEEP = Duration.ofMillis(10);

    private final LongSupplier clock;
    private final long due;

    /** How late the sleep has ended; {@link #PENDING} before, {@link #FAILED} if it was stopped. */
    private volatile long late = PENDING;

    private static final long PENDING = -1;
    private static final long FAILED = -2;

    private TimerProbe(LongSupplier clock) {
        this.clock = clock;
        due = clock.getAsLong() + SLEEP.toNanos();
    }

    /**
     * Starts a sleep.
     *
     * @param factory makes the handle
     * @param clock tells the time in nanoseconds
     * @return the probe
     * @throws AioException if there is no handle
     */
    public static TimerProbe start(AioFactory factory, LongSupplier clock) {
        TimerProbe probe = new TimerProbe(clock);
        factory.sleep(SLEEP, factory.alloc(TimerProbe::ended, probe));
        return probe;
    }

    private static void ended(Aio aio, TimerProbe probe) {
        probe.late = aio.result() == AioError.OK ? Math.max(0, probe.clock.getAsLong() - probe.due) : FAILED;
        aio.reap();
    }

    /** {@return whether the pool has stopped the sleep, so that its end says nothing about timers} */
    public boolean hasFailed() {
        return late == FAILED;
    }

    /** {@return whether the sleep has ended} */
    public boolean hasEnded() {
        return late >= 0;
    }

    /** {@return by how many nanoseconds the sleep has been late, until now if it has not ended} */
    public long late() {
        long ended = late;
        return ended >= 0 ? ended : Math.max(0, clock.getAsLong() - due);
    }
}
