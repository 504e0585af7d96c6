package io.helve.net.transport;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What an event loop does when there is nothing to do: it looks again for a while before it blocks, if that was worth it of late.
 * Waking a thread up costs more than a round trip over a local connection, most of all where the processor has gone to sleep meanwhile.
 * Like the kernel's adaptive polling: after a wait that was short enough to be polled away polls get longer, after one that was not they
 * get shorter, down to none. Who has something else to run on this processor gets it. One for each event loop, and used by it only.
 */
final class BusyPoll implements SelectStrategy {
    /** Polls begin with this. */
    private static final long SHORTEST = 5_000;

    private static final int NOTHING = 0;

    private final long longest;
    private final LongSupplier clock;

    /** How long to poll now. */
    private long window;

    private boolean idle;
    private long idleSince;

    /** Whether the last thing this said was to block. */
    private boolean blocked;

    BusyPoll(long longest, LongSupplier clock) {
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * Makes a strategy for each event loop.
     *
     * @param longest how long one polls at most; zero for not at all
     */
    static SelectStrategyFactory factory(Duration longest) {
        // alone on its processor it would only keep away whom it waits for
        boolean worth = Runtime.getRuntime().availableProcessors() > 1;
        long nanos = worth ? longest.toNanos() : 0;
        return () -> new BusyPoll(nanos, System::nanoTime);
    }

    @Override
    public int calculateStrategy(IntSupplier select, boolean hasTasks) throws Exception {
        if (longest == 0) {
            return hasTasks ? select.get() : SELECT;
        }
        if (blocked) {
            blocked = false;
            idleEnds();
        }
        if (hasTasks) {
            idleEnds();
            return select.get();
        }
        if (window > 0) {
            int ready = select.get();
            if (ready != NOTHING) {
                idleEnds();
                return ready;
            }
        }
        long now = clock.getAsLong();
        if (!idle) {
            idle = true;
            idleSince = now;
        }
        if (now - idleSince < window) {
            Thread.yield();
            return NOTHING; // the loop looks for tasks and comes back
        }
        blocked = true;
        return SELECT;
    }

    private void idleEnds() {
        if (idle) {
            idle = false;
            boolean worth = clock.getAsLong() - idleSince <= longest;
            window = worth ? Math.min(longest, Math.max(SHORTEST, 2 * window)) : window / 2 < SHORTEST ? 0 : window / 2;
        }
    }
}
