package io.helve.net.routing;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.net.connect.ChannelDialer;
import io.helve.net.connect.ChannelListener;
import io.helve.net.connect.StreamTenant;
import io.helve.net.eventloop.Network;
import io.helve.net.ipc.IpcScheme;
import io.helve.net.scheme.Scheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.net.tls.TlsScheme;
import io.helve.net.udp.UdpScheme;
import io.helve.net.ws.SharedPorts;
import io.helve.net.ws.WsScheme;
import io.helve.net.ws.WssScheme;
import io.helve.operator.ResourceCloser;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamResource;
import io.helve.stream.StreamUrl;
import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The provider of Helve's own schemes, over one network. */
public final class NetProvider implements StreamProvider, ResourceCloser, AutoCloseable {
    private final Network network;
    private final Map<String, Scheme> schemes = new TreeMap<>();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes the provider.
     *
     * @param network carries the connections
     */
    public NetProvider(Network network) {
        this.network = network;
        SharedPorts ports = new SharedPorts();
        add(new TcpScheme(), "tcp", "tcp4", "tcp6");
        add(new TlsScheme(), "tls+tcp", "tls+tcp4", "tls+tcp6");
        add(new IpcScheme(), "ipc", "unix", "abstract");
        add(new WsScheme(ports), "ws", "ws4", "ws6");
        add(new WssScheme(ports), "wss", "wss4", "wss6");
        add(new UdpScheme(), "udp", "udp4", "udp6");
    }

    private void add(Scheme scheme, String... names) {
        for (String name : names) {
            schemes.put(name, scheme);
        }
    }

    @Override
    public Set<String> schemes() {
        return Set.copyOf(schemes.keySet());
    }

    @Override
    public StreamSession open(String user) {
        return open(user, new StreamTenant(user, network));
    }

    @Override
    public StreamSession open(String user, Supplier<AioFactory> factory) {
        return open(user, new StreamTenant(user, network, factory));
    }

    private StreamSession open(String user, StreamTenant tenant) {
        Session session = new Session(tenant);
        sessions.add(session);
        if (closed) { // read after the session was added: either close() has seen the session or this check sees the
            // close
            session.close();
            throw new AioException(AioError.ECLOSED, "no session for " + user + ": the provider is closed");
        }
        return session;
    }

    /** {@return what is open in all sessions, in the order in which it was made} */
    public List<StreamResource> resources() {
        return sessions.stream()
                .flatMap(session -> session.tenant.resources().stream())
                .sorted(Comparator.comparingLong(NetProvider::number))
                .toList();
    }

    private static long number(StreamResource resource) {
        return Long.parseLong(resource.id().substring(resource.id().lastIndexOf('/') + 1));
    }

    /** Closes what has an id of {@link #resources}. */
    @Override
    public boolean close(String id) {
        return sessions.stream().anyMatch(session -> session.tenant.close(id));
    }

    /** Closes all sessions, including open ones of tenants. No session can be opened afterwards. */
    @Override
    public void close() {
        closed = true;
        sessions.forEach(Session::close);
    }

    private final class Session implements StreamSession {
        private final StreamTenant tenant;

        Session(StreamTenant tenant) {
            this.tenant = tenant;
        }

        @Override
        public StreamDialer dialer(StreamUrl url) {
            return tenant.own(new ChannelDialer(url, schemes.get(url.scheme()), tenant));
        }

        @Override
        public StreamListener listener(StreamUrl url) {
            return tenant.own(new ChannelListener(url, schemes.get(url.scheme()), tenant));
        }

        @Override
        public DatagramEndpoint datagrams(StreamUrl url) {
            return tenant.own(schemes.get(url.scheme()).datagrams(url, tenant));
        }

        @Override
        public void close() {
            sessions.remove(this);
            tenant.close();
        }
    }
}
