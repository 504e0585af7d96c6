package io.helve.net.scheme;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;

/** Ends our side of a connection in the way of its scheme. */
@FunctionalInterface
public interface OutputShutdown {
    /** Half-closes the socket after all data that was written before. */
    OutputShutdown SHUTDOWN_OUTPUT = channel -> {
        ChannelPromise told = channel.newPromise();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput(told);
            } else if (written.isSuccess()) {
                told.setSuccess();
            } else {
                told.setFailure(written.cause());
            }
        });
        return told;
    };

    /**
     * Ends our side behind the data that was written before. Called on the event loop.
     *
     * @param channel the channel
     * @return completes when the peer has been told
     */
    ChannelFuture end(Channel channel);

    /**
     * Closes the channel with all connections of its tenant, because the tenant is closed. Called on any thread.
     *
     * @param channel the channel
     */
    default void leave(Channel channel) {
        channel.close();
    }

    /**
     * Closes the channel after data was dropped that a send had taken. If the protocol has a way to tell the peer that
     * this is no orderly end, the implementation must use it. Called on any thread.
     *
     * @param channel the channel
     */
    default void cutOff(Channel channel) {
        channel.close();
    }
}
