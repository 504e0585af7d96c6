package io.helve.impl.handle;

import io.helve.aio.AioFactory;
import io.helve.aio.provider.InlineExecutor;
import io.helve.impl.pool.CallbackThread;
import io.helve.impl.pool.CallbackThreads;
import io.helve.impl.pool.Worker;
import io.helve.internal.SharedThread;
import java.util.concurrent.Executor;

/**
 * Decides where the callbacks of handles run: on the pool, inline, or on an executor of the user. A runner belongs to a
 * factory and serves all handles of that factory. What a runner has to remember about a handle is in fields of the
 * handle.
 *
 * <p>{@link #dispatch} is called with a completion whose phase is FINISHING. When it throws, the completion has not
 * been delivered, and the callback has not begun.
 */
abstract sealed class CallbackRunner {
    /** How many callbacks may be on the stack of a thread, one inside the other; further ones run on the pool. */
    static final int DEPTH_MAX = 8;

    static final CallbackRunner ON_POOL = new OnPool();
    private static final CallbackRunner INLINE = new Inline();

    /** {@return the runner for an executor, or for the pool if the executor is null} */
    static CallbackRunner of(Executor executor) {
        if (executor == null) {
            return ON_POOL;
        }
        return executor == AioFactory.INLINE ? INLINE : new OnExecutor(executor);
    }

    /** {@return whether code of a tenant that does not block may run on the current thread} */
    static boolean mayRunInline(HandleTenant tenant) {
        return !tenant.expiry().isCurrent() && tenant.poolTenant().mayRunInline();
    }

    /** Has the watchdog check the current thread, if others depend on it: code of a tenant is about to run inline. */
    static void beforeInlineCode(HandleTenant tenant) {
        if (!Worker.beforeInlineCode() && SharedThread.isCurrent()) {
            tenant.pool().requestWatch();
        }
    }

    /** Delivers a completion: runs the callback, or passes the completion to the thread that runs the callback. */
    abstract void dispatch(Handle handle);

    /** Runs a completion that a worker has taken from the pool's queue. */
    void complete(Handle handle, Worker worker) {
        if (complete(handle, worker, OperationState.FINISHING, OperationState.FINISHING)) {
            handle.tenant.pool().dispatch(handle);
        }
    }

    /** Runs a completion that was passed to the user's executor. */
    void run(Handle handle) {
        // only a handle with an executor has such completions
    }

    /** {@return the phase that the next completion gets if it is ready when a callback has returned} */
    int nextPhase() {
        return OperationState.FINISHING;
    }

    /**
     * Runs a callback on a worker, and the callbacks of the handle's next operations as long as the worker has no other
     * work.
     *
     * @param from the phase of the completion
     * @param next the phase that the next completion gets, if it is ready when a callback has returned
     * @return whether a next completion is ready, and the caller has to deliver it
     */
    static boolean complete(Handle handle, Worker worker, int from, int next) {
        if (!handle.resumesCallback() && !handle.beginCallback(from)) {
            return false;
        }
        long outcome = OperationState.CALL_CANCELLER; // not decided yet: endCallback never returns this
        boolean ran = false;
        boolean again = false;
        try {
            do {
                ran = false;
                outcome = OperationState.CALL_CANCELLER;
                worker.enter(handle, handle.tenant.contextLoader());
                handle.runCallback();
                ran = true;
                worker.leave();
                outcome = handle.endCallback(next);
                again = OperationState.action(outcome) == OperationState.RUN_CALLBACK;
            } while (again && next == OperationState.FINISHING && worker.goesOn() && handle.beginCallback(next));
            if (!again) {
                handle.perform(outcome);
            }
        } catch (Throwable e) { // a lack of memory
            postpone(handle, ran, outcome);
            again = false;
        }
        relieve(handle);
        return again;
    }

    /** Notes which step a failure has left undone. Only for threads with enough stack for a call. */
    private static void postpone(Handle handle, boolean ran, long outcome) {
        switch (OperationState.action(outcome)) {
            case OperationState.CALL_CANCELLER -> {
                if (ran) {
                    handle.callbackEndPostponed = true;
                } else {
                    handle.callbackPostponed = true;
                }
            }
            case OperationState.RELEASE -> handle.releasePostponed = true;
            case OperationState.WAKE_WAITERS -> handle.wakePostponed = true;
            case OperationState.RUN_CALLBACK -> handle.deliveryPostponed = true;
            default -> {}
        }
        handle.tenant.distress.called = true;
    }

    /**
     * Performs the steps that threads without stack or memory have left undone. Never throws, because the completion of
     * the handle has been delivered.
     */
    private static void relieve(Handle handle) {
        if (handle.tenant.distress.called) {
            try {
                handle.tenant.pool().relieve();
            } catch (Throwable e) {
                handle.tenant.distress.called = true;
            }
        }
    }

