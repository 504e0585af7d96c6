package io.helve.net.eventloop;

import io.helve.stream.StreamProperty;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;

/** A kind of I/O that Netty knows, with the channels that belong to it. */
public interface IoBackend {
    /** {@return its name, as users see it} */
    String name();

    /**
     * Returns what makes the event loops' handlers.
     *
     * @param busyPoll how long a loop looks for events at most before it blocks; io_uring has no such thing
     * @return the factory
     */
    IoHandlerFactory handlers(Duration busyPoll);

    /** {@return a new channel for TCP} */
    Channel tcp();

    /** {@return a new listening channel for TCP} */
    ServerChannel tcpServer();

    /** {@return a new channel for Unix domain sockets} */
    Channel domain();

    /** {@return a new listening channel for Unix domain sockets} */
    ServerChannel domainServer();

    /**
     * Makes a channel for datagrams.
     *
     * @param family of its addresses, or null for both if the machine has both
     * @return a new channel
     */
    DatagramChannel datagrams(SocketProtocolFamily family);

    /**
     * Sets how many hops multicast datagrams go.
     *
     * @param channel the channel
     * @param only4 whether it was made for IPv4 only
     * @param hops how many
     */
    void setMulticastTtl(DatagramChannel channel, boolean only4, int hops);

    /**
     * Makes the address of a Unix domain socket.
     *
     * @param path the path, or the name in the abstract name space
     * @param inAbstract whether it is such a name
     * @return the address
     * @throws UnsupportedOperationException if this has no abstract names
     */
    SocketAddress domainAddress(String path, boolean inAbstract);

    /**
     * Adds what the operating system knows of the peer of a Unix domain socket.
     *
     * @param channel the connected channel
     * @param properties where to add it
     */
    void peerCredentials(Channel channel, Map<StreamProperty<?>, Object> properties);
}
