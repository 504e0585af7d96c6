package io.helve.net.ws;

import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.ListeningSocket;
import io.helve.stream.StreamUrl;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The ports of all WebSocket listeners of a network, whatever tenant they belong to. */
public final class SharedPorts {
    private final ConcurrentMap<InetSocketAddress, SharedPort> ports = new ConcurrentHashMap<>();

    /** Creates an empty set of ports. */
    public SharedPorts() {}

    /**
     * Listens at a path: binds the port, or joins the listeners of the port.
     *
     * @param scheme the scheme
     * @param url the listener's URL
     * @param handler the listener
     * @return the listener's share of the port
     * @throws Exception if the listener can neither bind nor join
     */
    ListeningSocket listen(WsScheme scheme, StreamUrl url, AcceptHandler handler) throws Exception {
        PathRoute route =
                new PathRoute(Http.route(url), handler, scheme.securing(url, handler.options(), handler.owner()));
        if (route.tls().isPresent()) {
            route.tls().get().prepare();
        }
        InetSocketAddress address =
                scheme.bindAddress(url, handler.network().loops().backend());
        for (; ; ) {
            SharedPort port = address.getPort() == 0
                    ? new SharedPort(this, handler.network())
                    : ports.computeIfAbsent(address, unknown -> new SharedPort(this, handler.network()));
            ListeningSocket share = port.join(scheme, url, address, route);
            if (share != null) {
                return share;
            }
        }
    }

    /** Adds a port whose number the system has chosen. */
    void add(InetSocketAddress address, SharedPort port) {
        ports.put(address, port);
    }

    /** Removes a port that has ended. */
    void remove(SharedPort port) {
        ports.values().remove(port);
    }
}
