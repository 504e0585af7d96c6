package io.helve.net.tcp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.socket.SocketScheme;
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

/** The common part of all schemes over IP: addresses, sockets, options. */
public abstract class InetScheme extends SocketScheme {
    private static final Set<StreamOption<?>> COMMON = Set.of(
            StreamOptions.TCP_NODELAY,
            StreamOptions.TCP_KEEPALIVE,
            StreamOptions.SEND_BUFFER,
            StreamOptions.RECEIVE_BUFFER,
            StreamOptions.READ_AHEAD,
            StreamOptions.WRITE_BUFFER,
            StreamOptions.CONNECT_TIMEOUT);

    /** Called by the schemes. */
    protected InetScheme() {}

    /**
     * Adds options to those of all schemes over IP.
     *
     * @param more the options
     * @return all of them
     */
    protected static Set<StreamOption<?>> with(StreamOption<?>... more) {
        List<StreamOption<?>> all = new ArrayList<>(COMMON);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    @Override
    public void checkDialer(StreamUrl url) {
        checkPath(url);
        if (url.isWildcard() || url.port() <= 0) {
            throw new AioException(
                    AioError.EADDRINVAL, "the URL " + url + " must have a host and a port to connect to");
        }
    }

    /** The system chooses the port of a listener whose URL has none. */
    @Override
    public void checkListener(StreamUrl url) {
        checkPath(url);
    }

    /** Refuses the parts of a URL that the scheme would have to ignore, as nng does: most likely they are a mistake. */
    private void checkPath(StreamUrl url) {
        if (!url.userInfo().isEmpty()) {
            throw new AioException(AioError.EADDRINVAL, "the URL " + url + " must not have user information");
        }
        if (hasPath()) {
            return;
        }
        if (!url.path().isEmpty() && !url.path().equals("/")) {
            throw new AioException(AioError.EADDRINVAL, "the URL " + url + " must not have a path");
        }
        if (!url.query().isEmpty()) {
            throw new AioException(AioError.EADDRINVAL, "the URL " + url + " must not have a query");
        }
        if (!url.fragment().isEmpty()) {
            throw new AioException(AioError.EADDRINVAL, "the URL " + url + " must not have a fragment");
        }
    }

    /** {@return whether URLs of this scheme may have a path and a query} */
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

    private static boolean isOnly4(StreamUrl url) {
        return url.scheme().endsWith("4");
    }

    private static boolean isOnly6(StreamUrl url) {
        return url.scheme().endsWith("6");
    }

    @Override
    public List<SocketAddress> resolve(StreamUrl url, IoBackend backend) throws UnknownHostException {
        return addresses(url, url.port());
    }

    @Override
    public InetSocketAddress bindAddress(StreamUrl url, IoBackend backend) throws UnknownHostException {
        int port = Math.max(url.port(), 0); // without a port the system chooses one
        if (!url.isWildcard()) {
            return (InetSocketAddress) addresses(url, port).get(0);
        }
        if (isOnly4(url)) {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[4]), port);
        }
        return isOnly6(url)
                ? new InetSocketAddress(InetAddress.getByAddress(new byte[16]), port)
                : new InetSocketAddress(port);
    }

    private static List<SocketAddress> addresses(StreamUrl url, int port) throws UnknownHostException {
        boolean only4 = isOnly4(url);
        boolean only6 = isOnly6(url);
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(url.host())) {
            if (!(only4 && address instanceof Inet6Address || only6 && address instanceof Inet4Address)) {
                addresses.add(new InetSocketAddress(address, port));
            }
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(url.host() + " has no address for " + url.scheme());
        }
        return addresses;
    }

    @Override
    protected Channel channel(IoBackend backend) {
        return backend.tcp();
    }

    @Override
    protected ServerChannel serverChannel(IoBackend backend) {
        return backend.tcpServer();
    }

    @Override
    public StreamUrl dialUrl(StreamUrl url, SocketAddress bound) {
        InetSocketAddress address = (InetSocketAddress) bound;
        String host = url.isWildcard() ? isOnly6(url) ? "::1" : "127.0.0.1" : url.host();
        return url.withAddress(host, address.getPort());
    }
}
