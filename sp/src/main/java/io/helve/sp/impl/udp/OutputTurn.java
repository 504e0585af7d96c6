package io.helve.sp.impl.udp;

/**
 * Whether a pipe is in its sender's queue. Guarded by the sender.
 *
 * <pre>
 *   REST --wants--> BUSY --no message left: rests--> REST       (wants while BUSY sets AGAIN: the sender checks once more)
 * </pre>
 *
 * From every state {@link #end} leads to ENDED.
 */
final class OutputTurn {
    private enum State {
        /** The sender waits until the socket signals that there are messages. */
        REST,
        BUSY,
        AGAIN,
        ENDED
    }

    private State state = State.REST;

    /** Notes that there may be messages. {@return whether the pipe has to be queued} */
    boolean wants() {
        if (state == State.REST) {
            state = State.BUSY;
            return true;
        }
        if (state == State.BUSY) {
            state = State.AGAIN;
        }
        return false;
    }

    /** Notes that no message was found. {@return whether the pipe rests; if not, the sender must check once more} */
    boolean rests() {
        if (state == State.AGAIN) {
            state = State.BUSY;
            return false;
        }
        if (state == State.BUSY) {
            state = State.REST;
        }
        return true;
    }

    void end() {
        state = State.ENDED;
    }

    boolean isEnded() {
        return state == State.ENDED;
    }
}
