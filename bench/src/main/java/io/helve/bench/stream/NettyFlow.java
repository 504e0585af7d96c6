package io.helve.bench.stream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;

/**
 * The client's side of a connection of bare Netty that only sends: as much as Netty's write buffer takes, then a flush.
 */
final class NettyFlow extends ChannelInboundHandlerAdapter {
    private final Flow flow;
    private final ByteBuffer message;

    NettyFlow(int size, Flow flow) {
        this.flow = flow;
        message = StreamPeer.buffer(size);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object begin) {
        context.writeAndFlush(
                NettyBytes.copy(context, new Hello(Hello.FLOW, message.capacity()).bytes()), context.voidPromise());
        send(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            send(context);
        }
    }

    private void send(ChannelHandlerContext context) {
        while (context.channel().isWritable() && flow.goesOn()) {
            context.write(NettyBytes.copy(context, message.clear()), context.voidPromise());
            flow.sent(message.capacity());
        }
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        flow.lost(cause);
    }
}
