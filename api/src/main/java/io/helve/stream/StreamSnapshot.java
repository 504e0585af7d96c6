package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import java.util.List;

/**
 * The state of the event loops and the counters of all connections at one moment.
 *
 * @param config the settings in force
 * @param transport the I/O mechanism of connections: {@code nio}, {@code epoll} or {@code io_uring}
 * @param threads running event loops
 * @param streams open connections
 * @param dialers open dialers
 * @param listeners open listeners
 * @param dialed connections made by dialers so far
 * @param accepted connections accepted so far
 * @param dialFailures dials that failed
 * @param acceptFailures accepted connections that failed in their handshake, and failures to accept
 * @param handshakes accepted connections that are in their handshakes (TLS, WebSocket) now
 * @param handshakesDropped connections that were closed in their handshake because a newer one needed the place, of
 *     those in {@code acceptFailures}
 * @param originsRefused requests of WebSockets that were refused for their origin, of those in {@code acceptFailures}
 * @param bytesSent bytes that streams have taken from sends, datagrams included
 * @param bytesReceived bytes that receives have got, datagrams included
 * @param heapKept bytes on the heap that streams keep, because nobody receives them or the peer does not read
 * @param heapKeptMax bytes from which on memory is tight: connections then read and take little
 * @param memory the memory of all tenants together
 * @param tenants the memory of each present tenant, in no particular order; an unmodifiable list
 */
@ThreadSafe
public record StreamSnapshot(
        StreamConfig config,
        String transport,
        int threads,
        int streams,
        int dialers,
        int listeners,
        long dialed,
        long accepted,
        long dialFailures,
        long acceptFailures,
        int handshakes,
        long handshakesDropped,
        long originsRefused,
        long bytesSent,
        long bytesReceived,
        long heapKept,
        long heapKeptMax,
        StreamMemory memory,
        List<Tenant> tenants) {

    /**
     * A tenant of the byte streams.
     *
     * @param name the bundle's symbolic name and id, as {@code name [id]}; otherwise the name of the program
     * @param memory the memory of its connections
     */
    public record Tenant(String name, StreamMemory memory) {}
}
