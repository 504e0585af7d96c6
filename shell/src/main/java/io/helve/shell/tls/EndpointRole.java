package io.helve.shell.tls;

/** The role of an endpoint that options of the command line are for. Some options fit one role only. */
public enum EndpointRole {
    /** The endpoint connects. */
    DIALER,
    /** The endpoint accepts connections. */
    LISTENER
}
