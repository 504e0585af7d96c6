package io.helve.net.eventloop;

import java.util.concurrent.atomic.LongAdder;

/** The counters of a network. Any thread adds to them without a lock. */
public final class Counters {
    /** Connections made by dialers. */
    public final LongAdder dialed = new LongAdder();

    /** Connections accepted. */
    public final LongAdder accepted = new LongAdder();

    /** Dials that failed. */
    public final LongAdder dialFailures = new LongAdder();

    /** Accepted connections that failed in their handshake, and failures to accept. */
    public final LongAdder acceptFailures = new LongAdder();

    /** Connections that are in their handshakes. */
    public final LongAdder handshakes = new LongAdder();

    /** Connections that were closed in their handshake to make room for newer connections. */
    public final LongAdder handshakesDropped = new LongAdder();

    /** Requests of WebSockets that were refused for their origin. */
    public final LongAdder originsRefused = new LongAdder();

    /** Bytes that were taken from the buffers of sends. */
    public final LongAdder bytesSent = new LongAdder();

    /** Bytes that were put into the buffers of receives. */
    public final LongAdder bytesReceived = new LongAdder();

    /** Dialers that are open. */
    public final LongAdder dialers = new LongAdder();

    /** Listeners that are open. */
    public final LongAdder listeners = new LongAdder();

    /** Called by {@link Network}. */
    Counters() {}
}
