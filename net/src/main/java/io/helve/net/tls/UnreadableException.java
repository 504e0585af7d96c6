package io.helve.net.tls;

import javax.net.ssl.SSLException;

/** A file cannot be read. */
final class UnreadableException extends SSLException {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
        super(message);
    }
}
