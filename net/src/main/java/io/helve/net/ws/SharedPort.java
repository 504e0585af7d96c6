package io.helve.net.ws;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.ListeningSocket;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.net.socket.ListeningChannel;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A port that several WebSocket listeners share, each with a path of its own; nng_ws(7) calls it a server instance.
 *
 * <pre>
 * NEW    no listener has joined; the first listener binds
 * BOUND  one listener or more; another may join
 * ENDED  the last listener has closed, or the first could not bind: no listener joins any more
 * </pre>
 *
 * <p>The oldest listener stands for the port: its options (TLS, sockets) hold for fresh connections until the path of
 * their request is known. Only the time limit of handshakes is the longest of all listeners. A listener joins only with
 * the same security as the others (equal settings, the same certificates and trust), and only with a path that no other
 * has. If the configurations of TLS differ later, because one was changed, the connections for the other listeners are
 * refused.
 *
 * <p>Threads: {@code join} and {@code leave} hold the lock, on any thread, and may block. Event loops read the list of
 * listeners, which is immutable, without the lock.
 */
final class SharedPort implements AcceptHandler, PathRoutes {
    private final SharedPorts ports;
    private final Network network;

    /** Held while a listener joins or leaves, which may bind or close the socket. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The socket; null in NEW. */
    @GuardedBy("lock")
    private ListeningChannel socket;

    /** Whether the state is ENDED. */
    @GuardedBy("lock")
    private boolean ended;

    /**
     * The listeners, the oldest first. Replaced under the lock. In ENDED the list of the last listener stays, for
     * connections in their handshakes.
     */
    private volatile List<PathRoute> routes = List.of();

    /** The listener of each connection whose handshake has found its path and is not over yet. */
    private final Map<Channel, PathRoute> chosen = new ConcurrentHashMap<>();

    SharedPort(SharedPorts ports, Network network) {
        this.ports = ports;
        this.network = network;
    }

    // ---- joining and leaving

