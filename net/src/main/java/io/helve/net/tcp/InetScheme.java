package io.helve.net.tcp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.scheme.Scheme;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What every scheme over TCP has in common: addresses, sockets, options. */
public abstract class InetScheme implements Scheme {
    private static final Set<StreamOption<?>> COMMON = Set.of(
            StreamOptions.TCP_NODELAY,
            StreamOptions.TCP_KEEPALIVE,
            StreamOptions.SEND_BUFFER,
            StreamOptions.RECEIVE_BUFFER,
            StreamOptions.READ_AHEAD,
            StreamOptions.WRITE_BUFFER,
            StreamOptions.CONNECT_TIMEOUT);

    /** Made by the schemes. */
    protected InetScheme() {}

    /**
     * Adds to the options that all have.
     *
     * @param more the others
     * @return all of them
     */
    protected static Set<StreamOption<?>> with(StreamOption<?>... more) {
        List<StreamOption<?>> all = new ArrayList<>(COMMON);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    @Override
    public void check(StreamUrl url, boolean listening) {
        if (url.port() == StreamUrl.NO_PORT) {
            throw new AioException(AioError.EADDRINVAL, "the URL " + url + " must have a port");
        }
        if (!hasPath() && !url.path().isEmpty() && !url.path().equals("/")) {
            throw new AioException(AioError.EADDRINVAL, "the URL " + url + " must not have a path");
        }
        if (!listening && (url.isWildcard() || url.port() == 0)) {
            throw new AioException(
                    AioError.EADDRINVAL, "the URL " + url + " must have a host and a port to connect to");
        }
    }

    /** {@return whether URLs may have a path} As nng, others do not ignore one: it is most likely a mistake. */
    protected boolean hasPath() {
        return false;
    }

    @Override
    public boolean blocks(StreamUrl url) {
        return literal(url.host()) == null;
    }

    private static byte[] literal(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host);
    }

    @Override
    public List<SocketAddress> resolve(StreamUrl url, IoBackend backend, boolean listening)
            throws UnknownHostException {
        boolean only4 = url.scheme().endsWith("4");
        boolean only6 = url.scheme().endsWith("6");
        if (listening && url.isWildcard()) {
            return List.of(
                    only4
                            ? new InetSocketAddress(InetAddress.getByAddress(new byte[4]), url.port())
                            : only6
                                    ? new InetSocketAddress(InetAddress.getByAddress(new byte[16]), url.port())
                                    : new InetSocketAddress(url.port()));
        }
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(url.host())) {
            if (!(only4 && address instanceof Inet6Address || only6 && address instanceof Inet4Address)) {
                addresses.add(new InetSocketAddress(address, url.port()));
            }
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(url.host() + " has no address for " + url.scheme());
        }
        return addresses;
    }

    @Override
    public Channel channel(IoBackend backend) {
        return backend.tcp();
    }

    @Override
    public ServerChannel serverChannel(IoBackend backend) {
        return backend.tcpServer();
    }

    @Override
    public StreamUrl dialUrl(StreamUrl url, SocketAddress bound) {
        InetSocketAddress address = (InetSocketAddress) bound;
        String host = url.isWildcard() ? url.scheme().endsWith("6") ? "::1" : "127.0.0.1" : url.host();
        return url.withAddress(host, address.getPort());
    }
}
