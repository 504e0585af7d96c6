package io.helve.net.scheme;

/** A user event of schemes that have an end of input of their own: the peer has ended its side in an orderly way. */
public final class InputEnded {
    /** The only one. */
    public static final InputEnded INSTANCE = new InputEnded();

    private InputEnded() {}
}
