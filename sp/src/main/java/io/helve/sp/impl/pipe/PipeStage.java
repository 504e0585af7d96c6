package io.helve.sp.impl.pipe;

/**
 * The life of a pipe within its socket. Guarded by the socket's lock. A pipe holds one of the slots that
 * {@code PIPES_MAX} and the tenant's quota limit in all stages but the first and the last.
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
    /** Not known to the socket yet. */
    NEW,

    /** Waits for the callback that may reject it. */
    CANDIDATE,

    /** Part of the socket: its protocol sends to it and reads from it. */
    ATTACHED,

    /** No longer part of the socket, but messages that arrived before are still to be received. */
    DRAINING,

    /** Finished. */
    GONE;

    /** {@return whether the pipe counts where pipes are limited} */
    boolean holdsSlot() {
        return this == CANDIDATE || this == ATTACHED || this == DRAINING;
    }

    /** {@return whether this stage may follow another one} */
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
