package io.helve.net.tls;

/** The side of a connection that an endpoint takes in TLS. */
enum TlsSide {
    /** A dialer: the client of TLS. */
    CLIENT("dialer of "),
    /** A listener: the server of TLS. It needs a certificate, and asks for the peer's only if it is configured to. */
    SERVER("listener of ");

    private final String endpoint;

    TlsSide(String endpoint) {
        this.endpoint = endpoint;
    }

    /** {@return the beginning of the name of an endpoint, which the endpoint's URL follows} */
    String endpoint() {
        return endpoint;
    }
}
