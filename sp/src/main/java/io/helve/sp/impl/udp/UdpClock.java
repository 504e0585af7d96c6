package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpTransportHost;
import java.time.Duration;

/** Has a link look at its pipes in time, as long as the link has pipes. */
final class UdpClock {
    private static final long SHORTEST_TICK_NANOS = 1_000_000;

    private final UdpLink link;
    private final SpTransportHost host;
    private final RepeatingOperation sleeping;

    @GuardedBy("this")
    private boolean ticking;

    /**
     * Makes a clock that stands still.
     *
     * @throws io.helve.aio.AioException {@code ENOMEM}, {@code ESTOPPED}
     */
    UdpClock(UdpLink link, SpTransportHost host) {
        this.link = link;
        this.host = host;
        sleeping = new RepeatingOperation(host.factory(), this::ticked);
    }

    /** Starts the clock, unless it ticks already. Called after a pipe was added. */
    void start() {
        start(SHORTEST_TICK_NANOS);
    }

    private void start(long nanos) {
        synchronized (this) {
            if (ticking) {
                return;
            }
            ticking = true;
        }
        host.factory().sleep(Duration.ofNanos(nanos), sleeping.aio());
    }

    private void ticked() {
        if (sleeping.result() != AioError.OK) {
            return;
        }
        long next = link.tick(System.nanoTime());
        synchronized (this) {
            ticking = false;
        }
        if (link.hasPipes()) { // checked last: a thread that adds a pipe meanwhile may have seen a clock that ticks
            start(Math.max(SHORTEST_TICK_NANOS, next));
        }
    }

    void close() {
        sleeping.close();
    }
}
