package io.helve.ops.health;

import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.ops.model.TimerProbe;
import io.helve.ops.text.Quantity;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether timers fire in time. A check must not wait, so each look starts a short sleep, and the next look tells how
 * late it ended: late timers, and a pool that does not run their callbacks.
 */
public final class TimersCheck implements Check {
    private final Supplier<AioFactory> factory;
    private final Thresholds thresholds;
    private final LongSupplier clock;

    /** The last probe, or null. */
    private final AtomicReference<TimerProbe> last = new AtomicReference<>();

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
        TimerProbe probe = last.get();
        if (probe == null || probe.hasFailed()) {
            findings.add(Severity.OK, "timers are measured from now on");
            start(probe, findings);
            return findings;
        }
        boolean ended = probe.hasEnded();
        long late = probe.late();
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

    /** Starts a probe in place of another; if another thread does so at the same time, one of the two is kept. */
    private void start(TimerProbe before, Findings findings) {
        AioFactory present = factory.get();
        if (present == null) {
            return;
        }
        try {
            last.compareAndSet(before, TimerProbe.start(present, clock));
        } catch (AioException e) {
            last.compareAndSet(before, null);
            findings.add(Severity.WARN, "there is no handle for a timer: " + e.getMessage());
        }
    }
}
