package io.helve.remote.server;

import io.helve.stream.StreamUrl;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A service at a server, until it is withdrawn. */
public final class Offer implements AutoCloseable {
    private final CallServers servers;
    private final OfferPlace place;
    private final CallServer server;
    private final long service;
    private final List<StreamUrl> urls;
    private final AtomicBoolean closed = new AtomicBoolean();

    Offer(CallServers servers, OfferPlace place, CallServer server, long service, List<StreamUrl> urls) {
        this.servers = servers;
        this.place = place;
        this.server = server;
        this.service = service;
        this.urls = urls;
    }

    /** {@return the number of the service at its server} */
    public long service() {
        return service;
    }

    /** {@return the addresses that clients are told} */
    public List<StreamUrl> urls() {
        return urls;
    }

    /** {@return how many bytes a call or an answer may have} */
    public int messageMax() {
        return server.messageMax();
    }

    /** {@return those of these addresses at which the server should listen, and does not} */
    public List<StreamUrl> unbound() {
        return server.unbound(urls);
    }

    /** Withdraws the service; calls that run may still answer, unless it is the last service of its server. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.remove(service);
            servers.release(place, server);
        }
    }
}
