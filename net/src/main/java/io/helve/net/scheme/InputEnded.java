package io.helve.net.scheme;

/**
 * A user event of schemes whose protocol has an end of its own (TLS, WebSocket): the peer has ended its side in an
 * orderly way.
 */
public final class InputEnded {
    /** The only instance. */
    public static final InputEnded INSTANCE = new InputEnded();

    private InputEnded() {}
}
