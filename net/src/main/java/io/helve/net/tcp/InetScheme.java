package io.helve.net.tcp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.scheme.OptionValues;
import io.helve.net.socket.BindTarget;
import io.helve.net.socket.SocketScheme;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The common part of all schemes over IP: addresses, sockets, options. */
public abstract class InetScheme extends SocketScheme {
    private static final Set<StreamOption<?>> COMMON = Set.of(
            StreamOptions.TCP_NODELAY,
            StreamOptions.TCP_KEEPALIVE,
            StreamOptions.KERNEL_SEND_BUFFER,
            StreamOptions.KERNEL_RECEIVE_BUFFER,
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
        HostText.check(url);
        if (url.isWildcard() || url.port() <= 0) {
            throw new AioException(
                    AioError.EADDRINVAL, "the URL " + url + " must have a host and a port to connect to");
        }
    }

    /** The system chooses the port of a listener whose URL has none. */
    @Override
    public void checkListener(StreamUrl url) {
        checkPath(url);
        HostText.check(url);
    }

    /**
     * Refuses the parts of a URL that the scheme would have to ignore, as nng does: most likely they are a mistake.
     *
     * @param url the URL
     */
    protected final void checkPath(StreamUrl url) {
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

    static boolean isOnly4(StreamUrl url) {
        return url.scheme().endsWith("4");
    }

    static boolean isOnly6(StreamUrl url) {
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
        return new InetSocketAddress(InetAddress.getByAddress(new byte[isOnly6(url) || has6() ? 16 : 4]), port);
    }

    /**
     * Orders addresses so that the families take turns, as RFC 8305 section 4 has it: the family of the first address
     * begins, and each family keeps its own order.
     *
     * @param found the addresses in the order of the resolver
     * @return the addresses in the order in which they are tried
     */
    static List<InetAddress> inTurns(InetAddress... found) {
        Deque<InetAddress> first = new ArrayDeque<>();
        Deque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : found) {
            (address.getClass() == found[0].getClass() ? first : second).add(address);
        }
        List<InetAddress> ordered = new ArrayList<>(found.length);
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                ordered.add(first.remove());
            }
            if (!second.isEmpty()) {
                ordered.add(second.remove());
            }
        }
        return ordered;
    }

    /** {@return whether this machine has IPv6} */
    private static boolean has6() {
        try (ServerSocketChannel tried = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            return tried.isOpen();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static List<SocketAddress> addresses(StreamUrl url, int port) throws UnknownHostException {
        boolean only4 = isOnly4(url);
        boolean only6 = isOnly6(url);
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : inTurns(InetAddress.getAllByName(url.host()))) {
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
    protected ServerChannel serverChannel(IoBackend backend, SocketAddress address) {
        return backend.tcpServer(is4(address) ? SocketProtocolFamily.INET : null);
    }

    private static boolean is4(SocketAddress address) {
        return ((InetSocketAddress) address).getAddress() instanceof Inet4Address;
    }

    /**
     * An address of IPv4 is bound for IPv4 only, wildcard included. Only the wildcard without a family, and that of
     * IPv6 on systems like Linux, are for both.
     */
    @Override
    protected BindTarget target(SocketAddress address, OptionValues options, IoBackend backend) {
        return is4(address) && !backend.bindsOneFamily() ? new FourOnly(address) : () -> address;
    }

    /** An address of IPv4, bound by a kind of I/O that takes the wildcard of IPv4 for that of both families. */
    private record FourOnly(SocketAddress address) implements BindTarget {
        @Override
        public boolean admits(Channel child) {
            return child.remoteAddress() == null || is4(child.remoteAddress());
        }

        @Override
        public SocketAddress localAddress(Channel channel) {
            InetSocketAddress wanted = (InetSocketAddress) address;
            InetSocketAddress bound = (InetSocketAddress) channel.localAddress();
            return new InetSocketAddress(wanted.getAddress(), bound.getPort());
        }
    }

    @Override
    public StreamUrl dialUrl(StreamUrl url, SocketAddress bound) {
        InetSocketAddress address = (InetSocketAddress) bound;
        boolean wildcard = url.isWildcard() || address.getAddress().isAnyLocalAddress();
        boolean six = isOnly6(url) || url.host().indexOf(':') >= 0;
        return url.withAddress(wildcard ? six ? "::1" : "127.0.0.1" : url.host(), address.getPort());
    }
}
