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
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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

    @Override
    public Channel tcp() {
        return new IoUringSocketChannel();
    }

    @Override
    public ServerChannel tcpServer(SocketProtocolFamily family) {
        return new IoUringServerSocketChannel(); // for both families: Netty offers no other
    }

    /**
     * Netty binds the wildcard of IPv6 where the address is that of IPv4. With the mapped address, which the JDK keeps
     * only together with a scope, Linux listens on IPv4 alone.
     */
    @Override
    public InetSocketAddress listening(InetSocketAddress address) {
        if (!(address.getAddress() instanceof Inet4Address) || !address.getAddress().isAnyLocalAddress()) {
            return address;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        try {
            return new InetSocketAddress(Inet6Address.getByAddress(null, mapped, 0), address.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
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
