package io.helve.net.channel;

/** A user event of schemes in which the peer's end is ours, too: nothing more can be sent. What has been taken still goes out. */
public final class OutputEnded {
    /** The only one. */
    public static final OutputEnded INSTANCE = new OutputEnded();

    private OutputEnded() {}
}
