package io.helve.net.scheme;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;

/** How a scheme ends our side of a connection in an orderly way. */
@FunctionalInterface
public interface OutputShutdown {
    /** Half-closes the socket, once all that was written before has gone out. */
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
     * Tells the peer that there is no more, behind what was written before. Called on the event loop.
     *
     * @param channel the channel
     * @return when the peer has been told
     */
    ChannelFuture end(Channel channel);

    /**
     * Closes the channel because everything of its user is closed, and not this connection alone. Called on any thread.
     *
     * @param channel the channel
     */
    default void leave(Channel channel) {
        channel.close();
    }

    /**
     * Closes the channel though something that was taken has been dropped before it came there: where the peer can tell
     * that from an orderly end it must. Called on any thread.
     *
     * @param channel the channel
     */
    default void cutOff(Channel channel) {
        channel.close();
    }
}
