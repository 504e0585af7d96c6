package io.helve.remote.server;

import io.helve.stream.StreamUrl;
import java.util.concurrent.atomic.AtomicBoolean;

/** A service at a server, until it is withdrawn. */
public final class Offer implements AutoCloseable {
    private final CallServers servers;
    private final String key;
    private final CallServer server;
    private final long service;
    private final StreamUrl url;
    private final AtomicBoolean closed = new AtomicBoolean();

    Offer(CallServers servers, String key, CallServer server, long service, StreamUrl url) {
        this.servers = servers;
        this.key = key;
        this.server = server;
        this.service = service;
        this.url = url;
    }

    /** {@return the number of the service at its server} */
    public long service() {
        return service;
    }

    /** {@return the address that clients are told} */
    public StreamUrl url() {
        return url;
    }

    /** {@return how many bytes a call or an answer may have} */
    public int messageMax() {
        return server.messageMax();
    }

    /** Withdraws the service; calls that run may still answer, unless it is the last service of its server. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.remove(service);
            servers.release(key, server);
        }
    }
}
