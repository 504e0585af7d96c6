package io.helve.net.scheme;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;

/** Closes channels, and waits until they are closed, as {@code stop} does. */
public final class ChannelCloser {
    private ChannelCloser() {}

    /**
     * Closes a channel that is registered with its event loop. A channel that is not registered yet is left to the code
     * that registers the channel: afterwards, that code checks whether the channel is still needed.
     *
     * @param channel the channel
     */
    public static void close(Channel channel) {
        if (channel.isRegistered()) {
            channel.close();
        }
    }

    /**
     * Waits for a future. An interrupt does not end the waiting; the thread's interrupt flag is set again afterwards.
     *
     * @param future the future
     * @param loop the event loop that completes it
     * @throws IllegalStateException if the caller runs on that loop, which would wait for itself
     */
    public static void until(Future<?> future, EventExecutor loop) {
        if (!future.isDone() && loop.inEventLoop()) {
            throw new IllegalStateException("stop on an event loop would wait for itself: use close");
        }
        future.awaitUninterruptibly();
    }
}
