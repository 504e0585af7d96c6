package io.helve.net.scheme;

/**
 * A user event of schemes in which the peer's end is ours, too: nothing more can be sent. It comes before
 * {@link InputEnded}. Data that was taken still goes out; then the scheme closes the channel.
 */
public final class OutputEnded {
    /** The only instance. */
    public static final OutputEnded INSTANCE = new OutputEnded();

    private OutputEnded() {}
}
