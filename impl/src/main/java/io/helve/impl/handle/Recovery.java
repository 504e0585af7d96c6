package io.helve.impl.handle;

import io.helve.aio.AioError;

/** Does what threads without stack or memory have left undone in a handle, see {@link PostponedSteps}. */
final class Recovery {
    /** How many small frames must fit on the stack of a thread that does what other threads have left undone. */
    private static final int FRAMES = 256;

    private Recovery() {}

    /** Does what a thread has left undone in this handle, if any has. */
    static void recover(Handle handle) {
        if (handle.isAnyPostponed()) {
            requireStack();
            recoverAll(handle);
        }
    }

    /**
     * Throws a {@link StackOverflowError} on a thread that is near the end of its stack itself: such a thread must not
     * take over the work, which it would lose halfway.
     */
    static void requireStack() {
        requireStack(FRAMES);
    }

    private static int requireStack(int frames) {
        return frames == 0 ? 0 : requireStack(frames - 1) + 1;
    }

    static void recoverAll(Handle handle) {
        boolean start;
        boolean handOver;
        boolean values;
        boolean delivery;
        boolean takeBack;
        boolean callbackDue;
        boolean callbackEnd;
        boolean canceller;
        boolean cancellerEnd;
        boolean release;
        boolean wake;
        synchronized (handle.counts) { // the lock gives each postponed step to one thread
            start = handle.startPostponed;
            handOver = handle.handOverPostponed;
            values = handle.resultPostponed;
            delivery = handle.deliveryPostponed;
            takeBack = handle.takeBackPostponed;
            callbackDue = handle.callbackPostponed;
            callbackEnd = handle.callbackEndPostponed;
            canceller = handle.cancellerPostponed;
            cancellerEnd = handle.cancellerEndPostponed;
            release = handle.releasePostponed;
            wake = handle.wakePostponed;
            handle.startPostponed = false;
            handle.handOverPostponed = false;
            handle.resultPostponed = false;
            handle.deliveryPostponed = false;
            handle.takeBackPostponed = false;
            handle.callbackPostponed = false;
            handle.callbackEndPostponed = false;
            handle.cancellerPostponed = false;
            handle.cancellerEndPostponed = false;
            handle.releasePostponed = false;
            handle.wakePostponed = false;
        }
        if (start) {
            recoverStart(handle);
        }
        if (handOver) {
            handle.finish(handle.startedSequence, startError(handle), 0, takeStartFailure(handle), null);
        }
        if (values) {
            recoverResult(handle);
        }
        if (delivery) {
            recoverDelivery(handle);
        }
        if (takeBack) {
            handle.takeBackFromExecutor();
        }
        if (callbackDue) {
            handle.resumes = true;
            handle.tenant.pool().dispatch(handle);
        }
        if (callbackEnd) {
            recoverCallbackEnd(handle);
        }
        if (canceller) {
            CancellerCalls.dispatch(handle);
        }
        if (cancellerEnd) {
            handle.perform(handle.cancellerReturned(handle.callbackRun()));
        }
        if (release) {
            handle.perform(OperationState.RELEASE);
        }
        if (wake) {
            handle.wake(OperationState.NO_SEQUENCE);
        }
    }

    private static AioError startError(Handle handle) {
        Throwable failure = handle.startFailure;
        return failure instanceof OutOfMemoryError ? AioError.ENOMEM : AioError.EINTERNAL;
    }

    private static Throwable takeStartFailure(Handle handle) {
        Throwable failure = handle.startFailure;
        handle.startFailure = null;
        return failure;
    }

    /** Ends an operation whose start has failed: no provider has the operation. */
    private static void recoverStart(Handle handle) {
        AioError error = handle.isStopped() ? AioError.ESTOPPED : startError(handle);
        Throwable failure = takeStartFailure(handle);
        if (handle.phase() == OperationState.STARTING) {
            handle.endAtOnce();
        }
        handle.cause = failure;
        handle.conclude(error);
    }

    private static void recoverResult(Handle handle) {
        Operation operation = handle.filled;
        if (operation != null) {
            operation.moveOutputs();
        }
        handle.completeResult(handle.result);
    }

    private static void recoverDelivery(Handle handle) {
        switch (handle.phase()) {
            case OperationState.FINISHING -> handle.perform(handle.deliverResult(CallbackRun.DUE));
            // with READY the callback before this one has returned, and its thread could not begin the next one
            case OperationState.READY, OperationState.RELAYED, OperationState.TAKEN_BACK ->
                handle.tenant.pool().dispatch(handle);
            case OperationState.WITH_EXECUTOR -> handle.takeBackFromExecutor();
            default -> {} // delivered already
        }
    }

    private static void recoverCallbackEnd(Handle handle) {
        long outcome = handle.endCallback(handle.runner.nextPhase());
        if (OperationState.action(outcome) != OperationState.RUN_CALLBACK) {
            handle.perform(outcome);
        } else if (handle.phase() == OperationState.WITH_EXECUTOR) {
            handle.takeBackFromExecutor();
        } else {
            handle.tenant.pool().dispatch(handle);
        }
    }
}
