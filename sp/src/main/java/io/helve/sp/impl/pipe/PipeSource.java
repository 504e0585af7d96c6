package io.helve.sp.impl.pipe;

import io.helve.aio.AioError;
import io.helve.sp.SpOption;
import io.helve.stream.StreamUrl;

/** The dialer or listener that a pipe came from. */
public interface PipeSource {
    /** {@return the id of the dialer or listener} */
    int id();

    /** {@return the URL of the dialer or listener} */
    StreamUrl url();

    /**
     * Returns the present value of an option of the dialer or listener.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value
     */
    <T> T get(SpOption<T> option);

    /** {@return whether it is closed} */
    boolean isClosed();

    /** {@return whether it may have one more pipe; called with the socket's lock held} */
    boolean mayHaveMore();

    /**
     * Counts the pipes that hold a slot. Called with the socket's lock held.
     *
     * @param more 1 or -1
     */
    void countOpen(int more);

    /**
     * Counts the pipes that have ended and have left messages to receive. Called with the socket's lock held.
     *
     * @param more 1 or -1
     */
    void countDraining(int more);

    /**
     * Called when a connection was refused because its pipe got no slot. Further connections would be refused as well,
     * until a slot is free.
     */
    default void noSlot() {}

    /** Counts a pipe that was rejected. */
    void countRejected();

    /**
     * Tells that a pipe has become part of the socket, or has been rejected.
     *
     * @param pipe the pipe
     */
    void decided(Pipe pipe);

    /**
     * Tells that a pipe has ended.
     *
     * @param pipe the pipe
     * @param reason why
     */
    void ended(Pipe pipe, AioError reason);
}
