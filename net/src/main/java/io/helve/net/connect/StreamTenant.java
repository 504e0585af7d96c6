package io.helve.net.connect;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.helve.net.stream.ChannelStream;
import io.helve.net.stream.StreamOwner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The user that endpoints and streams belong to: what is open is closed with it. */
public final class StreamTenant implements StreamOwner, AutoCloseable {
    private final String name;
    private final Network network;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Creates an owner of nothing.
     *
     * @param name the user's name
     * @param network what it uses
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
     * Adds something.
     *
     * @param belonging what is open
     * @return false if the user has gone; then it is not added
     */
    boolean add(AutoCloseable belonging) {
        open.add(belonging);
        if (closed && open.remove(belonging)) {
            return false;
        }
        return true;
    }

    /**
     * Adds something that was made a moment ago.
     *
     * @param <T> its type
     * @param belonging what is open
     * @return the same
     * @throws AioException {@code ECLOSED} if the user has gone
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

    /** Closes everything. */
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
