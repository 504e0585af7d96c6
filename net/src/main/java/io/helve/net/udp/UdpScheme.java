package io.helve.net.udp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tcp.InetScheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Promise;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Set;

/** {@code udp}: its dialers make streams that talk to one peer; it has no listeners. */
public final class UdpScheme extends InetScheme {
    private static final Set<StreamOption<?>> OPTIONS = Set.of(
            StreamOptions.SEND_BUFFER,
            StreamOptions.RECEIVE_BUFFER,
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
    public void check(StreamUrl url, boolean listening) {
        if (listening) {
            throw new AioException(
                    AioError.ENOTSUP, "nobody connects with datagrams: " + url + " is for StreamFactory.datagrams");
        }
        super.check(url, false);
    }

    @Override
    public Channel channel(IoBackend backend) {
        return backend.datagrams(null);
    }

    @Override
    public ServerChannel serverChannel(IoBackend backend) {
        throw new UnsupportedOperationException("no listeners with datagrams");
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options) {
        return UdpScheme::connected;
    }

    private static void connected(Channel channel, Promise<EstablishedConnection> ready) {
        channel.config().setRecvByteBufAllocator(Datagrams.READS);
        channel.pipeline().addLast(new DatagramParts());
        ready.trySuccess(new EstablishedConnection(
                TcpScheme.name("udp", channel),
                Kind.DATAGRAMS,
                Datagrams.longest((InetSocketAddress) channel.remoteAddress()),
                Channel::newSucceededFuture, // there is no way to tell the peer
                false,
                max -> {},
                TcpScheme.properties(channel)));
    }

    @Override
    public Upgrade accepting(StreamUrl url, OptionValues options) {
        throw new UnsupportedOperationException("no listeners with datagrams");
    }

    /** {@return whether an address is one of IPv6} */
    static boolean is6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }
}
