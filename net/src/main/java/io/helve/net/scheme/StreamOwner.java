package io.helve.net.scheme;

import io.helve.aio.AioFactory;
import io.helve.net.eventloop.Network;
import io.helve.net.eventloop.TenantChunks;

/** The tenant, as its streams and datagram sockets see it. */
public interface StreamOwner {
    /** {@return the network that carries the tenant's connections} */
    Network network();

    /** {@return the tenant's factory of handles, for the asynchronous methods} */
    AioFactory factory();

    /** {@return the tenant's memory for small sends} */
    TenantChunks chunks();

    /**
     * Drops a stream or socket that has been closed.
     *
     * @param closed the stream or socket
     */
    void remove(AutoCloseable closed);
}
