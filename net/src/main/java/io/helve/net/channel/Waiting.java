package io.helve.net.channel;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;

/** Waits for the end of a channel, as stop does. */
public final class Waiting {
    private Waiting() {}

    /**
     * Waits. An interrupt does not end it; it is still set afterwards.
     *
     * @param future what to wait for
     * @param loop the loop on which that cannot be waited for
     * @throws IllegalStateException on that loop
     */
    public static void until(Future<?> future, EventExecutor loop) {
        if (!future.isDone() && loop.inEventLoop()) {
            throw new IllegalStateException("stop on an event loop would wait for itself: use close");
        }
        future.awaitUninterruptibly();
    }
}
