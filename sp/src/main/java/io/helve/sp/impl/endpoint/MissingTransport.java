package io.helve.sp.impl.endpoint;

/** What failures and log entries say to a user whose scheme has no transport: which bundle may be missing. */
public final class MissingTransport {
    /** The bundle that most likely is missing. */
    static final String BUNDLE = "(io.helve.net has tcp, tls, ipc, ws, wss and udp)";

    /** The question at the end of a failure. */
    public static final String QUESTION = "is its provider installed and started " + BUNDLE + "?";

    private MissingTransport() {}
}
