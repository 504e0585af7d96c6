package io.helve.net.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Tells a listener what its channel has taken from the operating system. */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    private final ChannelListener listener;

    AcceptHandler(ChannelListener listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object child) {
        listener.accepted((Channel) child);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        listener.readCompleted();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        listener.failed(cause);
    }
}
