package io.helve.net.stream;

import io.helve.net.eventloop.Network;

/** What a stream needs of the tenant that it belongs to. */
public interface StreamOwner {
    /** {@return the network that carries the tenant's streams} */
    Network network();

    /**
     * Forgets a stream that has been closed.
     *
     * @param closed the stream
     */
    void remove(AutoCloseable closed);
}