    /** Adds a listener. {@return its share of the port, or null if the state is ENDED} */
    ListeningSocket join(WsScheme scheme, StreamUrl url, InetSocketAddress address, PathRoute route) throws Exception {
        lock.lock();
        try {
            if (ended) {
                return null;
            }
            if (socket == null) {
                bind(scheme, url, address, route);
            } else {
                requireCompatible(url, route);
                List<PathRoute> more = new ArrayList<>(routes);
                more.add(route);
                routes = List.copyOf(more);
            }
            return new Share(route, socket);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void bind(WsScheme scheme, StreamUrl url, InetSocketAddress address, PathRoute route) throws Exception {
        routes = List.of(route);
        try {
            socket = ListeningChannel.bind(scheme, url, network.listener(), new PortUpgrade(), this);
        } finally {
            if (socket == null) {
                ended = true;
                ports.remove(this);
            }
        }
        if (address.getPort() == 0) {
            int port = ((InetSocketAddress) socket.localAddress()).getPort();
            ports.add(new InetSocketAddress(address.getAddress(), port), this);
        }
    }

    private void requireCompatible(StreamUrl url, PathRoute route) {
        PathRoute first = oldest();
        String others = "the port of " + url + " is that of the " + first.handler();
        if (first.tls().isPresent() != route.tls().isPresent()) {
            throw new AioException(AioError.EADDRINUSE, others + ", and ws and wss cannot share a port");
        }
        if (!PortSecurity.of(first).suits(route)) {
            PortSecurity.of(route).refresh(routes); // if files of the others have changed, a later attempt succeeds
            throw new AioException(
                    AioError.EADDRINUSE, others + ", and listeners share a port only with the same TLS configuration");
        }
        if (find(route.path()) != null) {
            throw new AioException(
                    AioError.EADDRINUSE,
                    "the " + find(route.path()).handler() + " has the path of " + url + " already");
        }
    }

    /** Removes a listener. If it was the last one, the socket is closed after the lock has been released. */
    private void leave(PathRoute route) {
        ListeningChannel bound;
        boolean last;
        lock.lock();
        try {
            List<PathRoute> left = routes.stream().filter(each -> each != route).toList();
            bound = socket;
            last = left.isEmpty();
            if (last) {
                ended = true;
                ports.remove(this);
            } else {
                routes = left;
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            bound.close();
        } else {
            bound.demand();
        }
    }

    /** The share of one listener. */
    private final class Share implements ListeningSocket {
        private final PathRoute route;
        private final ListeningChannel channel;

        Share(PathRoute route, ListeningChannel channel) {
            this.route = route;
            this.channel = channel;
        }

        @Override
        public SocketAddress localAddress() {
            return channel.localAddress();
        }

        @Override
        public void demand() {
            channel.demand();
        }

        @Override
        public void close() {
            leave(route);
        }

        @Override
        public void awaitClosed() {
            if (hasEnded()) {
                channel.awaitClosed();
            }
        }
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    // ---- connections

    /** Makes the handshakes of a fresh connection, and finds its listener by the path of the request. */
    private final class PortUpgrade implements Upgrade {
        @Override
        public void begin(Channel channel, Promise<EstablishedConnection> ready) throws Exception {
            ready.addListener(over -> {
                if (!over.isSuccess()) {
                    chosen.remove(channel);
                }
            });
            PathRoute first = oldest();
            PortSecurity security = PortSecurity.of(first);
            if (security.config().isPresent()) {
                security.refresh(routes);
                new OverTls(
                                (secured, over) -> first.tls()
                                        .get()
                                        .begin(secured, security.config().get(), over),
                                (secured, below, over) -> handshake(security, secured, below, over))
                        .begin(channel, ready);
            } else {
                handshake(security, channel, WsScheme.plain(channel), ready);
            }
        }

        private void handshake(
                PortSecurity security,
                Channel channel,
                EstablishedConnection below,
                Promise<EstablishedConnection> ready) {
            new ServerHandshake(SharedPort.this, security, new ProtocolSwitch(channel, below, ready)).begin(channel);
        }
    }

    @Override
    public PathRoute oldest() {
        return routes.get(0);
    }

    @Override
    public PathRoute find(String path) {
        for (PathRoute route : routes) {
            if (route.path().equals(path)) {
                return route;
            }
        }
        return null;
    }

    @Override
    public void chosen(Channel channel, PathRoute route) {
        chosen.put(channel, route);
    }

    @Override
    public void ready(Channel channel, EstablishedConnection connection) {
        PathRoute route = chosen.remove(channel);
        if (route != oldest()) {
            Sockets.configure(channel, route.handler().options());
        }
        route.handler().ready(channel, connection);
    }

    @Override
    public StreamOwner owner() {
        return oldest().handler().owner();
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public OptionValues options() {
        return oldest().handler().options();
    }

    /**
     * Returns the longest limit of all listeners, because the listener of a connection is not known before its request:
     * no tenant can shorten the time of another one's peers.
     */
    @Override
    public Duration handshakeLimit() {
        Duration longest = Duration.ZERO;
        for (PathRoute route : routes) {
            Duration limit = route.handler().handshakeLimit();
            longest = limit.compareTo(longest) > 0 ? limit : longest;
        }
        return longest;
    }

    @Override
    public int waiting() {
        int waiting = 0;
        for (PathRoute route : routes) {
            waiting += route.handler().waiting();
        }
        return waiting;
    }

    @Override
    public int ready() {
        int ready = 0;
        for (PathRoute route : routes) {
            ready += route.handler().ready();
        }
        return ready;
    }

    /** Tells all listeners of the port, because a handshake may fail before it names a path. */
    @Override
    public void handshakeFailed(Throwable cause) {
        for (PathRoute route : routes) {
            route.handler().handshakeFailed(cause);
        }
    }

    @Override
    public void failed(AioException cause) {
        for (PathRoute route : routes) {
            route.handler().failed(cause);
        }
    }

    @Override
    public String toString() {
        return oldest().handler().toString();
    }
}
