package io.helve.sp;

/** An event in the life of a pipe; nng's {@code nng_pipe_ev}. */
public enum SpPipeEvent {
    /** A connection has been made and is not part of the socket yet; closing the pipe now rejects it. */
    BEFORE_ADD,
    /** The pipe is part of the socket. */
    AFTER_ADD,
    /** A pipe that was part of the socket has left it. */
    AFTER_REMOVE
}
