package io.helve.impl.handle;

/**
 * The steps that threads without stack or memory have left undone in a handle. Such a thread can call no method, but it
 * can write a field: the thread sets one of these flags, and then the flag of the pool
 * ({@link io.helve.impl.pool.Distress}). The next thread that dispatches, waits or keeps house performs the step
 * ({@link Recovery}).
 *
 * <p>Each flag has one writer at a time: the thread that owns the step.
 */
abstract class PostponedSteps extends OperationValues {
    /** The operation has begun, and its provider does not have it: the phase is STARTING, or FINISHING. */
    volatile boolean startPostponed;

    /** The operation is pending, but its provider was not given the object for it. */
    volatile boolean handOverPostponed;

    /** The result is not complete. */
    volatile boolean resultPostponed;

    /** The completion is to be delivered. */
    volatile boolean deliveryPostponed;

    /** The completion is to be taken back from the user's executor. */
    volatile boolean takeBackPostponed;

    /** The callback has begun, and has not been run. */
    volatile boolean callbackPostponed;

    /** The callback has been run, and has not ended. */
    volatile boolean callbackEndPostponed;

    /** The canceller was requested, and has not been called. */
    volatile boolean cancellerPostponed;

    /** The canceller has been called, and has not been reported as returned. */
    volatile boolean cancellerEndPostponed;

    volatile boolean releasePostponed;
    volatile boolean wakePostponed;

    /** Whether this handle is in the pool's queue for a callback that has begun already. */
    volatile boolean resumes;

    /** What has kept the operation from starting, while one of the first two flags is set. */
    Throwable startFailure;

    /** Which operation was not handed over. */
    long startedSequence;

    PostponedSteps(HandleTenant tenant) {
        super(tenant);
    }

    final boolean isAnyPostponed() {
        return deliveryPostponed
                || startPostponed
                || handOverPostponed
                || resultPostponed
                || takeBackPostponed
                || callbackPostponed
                || callbackEndPostponed
                || cancellerPostponed
                || cancellerEndPostponed
                || releasePostponed
                || wakePostponed;
    }
}
