package io.helve.net.scheme;

import java.net.SocketAddress;

/** A bound socket of a listener, or a listener's share of one. */
public interface ListeningSocket {
    /** {@return the address, as users see it} */
    SocketAddress localAddress();

    /** Tells that an accept operation waits, so that a connection may have to be taken from the operating system. */
    void demand();

    /** Stops listening, and closes connections in their handshakes. Idempotent. */
    void close();

    /**
     * Waits until the socket is closed, so that its address can be bound again. Called after {@link #close}.
     *
     * @throws IllegalStateException on the event loop that would have to close it
     */
    void awaitClosed();
}
