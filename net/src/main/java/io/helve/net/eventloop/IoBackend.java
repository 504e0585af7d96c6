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

/** A kind of I/O that Netty offers (nio, epoll, io_uring), with the classes of its channels. */
public interface IoBackend {
    /** {@return the name, as in the configuration} */
    String name();

    /**
     * Returns the factory of the event loops' I/O handlers.
     *
     * @param busyPoll how long a loop polls at most before it blocks; ignored by io_uring
     * @return the factory
     */
    IoHandlerFactory handlers(Duration busyPoll);

    /** {@return whether an event loop may be polled by several threads, one after the other} */
    default boolean mayChangeThreads() {
        return true;
    }

    /** {@return a new channel for TCP} */
    Channel tcp();

    /**
     * Makes a listening channel for TCP.
     *
     * @param family the family of the addresses on which it listens; null for both if the machine has both
     * @return a new channel
     */
    ServerChannel tcpServer(SocketProtocolFamily family);

    /**
     * {@return whether a listening channel is limited to the family it was made for} Otherwise the wildcard of IPv4
     * stands for all addresses of both families.
     */
    default boolean bindsOneFamily() {
        return true;
    }

    /** {@return the longest path of a Unix domain socket, in bytes} */
    int longestPath();

    /** {@return a new channel for Unix domain sockets} */
    Channel domain();

    /** {@return a new listening channel for Unix domain sockets} */
    ServerChannel domainServer();

    /**
     * Makes a channel for datagrams.
     *
     * @param family the family of its addresses; null for both if the machine has both
     * @return a new channel
     */
    DatagramChannel datagrams(SocketProtocolFamily family);

    /**
     * Sets the largest number of hops of multicast datagrams.
     *
     * @param channel the channel
     * @param only4 whether the channel was made for IPv4 only
     * @param hops the number of hops
     */
    void setMulticastTtl(DatagramChannel channel, boolean only4, int hops);

    /**
     * Makes the address of a socket file.
     *
     * @param path the path of the file
     * @return the address
     */
    SocketAddress fileAddress(String path);

    /**
     * Makes the address of a Unix domain socket in the abstract name space.
     *
     * @param name the name without the leading zero byte; to be bound it may be empty, then the kernel chooses a name
     * @return the address
     * @throws UnsupportedOperationException if this kind of I/O has no abstract names
     */
    SocketAddress abstractAddress(String name);

    /**
     * Adds the credentials of the peer of a Unix domain socket, as far as the operating system tells them.
     *
     * @param channel the connected channel
     * @param properties the map to which the credentials are added
     */
    void peerCredentials(Channel channel, Map<StreamProperty<?>, Object> properties);
}
