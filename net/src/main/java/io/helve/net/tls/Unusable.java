package io.helve.net.tls;

import javax.net.ssl.SSLException;

/** Failures of our own certificates and keys. */
final class Unusable {
    private Unusable() {}

    /** The cause is only suppressed: as a cause, a bad certificate of ours would look like one of the peer's. */
    static SSLException because(String what, Exception cause) {
        SSLException failure = new SSLException(what + ": " + cause.getMessage());
        failure.addSuppressed(cause);
        return failure;
    }
}
