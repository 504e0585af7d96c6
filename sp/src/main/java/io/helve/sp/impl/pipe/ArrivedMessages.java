package io.helve.sp.impl.pipe;

/** Decides about the messages that have arrived on a pipe and were not received when the pipe ends. */
public enum ArrivedMessages {
    /** The messages can still be received: the peer has ended the connection in good order, after it had sent them. */
    KEEP,

    /** The messages are discarded: this side has closed the pipe, or the peer has broken the protocol. */
    DISCARD
}
