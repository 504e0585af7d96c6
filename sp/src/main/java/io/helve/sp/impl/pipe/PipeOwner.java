package io.helve.sp.impl.pipe;

import io.helve.sp.DropReason;
import io.helve.sp.SpSocket;

/**
 * The socket, as the classes of this package see it. The socket's lock guards the state of its pipes. No method is
 * called with the lock held unless the method's description says so.
 */
public interface PipeOwner {
    /** {@return the socket that the pipes belong to} */
    SpSocket socket();

    /** {@return whether the current thread holds the lock; for assertions} */
    boolean isLocked();

    /** {@return the bytes that wait in the rings of the socket's tenant} */
    HeldBytes held();

    /**
     * Makes the protocol read messages that have arrived.
     *
     * @param pipe the pipe, whose ring of arrived messages the protocol had found empty
     */
    void readable(Pipe pipe);

    /**
     * Makes the protocol send messages that wait for room.
     *
     * @param pipe the pipe, whose ring of messages to send the protocol had found full
     */
    void writable(Pipe pipe);

    /**
     * Takes a pipe out of the socket, if the pipe is attached or a candidate.
     *
     * @param pipe the pipe, which has ended
     * @param arrived what becomes of the messages that were not received yet
     */
    void remove(Pipe pipe, ArrivedMessages arrived);

    /**
     * Releases the slot of a pipe: the pipe no longer counts for {@code PIPES_MAX} and the quota of the tenant. Called
     * with the lock held.
     *
     * @param source the dialer or listener that the pipe came from
     */
    void slotReleased(PipeSource source);

    /**
     * Counts the bytes that pipes have left behind to be received. Called with the lock held.
     *
     * @param more how many more, or fewer if negative
     */
    void countLeftBehind(long more);

    /**
     * Releases the lock, carries out what was deferred under it, and takes the object back.
     *
     * @param actions the object that came with the lock
     */
    void leave(DeferredActions actions);

    /**
     * Counts a message that is thrown away. Called with the lock held.
     *
     * @param reason why
     */
    void countDrop(DropReason reason);

    /** Counts a message whose receive was ended by force before it could have the message. */
    void countForcedReceive();

    /** Sets the timer of the socket, because the protocol wants to be called at an earlier time than before. */
    void setAlarm();
}
