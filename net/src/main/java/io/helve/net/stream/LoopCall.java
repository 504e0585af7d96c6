package io.helve.net.stream;

import io.helve.net.eventloop.LendableLoop;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task for the event loop that any thread may request. Requests that come before the task runs are served by one run.
 */
final class LoopCall implements Runnable {
    private final Channel channel;
    private final Runnable body;
    private final Runnable refused;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** The loop if threads of a pool may take it, or null. */
    private final LendableLoop lendable;

    /** When the task was last run by a thread that took the loop for it, see {@link LendableLoop#runIfFree}. */
    private volatile int lastRun = -1;

    /**
     * Makes a task.
     *
     * @param channel the channel whose event loop runs the task
     * @param body the task
     * @param refused run at once instead if the event loops have been closed
     */
    LoopCall(Channel channel, Runnable body, Runnable refused) {
        this.channel = channel;
        this.body = body;
        this.refused = refused;
        lendable = channel.eventLoop() instanceof LendableLoop loop ? loop : null;
    }

    void ask() {
        if (asked.compareAndSet(false, true)) {
            if (lendable != null) {
                int now = lendable.polls();
                if (lendable.runIfFree(this, lastRun)) {
                    lastRun = now;
                    return;
                }
            }
            try {
                channel.eventLoop().execute(this);
            } catch (RuntimeException e) { // the loops have been closed
                asked.set(false); // cleared first, so that a later request is refused as well
                refused.run();
            }
        }
    }

    /** On the event loop. */
    @Override
    public void run() {
        asked.set(false);
        body.run();
    }
}
