package io.helve.bench.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;

/** Copies between the application's buffers and Netty's, as every application does that has data of its own. */
final class NettyBytes {
    private NettyBytes() {}

    static ByteBuf copy(ChannelHandlerContext context, ByteBuffer data) {
        ByteBuf out = context.alloc().directBuffer(data.remaining());
        out.writeBytes(data);
        return out;
    }

    /** Moves what fits. */
    static int move(ByteBuf in, ByteBuffer to) {
        int count = Math.min(in.readableBytes(), to.remaining());
        int limit = to.limit();
        in.readBytes(to.limit(to.position() + count));
        to.limit(limit);
        return count;
    }
}
