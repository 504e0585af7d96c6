package io.helve.remote.codec;

import java.io.IOException;

/** The bytes are not what the declared type says. */
public final class MalformedValueException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong
     */
    public MalformedValueException(String message) {
        super(message);
    }

    /**
     * Creates an exception.
     *
     * @param message what is wrong
     * @param cause the exception of the parser or of the constructor that refused the value
     */
    public MalformedValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
