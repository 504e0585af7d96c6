package io.helve.ops.metrics;

import java.util.List;

/**
 * A metric. The names follow the conventions of Micrometer and of OpenTelemetry, which agree: words in lower case with
 * dots between them, without the unit, and no name is the beginning of another one. Bytes and messages of the same kind
 * are told apart by the last word.
 */
public enum Metric {
    POOL_THREADS("helve.pool.threads.live", Kind.LEVEL, "{thread}", "Completion threads", Label.POOL),
    POOL_BUSY("helve.pool.threads.busy", Kind.LEVEL, "{thread}", "Completion threads that run a callback", Label.POOL),
    POOL_THREADS_MAX("helve.pool.threads.max", Kind.LEVEL, "{thread}", "Limit of completion threads", Label.POOL),
    POOL_QUEUED(
            "helve.pool.completions.queued",
            Kind.LEVEL,
            "{completion}",
            "Completions that wait for a thread",
            Label.POOL),
    POOL_SLOW(
            "helve.pool.callbacks.slow",
            Kind.COUNTER,
            "{callback}",
            "Callbacks that ran longer than slow.callback",
            Label.POOL),
    POOL_FAILED("helve.pool.callbacks.failed", Kind.COUNTER, "{callback}", "Callbacks that threw", Label.POOL),
    POOL_QUEUE_TIME(
            "helve.pool.queue.time.histogram",
            Kind.COUNTER,
            "{completion}",
            "Sampled completions that started their callback within le seconds",
            Label.POOL,
            Label.LE),
    POOL_RUN_TIME(
            "helve.pool.run.time.histogram",
            Kind.COUNTER,
            "{callback}",
            "Sampled callbacks that ran for le seconds at most",
            Label.POOL,
            Label.LE),

    HANDLES("helve.handles.open", Kind.LEVEL, "{handle}", "Open handles", Label.POOL, Label.BUNDLE),
    HANDLES_MAX("helve.handles.max", Kind.LEVEL, "{handle}", "Handles that each bundle may open", Label.POOL),
    PENDING("helve.operations.pending", Kind.LEVEL, "{operation}", "Pending operations", Label.POOL, Label.BUNDLE),
    COMPLETED(
            "helve.operations.completed",
            Kind.COUNTER,
            "{operation}",
            "Operations that have ended",
            Label.POOL,
            Label.BUNDLE,
            Label.OUTCOME),

    STREAMS("helve.streams.open", Kind.LEVEL, "{connection}", "Open connections of byte streams"),
    STREAMS_MAX("helve.streams.max", Kind.LEVEL, "{connection}", "Connections of byte streams that may be open"),
    STREAMS_LISTENERS("helve.streams.listeners", Kind.LEVEL, "{listener}", "Open listeners of byte streams"),
    STREAMS_HANDSHAKES("helve.streams.handshakes", Kind.LEVEL, "{connection}", "Accepted connections in handshakes"),
    STREAMS_CONNECTIONS(
            "helve.streams.connections", Kind.COUNTER, "{connection}", "Connections so far", Label.ENDPOINT),
    STREAMS_FAILURES("helve.streams.failures", Kind.COUNTER, "{connection}", "Connections that failed", Label.ENDPOINT),
    STREAMS_SENT("helve.streams.sent.bytes", Kind.COUNTER, "By", "Bytes that byte streams have sent"),
    STREAMS_RECEIVED("helve.streams.received.bytes", Kind.COUNTER, "By", "Bytes that byte streams have received"),
    STREAMS_KEPT("helve.streams.kept.bytes", Kind.LEVEL, "By", "Bytes on the heap that nobody has received or read"),

    MEMORY_USED("helve.memory.direct.used", Kind.LEVEL, "By", "Direct memory of all bundles", Label.AREA),
    MEMORY_MAX("helve.memory.direct.max", Kind.LEVEL, "By", "Direct memory that all bundles may use", Label.AREA),
    MEMORY_REFUSED(
            "helve.memory.direct.refused", Kind.COUNTER, "{request}", "Refused requests for direct memory", Label.AREA),
    MEMORY_OF_BUNDLE(
            "helve.memory.direct.bundle", Kind.LEVEL, "By", "Direct memory of a bundle", Label.AREA, Label.BUNDLE),

    SOCKET_PIPES(
            "helve.socket.pipes.open", Kind.LEVEL, "{pipe}", "Open pipes", Label.BUNDLE, Label.SOCKET, Label.PROTOCOL),
    SOCKET_REJECTED(
            "helve.socket.pipes.rejected",
            Kind.COUNTER,
            "{pipe}",
            "Rejected pipes",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL),
    SOCKET_SENT(
            "helve.socket.sent.messages",
            Kind.COUNTER,
            "{message}",
            "Sent messages",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL),
    SOCKET_RECEIVED(
            "helve.socket.received.messages",
            Kind.COUNTER,
            "{message}",
            "Received messages",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL),
    SOCKET_SENT_BYTES(
            "helve.socket.sent.bytes",
            Kind.COUNTER,
            "By",
            "Bytes of sent messages",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL),
    SOCKET_RECEIVED_BYTES(
            "helve.socket.received.bytes",
            Kind.COUNTER,
            "By",
            "Bytes of received messages",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL),
    SOCKET_QUEUED(
            "helve.socket.queued.bytes",
            Kind.LEVEL,
            "By",
            "Bytes of messages in the buffers",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL),
    SOCKET_DROPPED(
            "helve.socket.dropped.messages",
            Kind.COUNTER,
            "{message}",
            "Dropped messages",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL,
            Label.REASON),
    SOCKET_ENDPOINTS(
            "helve.socket.endpoints",
            Kind.LEVEL,
            "{endpoint}",
            "Dialers and listeners by state",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL,
            Label.ENDPOINT,
            Label.STATE),
    SOCKET_CONNECTIONS(
            "helve.socket.connections",
            Kind.COUNTER,
            "{connection}",
            "Connections that open dialers and listeners have made",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL,
            Label.ENDPOINT),
    SOCKET_FAILURES(
            "helve.socket.failures",
            Kind.COUNTER,
            "{failure}",
            "Attempts and pipes of open dialers and listeners that failed",
            Label.BUNDLE,
            Label.SOCKET,
            Label.PROTOCOL,
            Label.ENDPOINT);

    /** What a number means. */
    public enum Kind {
        /** The number goes up and down; levels of several series may be added. */
        LEVEL,
        /** The number counts events since the start. */
        COUNTER
    }

    private final String id;
    private final Kind kind;
    private final String unit;
    private final String description;
    private final List<Label> labels;

    Metric(String id, Kind kind, String unit, String description, Label... labels) {
        this.id = id;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** {@return the name, such as {@code helve.pool.threads.live}} */
    public String id() {
        return id;
    }

    /** {@return whether the number is a level or a counter} */
    public Kind kind() {
        return kind;
    }

    /** {@return the unit, in the notation of UCUM: {@code By} for bytes, in braces what is counted} */
    public String unit() {
        return unit;
    }

    /** {@return whether the number is one of bytes} */
    public boolean isOfBytes() {
        return unit.equals("By");
    }

    /** {@return what the number means} */
    public String description() {
        return description;
    }

    /** {@return the labels, each of which has a value in every series} */
    public List<Label> labels() {
        return labels;
    }
}
