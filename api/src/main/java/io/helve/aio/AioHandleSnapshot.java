package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.time.Duration;

/**
 * An open handle at one moment, for observers: an immutable value. The parts are read one after the other while the
 * handle may be in use, so different parts may belong to different operations.
 *
 * @param id the id of the handle, such as {@code handle/default/3/17}: pool, tenant and number
 * @param tenant the name of the tenant, as in {@link AioSnapshot.Tenant}
 * @param callback the name of the class that wrote the callback, or an empty text for a handle without callback. The
 *     sockets and streams of Helve allocate handles from the tenant's quota, too: the callbacks of these have names
 *     that begin with {@code io.helve.}.
 * @param state what the handle does
 * @param operation what the provider says of the pending operation, such as {@code "a dial to tcp://..."}; empty if no
 *     operation is pending, or it cannot be cancelled
 * @param operations how many operations have been started on the handle. Two snapshots with the same number and the
 *     state {@code PENDING} have seen the same operation.
 * @param age the time since the handle was allocated
 */
@ThreadSafe
public record AioHandleSnapshot(
        String id, String tenant, String callback, State state, String operation, long operations, Duration age) {

    /** What a handle does. */
    public enum State {
        /** No operation is in progress. */
        IDLE,
        /** An operation is with its provider. */
        PENDING,
        /** An operation has ended, and its callback waits for a thread. */
        COMPLETING,
        /** The callback runs, and has not started another operation. */
        CALLBACK,
        /** The handle has been stopped. */
        STOPPED
    }
}