    /** Callbacks run on the pool. */
    static final class OnPool extends CallbackRunner {
        @Override
        void dispatch(Handle handle) {
            handle.tenant.pool().dispatch(handle);
        }
    }

    /**
     * Callbacks run on the thread that finishes the operation, unless it is the expiry thread or is in
     * {@link #DEPTH_MAX} callbacks already.
     */
    static final class Inline extends CallbackRunner {
        @Override
        void dispatch(Handle handle) {
            HandleTenant tenant = handle.tenant;
            if (!mayRunInline(tenant)) {
                tenant.pool().dispatch(handle);
                return;
            }
            CallbackThread thread = CallbackThreads.current();
            if (thread.depth >= DEPTH_MAX) {
                tenant.pool().dispatch(handle);
                return;
            }
            int level = thread.level++;
            thread.depth++;
            thread.inline++;
            boolean begun = false;
            boolean ran = false;
            try {
                beforeInlineCode(tenant);
                thread.enter(level, handle, tenant.contextLoader());
                begun = handle.beginCallback(OperationState.FINISHING);
                if (begun) {
                    run(handle);
                }
                ran = true;
            } catch (Throwable e) {
                if (!begun) {
                    throw e;
                }
                if (!ran) {
                    handle.callbackPostponed = true;
                    tenant.distress.called = true;
                }
            } finally {
                try {
                    thread.leave(level);
                } catch (Throwable e) {
                    tenant.distress.called = true; // the outermost call clears the record of the thread
                } finally { // without calls, see CallbackThread
                    thread.inline--;
                    thread.depth--;
                    thread.level = level;
                    if (level == thread.base) {
                        thread.thread = null;
                    }
                }
            }
            relieve(handle);
        }

        /**
         * Runs the callback, and then the callbacks of operations that the callback has started and that have ended
         * meanwhile. Never throws.
         */
        @Override
        void run(Handle handle) {
            long outcome = OperationState.CALL_CANCELLER; // not decided yet: endCallback never returns this
            boolean ran = false;
            try {
                do {
                    ran = false;
                    outcome = OperationState.CALL_CANCELLER;
                    handle.runCallback();
                    ran = true;
                    outcome = handle.endCallback(OperationState.FINISHING);
                } while (OperationState.action(outcome) == OperationState.RUN_CALLBACK
                        && handle.beginCallback(OperationState.FINISHING));
                handle.perform(outcome);
            } catch (Throwable e) { // no calls here, see Distress
                if (!ran) {
                    handle.callbackPostponed = true;
                } else if (outcome == OperationState.CALL_CANCELLER) {
                    handle.callbackEndPostponed = true;
                } else if (((int) outcome & OperationState.ACTION) == OperationState.RELEASE) {
                    handle.releasePostponed = true;
                } else if (((int) outcome & OperationState.ACTION) == OperationState.WAKE_WAITERS) {
                    handle.wakePostponed = true;
                } else if (((int) outcome & OperationState.ACTION) == OperationState.RUN_CALLBACK) {
                    handle.deliveryPostponed = true;
                }
                handle.tenant.distress.called = true;
            }
        }
    }

    /** Callbacks run on an executor of the user. The executor may run a task late, twice, inline or never. */
    static final class OnExecutor extends CallbackRunner {
        private final Executor executor;

        /**
         * 1 if the executor is an {@link InlineExecutor}, which does not block: the executor then counts as inline
         * code. Otherwise 0.
         */
        private final int inline;

        OnExecutor(Executor executor) {
            this.executor = executor;
            inline = executor instanceof InlineExecutor ? 1 : 0;
        }

        /**
         * Passes the completion to the executor. A worker does so if the executor must not run the callback on this
         * thread.
         */
        @Override
        void dispatch(Handle handle) {
            if (mustNotExecute(handle) || CallbackThreads.depth() >= DEPTH_MAX) {
                handle.relay();
                handle.tenant.pool().dispatch(handle);
            } else if (handle.passToExecutor(OperationState.FINISHING)) {
                execute(handle);
            }
        }

        /**
         * {@return whether a worker has to call the executor: the executor may block, and other work depends on this
         * thread}
         */
        private boolean mustNotExecute(Handle handle) {
            if (inline > 0 && mayRunInline(handle.tenant)) {
                beforeInlineCode(handle.tenant);
                return false;
            }
            return SharedThread.isCurrent()
                    || handle.tenant.expiry().isCurrent()
                    || Worker.runsForAnother(handle.poolTenant());
        }

