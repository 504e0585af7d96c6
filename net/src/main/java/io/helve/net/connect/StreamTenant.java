package io.helve.net.connect;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.stream.ChannelStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tenant to which dialers, listeners and streams belong. Closing the tenant closes all of them. */
public final class StreamTenant implements StreamOwner, AutoCloseable {
    private final String name;
    private final Network network;
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
    }

    @Override
    public Network network() {
        return network;
    }

    /**
     * Adds an open object.
     *
     * @param belonging the object
     * @return false if the tenant is closed; the object is not added then
     */
    boolean add(AutoCloseable belonging) {
        open.add(belonging);
        if (closed && open.remove(belonging)) {
            return false;
        }
        return true;
    }

    /**
     * Adds a new object, or closes the object if the tenant is closed.
     *
     * @param <T> its type
     * @param belonging the object
     * @return the same object
     * @throws AioException {@code ECLOSED} if the tenant is closed
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
