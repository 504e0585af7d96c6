package io.helve.net.routing;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.connect.ChannelDialer;
import io.helve.net.connect.ChannelListener;
import io.helve.net.connect.StreamTenant;
import io.helve.net.eventloop.Network;
import io.helve.net.ipc.IpcScheme;
import io.helve.net.scheme.Scheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.net.tls.TlsScheme;
import io.helve.net.udp.UdpEndpoint;
import io.helve.net.udp.UdpScheme;
import io.helve.net.ws.WsScheme;
import io.helve.net.ws.WssScheme;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Helve's own schemes, over one network. */
public final class NetProvider implements StreamProvider, AutoCloseable {
    private static final UdpScheme UDP = new UdpScheme();

    private final Network network;
    private final Map<String, Scheme> schemes = new TreeMap<>();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes the provider.
     *
     * @param network what it uses
     */
    public NetProvider(Network network) {
        this.network = network;
        Scheme tcp = new TcpScheme();
        schemes.put("tcp", tcp);
        schemes.put("tcp4", tcp);
        schemes.put("tcp6", tcp);
        Scheme tls = new TlsScheme(network);
        schemes.put("tls+tcp", tls);
        schemes.put("tls+tcp4", tls);
        schemes.put("tls+tcp6", tls);
        Scheme ipc = new IpcScheme();
        schemes.put("ipc", ipc);
        schemes.put("unix", ipc);
        schemes.put("abstract", ipc);
        schemes.put("ws", new WsScheme());
        schemes.put("udp", UDP);
        schemes.put("wss", new WssScheme(network));
    }

    @Override
    public Set<String> schemes() {
        return Set.copyOf(schemes.keySet());
    }

    @Override
    public StreamSession open(String user) {
        Session session = new Session(new StreamTenant(user, network));
        sessions.add(session);
        if (closed) { // read after it was added: close() has seen it, or this does
            session.close();
            throw new AioException(AioError.ECLOSED, "no session for " + user + ": the provider is closed");
        }
        return session;
    }

    /** Closes all sessions, those too that nobody else closes; there will be no others. */
    @Override
    public void close() {
        closed = true;
        sessions.forEach(Session::close);
    }

    private final class Session implements StreamSession {
        private final StreamTenant owner;

        Session(StreamTenant owner) {
            this.owner = owner;
        }

        @Override
        public StreamDialer dialer(StreamUrl url) {
            return owner.own(new ChannelDialer(url, schemes.get(url.scheme()), owner));
        }

        @Override
        public StreamListener listener(StreamUrl url) {
            return owner.own(new ChannelListener(url, schemes.get(url.scheme()), owner));
        }

        @Override
        public DatagramEndpoint datagrams(StreamUrl url) {
            return url.scheme().equals("udp")
                    ? owner.own(new UdpEndpoint(url, UDP, owner))
                    : StreamSession.super.datagrams(url);
        }

        @Override
        public void close() {
            sessions.remove(this);
            owner.close();
        }
    }
}
