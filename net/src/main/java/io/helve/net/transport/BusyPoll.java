package io.helve.net.transport;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What an event loop does when there is nothing to do: it looks again for a while before it blocks, if that was worth it of late.
 * Waking a thread up costs more than a round trip over a local connection, most of all where the processor has gone to sleep meanwhile.
 * Like the kernel's adaptive polling: after a wait that was short enough to be polled away the next poll may be longer, after one that was
 * not it is shorter, down to none.
 *
 * <p>It is for conversations that take place on event loops, by callbacks that run inline. Where other threads of this process take part,
 * these need the processor: who is woken by one of them does not poll. And if somebody else has used the processor in the middle of a poll,
 * there is none for a good while: the scheduler favours those who have slept.
 *
 * <p>One for each event loop, and used by it only.
 */
final class BusyPoll implements SelectStrategy {
    /** Polls begin with this, in nanoseconds. */
    private static final long SHORTEST = 5_000;

    /** More than this between two looks: somebody else has run here. */
    private static final long SHARED = 20_000;

    /** How many waits are not polled after that; the double each time it happens again. */
    private static final int LEAST_PAUSE = 32;

    private static final int MOST_PAUSE = 1024;

    private static final int NOTHING = 0;

    private final long longest;
    private final LongSupplier clock;

    /** How long to poll now. */
    private long window;

    /** How many waits more not to poll, and how many it will be the next time. */
    private int pause;

    private int nextPause = LEAST_PAUSE;

    private boolean idle;
    private long idleSince;
    private long lookedAt;

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
        if (hasTasks) {
            idle = false;
            blocked = false;
            window = 0;
            return select.get();
        }
        if (blocked) {
            blocked = false;
            idleEnds();
        }
        if (window == 0) {
            return block(clock.getAsLong());
        }
        int ready = select.get();
        if (ready != NOTHING) {
            idleEnds();
            return ready;
        }
        long now = clock.getAsLong();
        if (!idle) {
            idle = true;
            idleSince = now;
        } else if (now - lookedAt > SHARED) {
            window = 0;
            pause = nextPause;
            nextPause = Math.min(MOST_PAUSE, 2 * nextPause);
        }
        lookedAt = now;
        if (now - idleSince >= window) {
            return block(now);
        }
        Thread.onSpinWait();
        return NOTHING; // the loop looks for tasks and comes back
    }

    private int block(long now) {
        if (!idle) {
            idle = true;
            idleSince = now;
        }
        blocked = true;
        return SELECT;
    }

    private void idleEnds() {
        if (!idle) {
            return;
        }
        idle = false;
        if (pause > 0) {
            pause--;
        } else if (clock.getAsLong() - idleSince <= longest) {
            window = Math.min(longest, Math.max(SHORTEST, 2 * window));
            nextPause = Math.max(LEAST_PAUSE, nextPause - 1);
        } else {
            window = window / 2 < SHORTEST ? 0 : window / 2;
        }
    }
}
