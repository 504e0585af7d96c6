package io.helve.net.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Writes frames. */
final class FrameWriter {
    private static final int HEADER_MAX = 14;

    /** Content up to this is copied behind its header, to go out in one piece. */
    private static final int SMALL = 4 << 10;

    /** Null on the listener's side. */
    private final Mask mask;

    private final int frameMax;
    private final int messageOpcode;

    FrameWriter(Mask mask, int frameMax, boolean text) {
        this.mask = mask;
        this.frameMax = frameMax;
        messageOpcode = text ? Opcode.TEXT : Opcode.BINARY;
    }

    /** Writes a message, whose memory nobody else has. */
    void message(ChannelHandlerContext context, ByteBuf data, ChannelPromise promise) {
        int opcode = messageOpcode;
        while (data.readableBytes() > frameMax) {
            frame(context, opcode, false, data.readRetainedSlice(frameMax), context.voidPromise());
            opcode = Opcode.CONTINUATION;
        }
        frame(context, opcode, true, data, promise);
    }

    ChannelFuture control(ChannelHandlerContext context, int opcode, ByteBuf payload) {
        ChannelPromise promise = context.newPromise();
        frame(context, opcode, true, payload, promise);
        return promise;
    }

    private void frame(
            ChannelHandlerContext context, int opcode, boolean last, ByteBuf payload, ChannelPromise promise) {
        int length = payload.readableBytes();
        boolean together = length <= SMALL;
        ByteBuf out = context.alloc().ioBuffer(HEADER_MAX + (together ? length : 0));
        out.writeByte(last ? 0x80 | opcode : opcode);
        int maskBit = mask == null ? 0 : 0x80;
        if (length < 126) {
            out.writeByte(maskBit | length);
        } else if (length <= 0xffff) {
            out.writeByte(maskBit | 126).writeShort(length);
        } else {
            out.writeByte(maskBit | 127).writeLong(length);
        }
        if (mask != null) {
            int key = mask.newKey();
            out.writeInt(key);
            Mask.apply(payload, payload.readerIndex(), length, key, 0);
        }
        if (together) {
            out.writeBytes(payload);
            payload.release();
            context.write(out, promise);
        } else {
            context.write(out, context.voidPromise());
            context.write(payload, promise);
        }
    }
}
