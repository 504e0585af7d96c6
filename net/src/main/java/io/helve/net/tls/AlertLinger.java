package io.helve.net.tls;

import io.helve.net.scheme.LingeringClose;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before TLS on a listener's side and ensures that a refused client receives the alert.
 *
 * <p>Over TLS 1.3 a client regards the handshake as done, and may send data, before the listener has looked at its
 * certificate. Closing the socket at once would then reset the connection, and the client would take the refusal for a
 * failure of the network. So the close that follows a refusal is a {@link LingeringClose}.
 */
final class AlertLinger extends ChannelDuplexHandler {
    private final SecureChannel secured;

    /** The close in progress, or null. */
    private LingeringClose closing;

    AlertLinger(SecureChannel secured) {
        this.secured = secured;
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (closing != null) {
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else if (secured.hasRefused() && context.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
            closing = new LingeringClose(
                    duplex,
                    ended -> duplex.shutdownOutput(),
                    context.writeAndFlush(Unpooled.EMPTY_BUFFER),
                    () -> context.close(promise));
        } else {
            context.close(promise);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object data) {
        if (closing == null) {
            context.fireChannelRead(data);
        } else {
            ReferenceCountUtil.release(data);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (closing == null) {
            context.fireChannelReadComplete();
        } else {
            context.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (closing != null && event instanceof ChannelInputShutdownEvent) {
            closing.inputEnded();
        }
        context.fireUserEventTriggered(event);
    }
}
