package io.helve.net.scheme;

import io.helve.net.eventloop.Network;

/** What streams and datagram sockets need of the tenant that they belong to. */
public interface StreamOwner {
    /** {@return the network that carries the tenant's connections} */
    Network network();

    /**
     * Forgets a stream or socket that has been closed.
     *
     * @param closed the stream or socket
     */
    void remove(AutoCloseable closed);
}
