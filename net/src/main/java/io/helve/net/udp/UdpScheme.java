package io.helve.net.udp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.scheme.ListeningSocket;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tcp.InetScheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * {@code udp}, {@code udp4} and {@code udp6}. A dialer makes streams that talk to one peer. There are no listeners;
 * {@link #datagrams} makes sockets that exchange datagrams with any peer.
 */
public final class UdpScheme extends InetScheme {
    private static final Set<StreamOption<?>> OPTIONS = Set.of(
            StreamOptions.KERNEL_SEND_BUFFER,
            StreamOptions.KERNEL_RECEIVE_BUFFER,
            StreamOptions.READ_AHEAD,
            StreamOptions.WRITE_BUFFER,
            StreamOptions.CONNECT_TIMEOUT,
            StreamOptions.LOCAL_ADDRESS);

    /** The scheme. */
    public UdpScheme() {}

    @Override
    public Set<StreamOption<?>> dialerOptions() {
        return OPTIONS;
    }

    @Override
    public Set<StreamOption<?>> listenerOptions() {
        return Set.of();
    }

    @Override
    public MessageFraming messageFraming() {
        return MessageFraming.DATAGRAMS;
    }

    @Override
    public void checkListener(StreamUrl url) {
        throw new AioException(
                AioError.ENOTSUP, "nobody connects with datagrams: " + url + " is for StreamFactory.datagrams");
    }

    @Override
    protected Channel channel(IoBackend backend) {
        return backend.datagrams(null);
    }

    @Override
    public ListeningSocket bind(StreamUrl url, AcceptHandler handler) {
        throw new UnsupportedOperationException("no listeners with datagrams");
    }

    @Override
    public DatagramEndpoint datagrams(StreamUrl url, StreamOwner owner) {
        checkPath(url);
        return new UdpEndpoint(url, this, owner);
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return UdpScheme::connected;
    }

    private static void connected(Channel channel, Promise<EstablishedConnection> ready) {
        if (Sockets.isAsynchronous(channel)) {
            channel.config().setRecvByteBufAllocator(Datagrams.READS);
        }
        channel.pipeline().addLast(new DatagramParts());
        ready.trySuccess(new EstablishedConnection(
                TcpScheme.name("udp", channel),
                Kind.DATAGRAMS,
                Datagrams.longest((InetSocketAddress) channel.remoteAddress()),
                Channel::newSucceededFuture, // the peer cannot be told
                false,
                max -> {},
                TcpScheme.properties(channel)));
    }

    /** {@return whether an address is one of IPv6} */
    static boolean is6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }
}
