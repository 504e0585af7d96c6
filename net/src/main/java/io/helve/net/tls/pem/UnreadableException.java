package io.helve.net.tls.pem;

import javax.net.ssl.SSLException;

/** Thrown when a file cannot be read at all. */
public final class UnreadableException extends SSLException {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
        super(message);
    }
}
