package io.helve.net.tls.pem;

import javax.net.ssl.SSLException;

/** Makes exceptions for our own certificates and keys. */
public final class UnusableCredentials {
    private UnusableCredentials() {}

    /**
     * Describes why a certificate or key of our own cannot be used. The cause is only suppressed: as a cause, a bad
     * certificate of ours would look like a bad certificate of the peer.
     *
     * @param what which certificate or key it is, and what is wrong with it
     * @param cause the Java failure
     * @return the exception to throw
     */
    public static SSLException because(String what, Exception cause) {
        SSLException failure = new SSLException(what + ": " + cause.getMessage());
        failure.addSuppressed(cause);
        return failure;
    }
}
