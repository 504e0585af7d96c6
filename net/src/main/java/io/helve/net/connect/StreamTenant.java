package io.helve.net.connect;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.helve.net.eventloop.TenantChunks;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.stream.ChannelStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tenant that dialers, listeners and streams belong to. They are closed when the tenant goes. */
public final class StreamTenant implements StreamOwner, AutoCloseable {
    private final String name;
    private final Network network;
    private final TenantChunks chunks;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes a tenant.
     *
     * @param name the tenant's name
     * @param network carries its connections
     */
    public StreamTenant(String name, Network network) {
        this.name = name;
        this.network = network;
        chunks = network.chunks().of(name);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public TenantChunks chunks() {
        return chunks;
    }

    /**
     * Adds an open object.
     *
     * @param belonging the object
     * @return false if the tenant has gone; then the object is not added
     */
    boolean add(AutoCloseable belonging) {
        open.add(belonging);
        if (closed && open.remove(belonging)) {
            return false;
        }
        return true;
    }

    /**
     * Adds an object that was made a moment ago.
     *
     * @param <T> its type
     * @param belonging the object
     * @return the same object
     * @throws AioException {@code ECLOSED} if the tenant has gone
     */
    public <T extends AutoCloseable> T own(T belonging) {
        if (!add(belonging)) {
            throw new AioException(AioError.ECLOSED, "the stream factory of " + name + " is closed");
        }
        return belonging;
    }

    @Override
    public void remove(AutoCloseable belonging) {
        open.remove(belonging);
    }

    /** Closes all objects of the tenant. */
    @Override
    public void close() {
        closed = true;
        for (AutoCloseable belonging : open) {
            open.remove(belonging);
            try {
                if (belonging instanceof ChannelStream stream) {
                    stream.leave();
                } else {
                    belonging.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(belonging + " cannot be closed", e);
            }
        }
    }
}
