package io.helve.net.eventloop;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.time.Duration;

/** Linux's epoll. Needs Netty's native bundles. */
final class EpollBackend extends NativeBackend {
    EpollBackend() {
        Epoll.ensureAvailability();
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public IoHandlerFactory handlers(Duration busyPoll) {
        return EpollDetachWorkaround.newFactory(BusyPoll.factory(busyPoll));
    }

    @Override
    public Channel tcp() {
        return new EpollSocketChannel();
    }

    @Override
    public ServerChannel tcpServer(SocketProtocolFamily family) {
        return family == null ? new EpollServerSocketChannel() : new EpollServerSocketChannel(family);
    }

    @Override
    public Channel domain() {
        return new EpollDomainSocketChannel();
    }

    @Override
    public ServerChannel domainServer() {
        return new EpollServerDomainSocketChannel();
    }

    @Override
    public DatagramChannel datagrams(SocketProtocolFamily family) {
        return family == null ? new EpollDatagramChannel() : new EpollDatagramChannel(family);
    }

    @Override
    PeerCredentials credentials(Channel channel) throws IOException {
        return channel instanceof EpollDomainSocketChannel domain ? domain.peerCredentials() : null;
    }
}
