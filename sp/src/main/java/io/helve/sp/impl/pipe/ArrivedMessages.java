package io.helve.sp.impl.pipe;

/** Decides about the messages that have arrived on a pipe and were not received when the pipe ends. */
public enum ArrivedMessages {
    /** The messages can still be received: the transport has reported the end of the connection. */
    KEEP,

    /**
     * The messages are discarded: this side has closed the pipe, the protocol has refused what the peer sent, or a call
     * of the transport has failed.
     */
    DISCARD
}
