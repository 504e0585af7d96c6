package io.helve.net.eventloop;

import io.helve.stream.StreamProperty;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Map;

/** The JDK's channels, which every system has. */
final class NioBackend implements IoBackend {
    @Override
    public String name() {
        return "nio";
    }

    @Override
    public IoHandlerFactory handlers(Duration busyPoll) {
        return NioIoHandler.newFactory(SelectorProvider.provider(), BusyPoll.factory(busyPoll));
    }

    @Override
    public Channel tcp() {
        return new NioSocketChannel();
    }

    @Override
    public ServerChannel tcpServer(SocketProtocolFamily family) {
        return family == null
                ? new NioServerSocketChannel()
                : new NioServerSocketChannel(SelectorProvider.provider(), family);
    }

    /** The JDK's own limit. */
    @Override
    public int longestPath() {
        return 106;
    }

    @Override
    public Channel domain() {
        return new NioDomainSocketChannel();
    }

    @Override
    public ServerChannel domainServer() {
        return new NioServerDomainSocketChannel();
    }

    @Override
    public DatagramChannel datagrams(SocketProtocolFamily family) {
        return family == null ? new NioDatagramChannel() : new NioDatagramChannel(family);
    }

    @Override
    public void setMulticastTtl(DatagramChannel channel, boolean only4, int hops) {
        channel.config().setTimeToLive(hops);
    }

    @Override
    public SocketAddress fileAddress(String path) {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public SocketAddress abstractAddress(String name) {
        throw new UnsupportedOperationException("abstract sockets need a native transport, such as epoll");
    }

    @Override
    public void peerCredentials(Channel channel, Map<StreamProperty<?>, Object> properties) {
        // The JDK's SO_PEERCRED tells names and no numbers, and asks the name service for them, which may block.
    }
}
