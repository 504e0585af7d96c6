package io.helve.net.eventloop;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets an idle event loop poll for a while before it blocks, if recent polls were successful. Waking a thread costs
 * more than a round trip over a local connection, most of all where the processor has gone to sleep meanwhile.
 *
 * <p>The rule is that of the Linux kernel's adaptive polling (KVM halt polling): after a wait that was short enough for
 * polling the next poll may be longer, after a longer wait the next poll is shorter, down to zero. A wait in which the
 * loop has blocked counts half, because the wake-up, here and at the peer, was a part of it.
 *
 * <p>Polling is for conversations that take place on event loops, by inline callbacks. Other threads of this process
 * need the processor themselves: when such a thread gives work to a polling loop, the loop stops polling and starts
 * again with the shortest poll. If another thread has used the processor in the middle of a poll, the loop does not
 * poll for many waits, because the scheduler favours threads that have slept.
 *
 * <p>Each event loop has its own object, and only that loop uses the object.
 */
final class BusyPoll implements SelectStrategy {
    /** The length of the first poll, in nanoseconds. */
    private static final long SHORTEST = 5_000;

    /**
     * A longer time between two checks means that another thread has run here, and not only the interrupt that has
     * brought the event.
     */
    private static final long SHARED = 50_000;

    /**
     * The number of waits without polling after another thread has used the processor; doubled each time this happens
     * again.
     */
    private static final int LEAST_PAUSE = 32;

    private static final int MOST_PAUSE = 1024;

    /** The number of unsuccessful polls of the longest time in a row after which the loop gives up polling. */
    private static final int VAIN = 8;

    private static final int NOTHING = 0;

    private final long longest;
    private final LongSupplier clock;

    /** The length of the next poll, in nanoseconds. */
    private long window;

    /** The number of coming waits without polling. */
    private int pause;

    private int nextPause = LEAST_PAUSE;

    /** The number of unsuccessful polls of the longest time in a row. */
    private int vain;

    private boolean idle;
    private long idleSince;
    private long lookedAt;

    /** Whether the last result of {@code calculateStrategy} was to block. */
    private boolean blocked;

    BusyPoll(long longest, LongSupplier clock) {
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * Makes the strategies of event loops.
     *
     * @param longest how long a loop polls at most; zero means that it does not poll
     */
    static SelectStrategyFactory factory(Duration longest) {
        // on a single processor a loop that polls keeps away the thread that would bring the event
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
        return NOTHING; // the loop runs its tasks and asks again
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
            // a part of the wait was the wake-up of this loop, and of the peer's loop
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
