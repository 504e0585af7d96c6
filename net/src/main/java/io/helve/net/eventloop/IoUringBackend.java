package io.helve.net.eventloop;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.PeerCredentials;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.time.Duration;

/** Linux's io_uring, used only where the configuration names it. */
final class IoUringBackend extends NativeBackend {
    IoUringBackend() {
        IoUring.ensureAvailability();
    }

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public IoHandlerFactory handlers(Duration busyPoll) {
        return IoUringIoHandler.newFactory();
    }

    /** Netty sets its rings up for a single thread (IORING_SETUP_SINGLE_ISSUER). */
    @Override
    public boolean mayChangeThreads() {
        return false;
    }

    @Override
    public Channel tcp() {
        return new IoUringSocketChannel();
    }

    @Override
    public ServerChannel tcpServer(SocketProtocolFamily family) {
        return new IoUringServerSocketChannel(); // for both families: Netty offers no other
    }

    /** Netty's native code binds the wildcard of IPv6 in place of that of IPv4, also if it is given as a mapped one. */
    @Override
    public boolean bindsOneFamily() {
        return false;
    }

    @Override
    public Channel domain() {
        return new IoUringDomainSocketChannel();
    }

    @Override
    public ServerChannel domainServer() {
        return new IoUringServerDomainSocketChannel();
    }

    @Override
    public DatagramChannel datagrams(SocketProtocolFamily family) {
        return family == null ? new IoUringDatagramChannel() : new IoUringDatagramChannel(family);
    }

    @Override
    PeerCredentials credentials(Channel channel) throws IOException {
        return channel instanceof IoUringDomainSocketChannel domain ? domain.peerCredentials() : null;
    }
}
