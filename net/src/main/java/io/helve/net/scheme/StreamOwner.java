package io.helve.net.scheme;

import io.helve.net.eventloop.Network;
import io.helve.net.eventloop.TenantChunks;

/** What streams and datagram sockets need of the tenant that they belong to. */
public interface StreamOwner {
    /** {@return the network that carries the tenant's connections} */
    Network network();

    /** {@return the tenant's memory for small sends} */
    TenantChunks chunks();

    /**
     * Forgets a stream or socket that has been closed.
     *
     * @param closed the stream or socket
     */
    void remove(AutoCloseable closed);
}
