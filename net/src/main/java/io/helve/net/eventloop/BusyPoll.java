package io.helve.net.eventloop;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What an event loop does when there is nothing to do: it looks again for a while before it blocks, if that was worth
 * it of late. Waking a thread up costs more than a round trip over a local connection, most of all where the processor
 * has gone to sleep meanwhile. Like the kernel's adaptive polling: after a wait that was short enough to be polled away
 * the next poll may be longer, after one that was not it is shorter, down to none. A wait in which one has blocked
 * counts half, for much of it was the waking up, here and at the peer.
 *
 * <p>It is for conversations that take place on event loops, by callbacks that run inline. Other threads of this
 * process need the processor themselves: a loop that is given work by one of them while it polls stops polling, and has
 * to find out anew whether it is worth it. And if somebody else has used the processor in the middle of a poll, there
 * is none for a good while: the scheduler favours those who have slept.
 *
 * <p>One for each event loop, and used by it only.
 */
final class BusyPoll implements SelectStrategy {
    /** Polls begin with this, in nanoseconds. */
    private static final long SHORTEST = 5_000;

    /**
     * More than this between two looks: somebody else has run here, not only an interrupt that brought what was waited
     * for.
     */
    private static final long SHARED = 50_000;

    /** How many waits are not polled after that; the double each time it happens again. */
    private static final int LEAST_PAUSE = 32;

    private static final int MOST_PAUSE = 1024;

    /** So many polls in a row that were as long as may be and in vain: they do not help. */
    private static final int VAIN = 8;

    private static final int NOTHING = 0;

    private final long longest;
    private final LongSupplier clock;

    /** How long to poll now. */
    private long window;

    /** How many waits more not to poll, and how many it will be the next time. */
    private int pause;

    private int nextPause = LEAST_PAUSE;

    /** How many polls of the longest time have been in vain since one was not. */
    private int vain;

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
            blockingEnds();
        }
        if (window == 0) {
            return block(clock.getAsLong());
        }
        int ready = select.get();
        if (ready != NOTHING) {
            pollingEnds();
            return ready;
        }
        long now = clock.getAsLong();
        if (!idle) {
            idle = true;
            idleSince = now;
        } else if (now - lookedAt > SHARED) {
            rest();
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

    private void pollingEnds() {
        if (idle) {
            idle = false;
            vain = 0;
            longer();
        }
    }

    private void blockingEnds() {
        if (!idle) {
            return;
        }
        idle = false;
        if (pause > 0) {
            pause--;
            return;
        }
        long waited = clock.getAsLong() - idleSince;
        if (waited > 2 * longest) {
            window = window / 2 < SHORTEST ? 0 : window / 2;
        } else if (window < longest) {
            // much of it was the waking up that a poll saves, here and at a peer that is like us
            longer();
        } else if (++vain == VAIN) {
            rest();
        }
    }

    private void longer() {
        window = Math.min(longest, Math.max(SHORTEST, 2 * window));
        nextPause = Math.max(LEAST_PAUSE, nextPause - 1);
    }

    private void rest() {
        window = 0;
        vain = 0;
        pause = nextPause;
        nextPause = Math.min(MOST_PAUSE, 2 * nextPause);
    }
}
