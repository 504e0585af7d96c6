package io.helve.ops.metrics;

/** What tells the series of one metric apart: a tag of Micrometer, an attribute of OpenTelemetry. */
public enum Label {
    /** The name of the pool. */
    POOL("pool", "helve.pool.name"),

    /** The tenant: a bundle as {@code name [id]}, or the name of the tenant of a program. */
    BUNDLE("bundle", "helve.bundle.name"),

    /** The name of the socket, its id if it has none. */
    SOCKET("socket", "helve.socket.name"),

    /** The protocol of the socket. */
    PROTOCOL("protocol", "helve.socket.protocol"),

    /** How operations have ended. */
    OUTCOME("outcome", "helve.operation.outcome"),

    /** The reason for which messages were dropped. */
    REASON("reason", "helve.drop.reason"),

    /** Who has made a connection: {@code dialer} or {@code listener}. */
    ENDPOINT("endpoint", "helve.endpoint.kind"),

    /** The state of a dialer or listener. */
    STATE("state", "helve.endpoint.state"),

    /** What uses direct memory: {@code pipes} or {@code streams}. */
    AREA("area", "helve.memory.area"),

    /** The upper end of a bucket of a histogram, in seconds; the name is that of Prometheus, for its functions. */
    LE("le", "le");

    private final String tag;
    private final String attribute;

    Label(String tag, String attribute) {
        this.tag = tag;
        this.attribute = attribute;
    }

    /** {@return the key of the tag in Micrometer} */
    public String tag() {
        return tag;
    }

    /** {@return the key of the attribute in OpenTelemetry, whose convention asks for a prefix} */
    public String attribute() {
        return attribute;
    }
}
