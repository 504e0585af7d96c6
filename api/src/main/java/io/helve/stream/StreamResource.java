package io.helve.stream;

import io.helve.annotation.ThreadSafe;

/**
 * An open stream, dialer, listener or datagram endpoint at one moment, for observers: an immutable value.
 *
 * @param kind what it is
 * @param id its id, such as {@code stream/12}
 * @param tenant the name of the tenant
 * @param name its URL, or for a stream how its messages and log entries name it
 * @param local the local address, or an empty text if there is none, as before a listener listens
 * @param remote the address of the peer, or an empty text
 * @param transport the I/O mechanism of a stream: {@code nio}, {@code epoll} or {@code io_uring}; otherwise an empty
 *     text
 * @param failure the last failure of a dialer to connect, or of a listener to accept, in its own words; an empty text
 *     if there was none
 */
@ThreadSafe
public record StreamResource(
        Kind kind,
        String id,
        String tenant,
        String name,
        String local,
        String remote,
        String transport,
        String failure) {

    /** The kinds of resources. */
    public enum Kind {
        /** A connection. */
        STREAM,
        /** A dialer. */
        DIALER,
        /** A listener. */
        LISTENER,
        /** A datagram endpoint. */
        DATAGRAMS
    }
}
