package io.helve.net.tls.pem;

import javax.net.ssl.SSLException;

/** A file cannot be read. */
public final class UnreadableException extends SSLException {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
        super(message);
    }
}
