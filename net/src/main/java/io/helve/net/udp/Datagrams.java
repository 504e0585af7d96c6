package io.helve.net.udp;

import io.helve.net.eventloop.LoopMemory;
import io.helve.net.eventloop.LoopReads;
import io.helve.net.scheme.Sockets;
import io.netty.channel.Channel;
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

    private Datagrams() {}

    static int longest(InetSocketAddress to) {
        return UdpScheme.is6(to) ? LONGEST_6 : LONGEST_4;
    }

    /** Gives a new channel the memory of its event loop; the kernel uses buffers of io_uring after the call. */
    static void use(Channel channel, LoopMemory memory) {
        channel.config()
                .setRecvByteBufAllocator(Sockets.isAsynchronous(channel) ? READS : LoopReads.ofDatagrams(memory));
    }
}
