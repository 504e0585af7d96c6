package io.helve.remote.codec;

/** A declared type cannot travel. */
public final class UnsupportedTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the type, where it is declared, and why it cannot travel
     */
    public UnsupportedTypeException(String message) {
        super(message);
    }
}
