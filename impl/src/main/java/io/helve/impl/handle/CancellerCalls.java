package io.helve.impl.handle;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.impl.pool.CallbackThread;
import io.helve.impl.pool.CallbackThreads;
import io.helve.impl.pool.Completion;

/** Cancels operations, stops handles, and calls the cancellers of providers. */
final class CancellerCalls {
    private CancellerCalls() {}

    /**
     * Cancels the pending operation.
     *
     * @param sequence which operation, or {@link OperationState#NO_SEQUENCE} for the one that is pending now
     */
    static void cancel(Handle handle, AioError reason, long sequence, CancellerThread thread) {
        long outcome = handle.requestCancel(reason, sequence);
        if (((int) outcome & OperationState.ACTION) == OperationState.CALL_CANCELLER) {
            try { // no calls but in the try, see OperationState
                call(handle, outcome, thread);
            } catch (Throwable e) { // the canceller has not been called
                handle.cancellerPostponed = true;
                handle.tenant.distress.called = true;
            }
        }
    }

    /**
     * Stops a handle, and cancels its pending operation.
     *
     * @param flags STOPPED, or {@link OperationState#REAPED} to release the handle, too
     */
    static void stop(Handle handle, long flags, CancellerThread thread) {
        long outcome = handle.stop(flags);
        int action = (int) outcome & OperationState.ACTION; // no calls but in the try, see OperationState
        try {
            if (action == OperationState.RELEASE) {
                handle.perform(outcome);
            } else if (action == OperationState.CALL_CANCELLER) {
                call(handle, outcome, thread);
            }
        } catch (Throwable e) {
            if (action == OperationState.RELEASE) {
                handle.releasePostponed = true;
            } else {
                handle.cancellerPostponed = true;
            }
            handle.tenant.distress.called = true;
        }
    }

    private static void call(Handle handle, long outcome, CancellerThread thread) {
        boolean isCaller = thread == CancellerThread.CALLER
                || thread == CancellerThread.WORKER_UNLESS_SLEEP && handle.canceller == Handle.SLEEP;
        if (isCaller) {
            callNow(handle, OperationState.sequenceOf(outcome));
        } else {
            dispatch(handle);
        }
    }

    /** Puts the canceller that has been requested into the pool's queue. */
    static void dispatch(Handle handle) {
        Cancellation present = handle.cancellation;
        if (present == null) {
            present = new Cancellation(handle);
            handle.cancellation = present;
        }
        handle.tenant.pool().dispatch(present);
    }

    /**
     * Calls the canceller that has been requested. The completion is held back until the canceller has returned.
     *
     * <p>A canceller is called once, so one that finds no stack would leave its operation pending for ever: near the
     * end of its stack a thread leaves the call to a worker.
     */
    static void callNow(Handle handle, long sequence) {
        boolean called = false;
        long next = OperationState.CALL_CANCELLER;
        try {
            Recovery.requireStack();
            AioCanceller present = handle.canceller; // null if the operation has just finished; no other has started
            if (present != null) {
                CallbackThread thread = CallbackThreads.current();
                int level = thread.level++;
                try {
                    thread.enter(level, running(handle), present.getClass().getClassLoader());
                    Operation operation = operation(handle, sequence);
                    AioError reason = handle.requestedReason();
                    called = true;
                    present.cancel(operation, reason);
                } catch (Throwable e) {
                    if (!called) {
                        throw e;
                    }
                    handle.tenant.cancellerFailed(present, e);
                } finally {
                    try {
                        thread.leave(level);
                    } finally { // without calls, see CallbackThread
                        thread.level = level;
                        if (level == thread.base) {
                            thread.thread = null;
                        }
                    }
                }
            }
            called = true;
            next = handle.cancellerReturned(handle.callbackRun());
            handle.perform(next);
        } catch (Throwable e) { // no calls here, see Distress
            int left = (int) next & OperationState.ACTION;
            if (!called) {
                handle.cancellerPostponed = true;
            } else if (left == OperationState.CALL_CANCELLER) {
                handle.cancellerEndPostponed = true;
            } else if (left == OperationState.RUN_CALLBACK) {
                handle.deliveryPostponed = true;
            } else if (left == OperationState.RELEASE) {
                handle.releasePostponed = true;
            } else if (left == OperationState.WAKE_WAITERS) {
                handle.wakePostponed = true;
            }
            handle.tenant.distress.called = true;
        }
    }

    /** {@return what the watchdog is told to be running while the canceller runs} */
    private static Completion running(Handle handle) {
        Cancellation present = handle.cancellation;
        return present == null ? handle : present;
    }

    /**
     * {@return the operation object for the canceller: the object that holds outputs, otherwise a new object, so that
     * start need not keep a reference to its object}
     */
    private static Operation operation(Handle handle, long sequence) {
        Operation operation = handle.exclusive;
        if (operation == null || operation.sequence != sequence) {
            operation = handle.filled;
        }
        return operation == null || operation.sequence != sequence ? new Operation(handle, sequence) : operation;
    }
}
