package io.helve.bench.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** The server's side of a connection of bare Netty. */
final class NettyServed extends ChannelInboundHandlerAdapter {
    private final LongAdder received;
    private Hello hello;
    private ByteBuffer buffer = ByteBuffer.allocate(Hello.BYTES);

    NettyServed(LongAdder received) {
        this.received = received;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable()) {
                int count = NettyBytes.move(in, buffer);
                if (hello != null && hello.kind() == Hello.FLOW) {
                    received.add(count);
                    buffer.clear();
                } else if (!buffer.hasRemaining()) {
                    whole(context);
                }
            }
        } finally {
            in.release();
        }
    }

    private void whole(ChannelHandlerContext context) {
        if (hello == null) {
            hello = Hello.of(buffer.flip());
            buffer = StreamPeer.buffer(hello.receiveSize());
        } else {
            context.writeAndFlush(NettyBytes.copy(context, buffer.flip()), context.voidPromise());
            buffer.clear();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // the client has gone
    }
}
