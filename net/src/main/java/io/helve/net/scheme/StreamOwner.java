package io.helve.net.scheme;

import io.helve.aio.AioFactory;
import io.helve.net.eventloop.Network;
import io.helve.net.eventloop.TenantShare;

/** The tenant, as its streams and datagram sockets see it. */
public interface StreamOwner {
    /** {@return the network that carries the tenant's connections} */
    Network network();

    /** {@return the tenant's factory of handles, for the asynchronous methods} */
    AioFactory factory();

    /** {@return what the tenant may have of the network} */
    TenantShare share();

    /**
     * Drops a stream or socket that has been closed.
     *
     * @param closed the stream or socket
     */
    void remove(AutoCloseable closed);
}
