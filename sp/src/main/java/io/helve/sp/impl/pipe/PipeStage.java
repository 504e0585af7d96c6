package io.helve.sp.impl.pipe;

/**
 * The life of a pipe within its socket. Guarded by the socket's lock. A pipe holds a slot in the stages CANDIDATE,
 * ATTACHED and DRAINING; {@code PIPES_MAX} and the tenant's quota limit the number of slots.
 *
 * <pre>
 *   NEW ----slot taken----> CANDIDATE ----callback and protocol admit----> ATTACHED
 *    |                          |                                             |    \
 *    no slot                    rejected, closed                    nothing left    messages left to receive
 *    |                          |                                             |      \
 *    '------------------------> GONE <----------------------------------------'<---- DRAINING
 * </pre>
 */
enum PipeStage {
    /** The socket does not know the pipe yet. */
    NEW,

    /** The callback that may reject the pipe has not returned yet. */
    CANDIDATE,

    /** The pipe is part of the socket: the protocol sends to the pipe and reads from it. */
    ATTACHED,

    /** The pipe is no longer part of the socket, but holds messages that can still be received. */
    DRAINING,

    /** The pipe is finished. */
    GONE;

    /** {@return whether a pipe in this stage holds a slot} */
    boolean holdsSlot() {
        return this == CANDIDATE || this == ATTACHED || this == DRAINING;
    }

    /** {@return whether a pipe may move from another stage to this one} */
    boolean mayFollow(PipeStage before) {
        return switch (this) {
            case NEW -> false;
            case CANDIDATE -> before == NEW;
            case ATTACHED -> before == CANDIDATE;
            case DRAINING -> before == ATTACHED;
            case GONE -> before != GONE;
        };
    }
}
