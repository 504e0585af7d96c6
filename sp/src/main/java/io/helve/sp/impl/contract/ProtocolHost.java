package io.helve.sp.impl.contract;

import io.helve.sp.DropReason;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** The socket, as its protocol sees it. All methods are called under the socket's lock. */
public interface ProtocolHost {
    /**
     * Schedules a call of {@link Protocol#due}, at a given time or earlier.
     *
     * @param when the time, as {@link System#nanoTime} tells it
     * @param actions collects the actions to carry out once the lock is released
     */
    void schedule(long when, DeferredActions actions);

    /**
     * Counts a message that is thrown away.
     *
     * @param reason why
     */
    void countDrop(DropReason reason);

    /**
     * Counts several messages that are thrown away, or one that several peers do not get.
     *
     * @param reason why
     * @param count how many
     */
    void countDrops(DropReason reason, long count);

    /**
     * Finds a pipe of the socket.
     *
     * @param id the id of the pipe
     * @return the pipe, or null if the socket has no such pipe
     */
    Pipe pipe(int id);
}
