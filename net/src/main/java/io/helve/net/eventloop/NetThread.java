package io.helve.net.eventloop;

import io.helve.aio.provider.AioEventThread;
import io.helve.internal.SharedThread;
import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * The body of a thread of ours: many connections depend on an event loop, many dials on a thread that resolves names.
 * Netty's thread locals are removed when the thread ends.
 */
final class NetThread implements Runnable, SharedThread, AioEventThread {
    private final Runnable body;

    /** How many completions this thread has passed to the workers of a pool; used by this thread only. */
    private int dispatches;

    NetThread(Runnable body) {
        this.body = body;
    }

    @Override
    public void run() {
        runAsNettys(body);
    }

    /**
     * Runs the life of a thread, or the rest of it, which is not of Netty's class. Netty keeps objects on this thread,
     * as it does on threads of its own class, and removes them in the end.
     */
    static void runAsNettys(Runnable body) {
        if (FastThreadLocalThread.currentThreadHasFastThreadLocal()) {
            body.run(); // somebody else, such as another version of this bundle, has told Netty before
        } else {
            FastThreadLocalThread.runWithFastThreadLocal(body);
        }
    }

    @Override
    public void dispatched() {
        dispatches++;
    }

    int dispatches() {
        return dispatches;
    }
}
