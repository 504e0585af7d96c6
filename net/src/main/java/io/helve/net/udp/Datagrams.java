package io.helve.net.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.net.InetSocketAddress;

/** The sizes of datagrams, and the memory into which they are read. */
final class Datagrams {
    private static final int LONGEST_4 = 65507;
    private static final int LONGEST_6 = 65527;

    /**
     * Reads one datagram at a time, with room for the longest: whether another is read is decided when this one has
     * been dealt with.
     */
    static final RecvByteBufAllocator READS = new FixedRecvByteBufAllocator(1 << 16).maxMessagesPerRead(1);

    /** A datagram is copied if the memory into which it was read is at least this number of times as large. */
    private static final int WASTE = 4;

    private Datagrams() {}

    static int longest(InetSocketAddress to) {
        return UdpScheme.is6(to) ? LONGEST_6 : LONGEST_4;
    }

    /** {@return the data in memory of its size, which replaces the given buffer} */
    static ByteBuf fitting(ByteBuf data) {
        int length = data.readableBytes();
        if (length > data.capacity() / WASTE) {
            return data;
        }
        ByteBuf copy = data.alloc().ioBuffer(length).writeBytes(data, data.readerIndex(), length);
        data.release();
        return copy;
    }
}