        private void execute(Handle handle) {
            handle.executing = Thread.currentThread();
            try {
                CallbackThread thread = CallbackThreads.current();
                int level = thread.level++;
                thread.inline += inline;
                try {
                    thread.enter(level, handle, handle.tenant.contextLoader());
                    executor.execute(handle);
                } finally {
                    try {
                        thread.leave(level);
                    } finally { // without calls, see CallbackThread
                        thread.inline -= inline;
                        thread.level = level;
                        if (level == thread.base) {
                            thread.thread = null;
                        }
                    }
                }
            } catch (Throwable e) { // a completion is never lost
                takeBack(handle, e);
            }
            handle.executing = null;
        }

        private static void takeBack(Handle handle, Throwable failure) {
            try {
                handle.tenant.rejected(handle, failure);
                handle.takeBackFromExecutor();
            } catch (Throwable e) {
                handle.takeBackPostponed = true;
                handle.tenant.distress.called = true;
            }
        }

        @Override
        int nextPhase() {
            return OperationState.WITH_EXECUTOR;
        }

        @Override
        void complete(Handle handle, Worker worker) {
            if (handle.passToExecutor(OperationState.RELAYED)
                    || complete(handle, worker, OperationState.TAKEN_BACK, OperationState.WITH_EXECUTOR)) {
                worker.enter(handle, handle.tenant.contextLoader()); // the executor may run the callback on this thread
                execute(handle);
                worker.leave();
            }
        }

        /**
         * Runs the callback on the thread that the executor has chosen. As long as the executor runs tasks at once, the
         * same thread runs the callbacks of the next operations.
         */
        @Override
        void run(Handle handle) {
            Thread current = Thread.currentThread();
            if (handle.passing == current) {
                handle.passing = null; // runAll has called the executor on this thread, and runs the callback
                return;
            }
            CallbackThread place;
            try {
                place = CallbackThreads.current();
            } catch (Throwable e) {
                takeBack(handle, e);
                return;
            }
            int onStack = handle.executing == current ? 1 : 0;
            boolean begun = false;
            int level = place.level++;
            place.depth++;
            place.inline += onStack;
            try {
                begun = handle.beginCallback(OperationState.WITH_EXECUTOR);
                if (begun) {
                    runAll(handle);
                }
            } catch (Throwable e) {
                if (!begun) {
                    throw e;
                }
                handle.callbackPostponed = true;
                handle.tenant.distress.called = true;
            } finally { // without calls, see CallbackThread
                place.inline -= onStack;
                place.depth--;
                place.level = level;
                if (level == place.base) {
                    place.thread = null;
                }
            }
            relieve(handle);
        }

        private void runAll(Handle handle) {
            long outcome = OperationState.CALL_CANCELLER; // not decided yet: endCallback never returns this
            boolean ran = false;
            try {
                do {
                    ran = false;
                    outcome = OperationState.CALL_CANCELLER;
                    handle.runCallback();
                    ran = true;
                    outcome = handle.endCallback(OperationState.WITH_EXECUTOR);
                } while (OperationState.action(outcome) == OperationState.RUN_CALLBACK
                        && executesAtOnce(handle)
                        && handle.beginCallback(OperationState.WITH_EXECUTOR));
                if (OperationState.action(outcome) != OperationState.RUN_CALLBACK) {
                    handle.perform(outcome);
                }
            } catch (Throwable e) { // no calls here, see Distress
                if (!ran) {
                    handle.callbackPostponed = true;
                } else if (outcome == OperationState.CALL_CANCELLER) {
                    handle.callbackEndPostponed = true;
                } else if (((int) outcome & OperationState.ACTION) == OperationState.RELEASE) {
                    handle.releasePostponed = true;
                } else if (((int) outcome & OperationState.ACTION) == OperationState.WAKE_WAITERS) {
                    handle.wakePostponed = true;
                } else if (((int) outcome & OperationState.ACTION) == OperationState.RUN_CALLBACK) {
                    handle.deliveryPostponed = true;
                }
                handle.tenant.distress.called = true;
            }
        }

        /**
         * Passes the next completion to the executor. With executors that run some tasks at once and some later,
         * several threads may meet in {@link #run}; which of them runs the callback is decided by
         * {@link OperationState#beginCallback} alone.
         *
         * @return whether the executor has called {@link #run} before it returned, on this thread
         */
        private boolean executesAtOnce(Handle handle) {
            Thread current = Thread.currentThread();
            handle.passing = current;
            try {
                executor.execute(handle);
            } catch (Throwable e) {
                handle.passing = null;
                takeBack(handle, e);
                return false;
            }
            if (handle.passing == current) {
                handle.passing = null;
                return false;
            }
            return true;
        }
    }
}
