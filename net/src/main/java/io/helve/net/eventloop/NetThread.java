package io.helve.net.eventloop;

import io.helve.aio.provider.AioEventThread;
import io.helve.internal.SharedThread;
import io.netty.util.concurrent.FastThreadLocalThread;

/** A thread of ours: many connections depend on an event loop, many dials on a thread that resolves names. */
final class NetThread extends FastThreadLocalThread implements SharedThread, AioEventThread {
    /** How many completions this thread has passed to the workers of a pool; used by this thread only. */
    private int dispatches;

    NetThread(ThreadGroup group, Runnable body, String name) {
        super(group, body, name);
    }

    @Override
    public void dispatched() {
        dispatches++;
    }

    int dispatches() {
        return dispatches;
    }
}
