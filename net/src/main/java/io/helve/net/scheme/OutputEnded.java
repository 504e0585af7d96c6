package io.helve.net.scheme;

/**
 * A user event of schemes in which the peer's end also ends our side: nothing more can be sent. The event comes before
 * {@link InputEnded}. The scheme still sends data that was taken, and then closes the channel.
 */
public final class OutputEnded {
    /** The only instance. */
    public static final OutputEnded INSTANCE = new OutputEnded();

    private OutputEnded() {}
}
