package io.helve.net.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.net.InetSocketAddress;

/** How long datagrams are, and where they are read into. */
final class Datagrams {
    private static final int LONGEST_4 = 65507;
    private static final int LONGEST_6 = 65527;

    /** Room for the longest, one at a time: whether there is another is decided when this one has been dealt with. */
    static final RecvByteBufAllocator READS = new FixedRecvByteBufAllocator(1 << 16).maxMessagesPerRead(1);

    /** A datagram is copied if what it was read into is so many times as large. */
    private static final int WASTE = 4;

    private Datagrams() {}

    static int longest(InetSocketAddress to) {
        return UdpScheme.is6(to) ? LONGEST_6 : LONGEST_4;
    }

    /** {@return the same data in memory that fits, in place of what is given} */
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
