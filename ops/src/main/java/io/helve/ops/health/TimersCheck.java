package io.helve.ops.health;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.ops.text.Quantity;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether timers fire in time. A check must not wait, so each look starts a short sleep, and the next look tells how
 * late it ended: late timers, and a pool that does not run their callbacks.
 */
public final class TimersCheck implements Check {
    private static final Duration SLEEP = Duration.ofMillis(10);

    private final Supplier<AioFactory> factory;
    private final Thresholds thresholds;
    private final LongSupplier clock;

    /** The last sleep, or null. */
    private final AtomicReference<Probe> last = new AtomicReference<>();

    private static final class Probe {
        final long due;

        /** How late the sleep has ended; -1 before. */
        volatile long late = -1;

        Probe(long due) {
            this.due = due;
        }
    }

    /**
     * Creates the check.
     *
     * @param factory gives a factory of handles, or null while there is none
     * @param thresholds the limits
     * @param clock tells the time in nanoseconds
     */
    public TimersCheck(Supplier<AioFactory> factory, Thresholds thresholds, LongSupplier clock) {
        this.factory = factory;
        this.thresholds = thresholds;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Helve timers";
    }

    @Override
    public String tag() {
        return "helve-timers";
    }

    @Override
    public Findings look() {
        Findings findings = new Findings();
        Probe probe = last.get();
        if (probe == null) {
            findings.add(Severity.OK, "timers are measured from now on");
            start(null, findings);
            return findings;
        }
        boolean ended = probe.late >= 0;
        long late = Math.max(0, ended ? probe.late : clock.getAsLong() - probe.due);
        boolean isLate = late >= thresholds.late().toNanos();
        if (ended) {
            findings.add(isLate ? Severity.WARN : Severity.OK, "the last timer was late by " + Quantity.duration(late));
            start(probe, findings);
        } else if (isLate) {
            findings.add(Severity.CRITICAL, "a timer that was due " + Quantity.duration(late) + " ago has not ended");
        } else {
            findings.add(Severity.OK, "a timer is being measured");
        }
        return findings;
    }

    private void start(Probe before, Findings findings) {
        AioFactory present = factory.get();
        if (present == null) {
            return;
        }
        Probe probe = new Probe(clock.getAsLong() + SLEEP.toNanos());
        if (!last.compareAndSet(before, probe)) {
            return; // another thread looks, too
        }
        try {
            present.sleep(SLEEP, present.alloc(this::ended, probe));
        } catch (AioException e) {
            last.compareAndSet(probe, null);
            findings.add(Severity.WARN, "there is no handle for a timer: " + e.getMessage());
        }
    }

    private void ended(Aio aio, Probe probe) {
        if (aio.result() == AioError.OK) {
            probe.late = Math.max(0, clock.getAsLong() - probe.due);
        } else { // the pool has been stopped
            last.compareAndSet(probe, null);
        }
        aio.reap();
    }
}
