package io.helve.bench.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;

/** The client's side of a connection of bare Netty that makes round trips. */
final class NettyEcho extends ChannelInboundHandlerAdapter {
    private final Trips trips;
    private final ByteBuffer buffer;

    NettyEcho(int size, Trips trips) {
        this.trips = trips;
        buffer = StreamPeer.buffer(size);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object begin) {
        context.write(
                NettyBytes.copy(context, new Hello(Hello.ECHO, buffer.capacity()).bytes()), context.voidPromise());
        trips.begin();
        send(context);
    }

    private void send(ChannelHandlerContext context) {
        context.writeAndFlush(NettyBytes.copy(context, buffer.clear()), context.voidPromise());
        buffer.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            NettyBytes.move(in, buffer);
        } finally {
            in.release();
        }
        if (!buffer.hasRemaining() && trips.arrived()) {
            send(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trips.lost(cause);
    }
}
