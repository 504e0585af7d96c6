package io.helve.net.stream;

import io.helve.net.eventloop.LendableLoop;
import io.netty.channel.Channel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A task for the event loop that any thread may request. Requests that come before the task runs are served by one run.
 */
final class LoopCall implements Runnable {
    private static final VarHandle REQUESTED;

    static {
        try {
            REQUESTED = MethodHandles.lookup().findVarHandle(LoopCall.class, "requested", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Channel channel;
    private final Runnable body;
    private final Runnable refused;

    /** Whether a request has come that no run has served yet. */
    private volatile boolean requested;

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

    void request() {
        if (!REQUESTED.compareAndSet(this, false, true)) {
            return;
        }
        boolean passedOn = false;
        try {
            passedOn = runIfFree() || execute();
        } finally {
            if (!passedOn) { // the stack may be used up: without a call, so that a later request is not refused
                requested = false;
            }
        }
        if (!passedOn) {
            refused.run();
        }
    }

    private boolean runIfFree() {
        if (lendable == null) {
            return false;
        }
        int now = lendable.polls();
        boolean ran = lendable.runIfFree(this, lastRun);
        if (ran) {
            lastRun = now;
        }
        return ran;
    }

    /** {@return false if the loops have been closed} */
    private boolean execute() {
        try {
            channel.eventLoop().execute(this);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** On the event loop. */
    @Override
    public void run() {
        requested = false;
        body.run();
    }
}
