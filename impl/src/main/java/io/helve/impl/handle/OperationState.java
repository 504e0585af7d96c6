package io.helve.impl.handle;

import io.helve.aio.AioError;
import io.helve.aio.AioHandleSnapshot;
import io.helve.impl.pool.Completion;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of a handle: one word, and all its transitions.
 *
 * <p>A transition decides by one compare-and-set and returns an <em>outcome</em>: what its caller has to do next
 * ({@link #action}) and for which operation ({@link #sequenceOf}). Transitions call nothing; {@link Handle} and
 * {@link CallbackRunner} perform the actions. See the package's documentation for the diagram, for who may touch which
 * field in which phase, and for the rules that the transitions keep.
 *
 * <pre>
 * bits 0-3    phase
 *   IDLE           no operation is in progress (the callback of the last one may still be running, see CALLBACK)
 *   STARTING       one thread prepares the next operation
 *   PENDING        the operation is with its provider
 *   FINISHING      one thread has claimed the finish: it writes the result and delivers the completion
 *   READY          the completion waits until the flags CALLBACK and CANCELLING are cleared. The result is written,
 *                  or the thread that runs the callback is writing it (WRITE_ONLY)
 *   RELAYED        the completion is in the pool's queue, and a worker will pass it to the user's executor
 *   WITH_EXECUTOR  the user's executor has the completion, and may run it late, never, or more than once
 *   TAKEN_BACK     the completion was taken back from the executor; it is in the pool's queue and runs there
 *   RELEASING      the handle is closed and idle. One thread drops the handle's references; the handle is not busy
 *                  any more, but close waits for that thread
 *   RELEASED       the references have been dropped. No transition leaves this phase
 * bits 4-10   flags
 *   CALLBACK          the callback of the previous operation is running
 *   CANCELLABLE       the pending operation has a canceller
 *   CANCELLING        the canceller is being called; the completion waits for its return
 *   CANCEL_REQUESTED  the canceller has been called for this operation, and is not called again
 *   STOPPED           stop, close or reap was called
 *   REFUSED           the one start after that was answered with ESTOPPED; later starts are refused silently
 *   CLOSED            the handle is released as soon as it is idle
 * bits 11-17  the reason that the canceller was called with, while CANCEL_REQUESTED
 * bits 18-63  the sequence: it counts operations, so that a late finish cannot touch the next one
 * </pre>
 *
 * <p>A transition calls nothing after its compare-and-set, not even a method of its own: a call could overflow the
 * stack, and the caller would not learn that the transition has taken place. Callers take the action from the outcome
 * without a call, too, or inside of a {@code try}.
 *
 * <p>CALLBACK and CANCELLING are never set in FINISHING. So when {@link #deliver} finds neither, it needs no further
 * transition before the callback.
 */
abstract class OperationState extends Completion {
    static final int IDLE = 0;
    static final int STARTING = 1;
    static final int PENDING = 2;
    static final int FINISHING = 3;
    static final int READY = 4;
    static final int RELAYED = 5;
    static final int WITH_EXECUTOR = 6;
    static final int TAKEN_BACK = 7;
    static final int RELEASING = 8;
    static final int RELEASED = 9;

    static final long CALLBACK = 1 << 4;
    static final long CANCELLABLE = 1 << 5;
    static final long CANCELLING = 1 << 6;
    static final long CANCEL_REQUESTED = 1 << 7;
    static final long STOPPED = 1 << 8;
    static final long REFUSED = 1 << 9;
    static final long CLOSED = 1 << 10;

    /** The flags that {@code reap} and {@code close} set. */
    static final long REAPED = STOPPED | REFUSED | CLOSED;

    /** Action: the caller does nothing more. */
    static final int NOTHING = 0;

    /**
     * Action: the transition has taken place, and the caller continues. In STARTING and FINISHING the caller alone may
     * write the handle; in PENDING the operation is the provider's.
     */
    static final int PROCEED = 1;

    /** Action: the phase is FINISHING; the caller writes the result {@code ESTOPPED} and delivers it. */
    static final int CONCLUDE_STOPPED = 2;

    /** Action: the handle has been stopped. The caller returns without starting anything, and no callback follows. */
    static final int REFUSE = 3;

    /** Action: an operation is in progress. The caller throws {@link IllegalStateException}. */
    static final int REJECT_BUSY = 4;

    /** Action: another thread has finished the operation before. The caller returns and changes nothing. */
    static final int LOST = 5;

    /**
     * Action: the phase is READY, and the caller is inside of the handle's own callback. The caller writes the result;
     * the thread that has begun that callback delivers the completion when the callback has returned.
     */
    static final int WRITE_ONLY = 6;

    /**
     * Action: the completion is the caller's. The caller calls {@link #beginCallback} and runs the callback, or passes
     * the completion to the pool or to the user's executor.
     */
    static final int RUN_CALLBACK = 7;

    /** Action: the handle is idle or released. The caller wakes the threads that wait for that. */
    static final int WAKE_WAITERS = 8;

    /** Action: the phase is RELEASING. The caller drops the handle's references and calls {@link #released}. */
    static final int RELEASE = 9;

    /** Action: the caller calls the operation's canceller, and then {@link #cancellerReturned}. */
    static final int CALL_CANCELLER = 10;

    /** In place of an operation's sequence: no operation, or any. */
    static final long NO_SEQUENCE = -1;

    private static final long PHASE = 15;
    private static final int REASON_SHIFT = 11;
    private static final long REASON = 0x7fL << REASON_SHIFT;
    private static final AioError[] REASONS = AioError.values();
    private static final int SEQUENCE_SHIFT = 18;
    private static final long ONE_OPERATION = 1L << SEQUENCE_SHIFT;
    static final int ACTION_BITS = 4;
    static final int ACTION = (1 << ACTION_BITS) - 1;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(OperationState.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long state;

    /** The thread that runs the callback, while CALLBACK is set; only meaningful to that thread itself. */
    private Thread callbackThread;

    /** {@return what the caller of the transition has to do} */
    static int action(long outcome) {
        return (int) outcome & ACTION;
    }

    /** {@return the operation that the outcome is about} */
    static long sequenceOf(long outcome) {
        return outcome >>> ACTION_BITS;
    }

    private static long outcome(int action, long s) {
        return sequence(s) << ACTION_BITS | action;
    }

    // Starting

    /**
     * Event: a thread starts an operation. The callback of the previous operation may still be running.
     *
     * @return PROCEED (STARTING), CONCLUDE_STOPPED (FINISHING), REFUSE or REJECT_BUSY
     */
    final long begin() {
        for (; ; ) {
            long s = state;
            if ((s & REFUSED) != 0) {
                return outcome(REFUSE, s);
            }
            if (phase(s) != IDLE) {
                return outcome(REJECT_BUSY, s);
            }
            boolean stopped = (s & STOPPED) != 0;
            long next = with(next(s), stopped ? FINISHING : STARTING);
            long outcome = outcome(stopped ? CONCLUDE_STOPPED : PROCEED, next);
            if (cas(s, stopped ? next | REFUSED : next)) {
                return outcome;
            }
        }
    }

    /**
     * Event: the starting thread gives the operation to its provider.
     *
     * @param flags CANCELLABLE if the operation has a canceller, otherwise 0
     * @return PROCEED (PENDING), or CONCLUDE_STOPPED (FINISHING) if the handle was stopped meanwhile
     */
    final long admit(long flags) {
        for (; ; ) {
            long s = state;
            boolean stopped = (s & STOPPED) != 0;
            long next = stopped ? with(s, FINISHING) | REFUSED : with(s, PENDING) | flags;
            long outcome = outcome(stopped ? CONCLUDE_STOPPED : PROCEED, s);
            if (cas(s, next)) {
                return outcome;
            }
        }
    }

    /** Event: the starting thread ends the operation without giving it to its provider. The phase is FINISHING. */
    final void endAtOnce() {
        for (; ; ) {
            long s = state;
            if (cas(s, with(s, FINISHING))) {
                return;
            }
        }
    }

    private static long next(long s) {
        return (s & ~(CANCELLABLE | CANCEL_REQUESTED | REASON)) + ONE_OPERATION;
    }

    // Finishing

    /**
     * Event: a thread finishes an operation. A finish on the thread that is inside the handle's own callback goes to
     * READY at once: no other thread reads the result before that callback has ended.
     *
     * @param sequence the operation
     * @param run NONE if the callback will be skipped
     * @return PROCEED (FINISHING), WRITE_ONLY (READY) or LOST
     */
    final int claimFinish(long sequence, CallbackRun run) {
        for (; ; ) {
            long s = state;
            if (sequence(s) != sequence || phase(s) != PENDING) {
                return LOST;
            }
            boolean own = run == CallbackRun.DUE
                    && (s & (CALLBACK | CANCELLING)) == CALLBACK
                    && callbackThread == Thread.currentThread();
            if (cas(s, with(s, own ? READY : FINISHING))) {
                return own ? WRITE_ONLY : PROCEED;
            }
        }
    }

    /**
     * Event: the result of the claimed finish has been written.
     *
     * @param run NONE if the callback is skipped, or the handle has none
     * @return RUN_CALLBACK (still FINISHING), WAKE_WAITERS (IDLE), RELEASE, or NOTHING (READY, or IDLE while the
     *     previous callback runs)
     */
    final long deliver(CallbackRun run) {
        boolean runs = run == CallbackRun.DUE;
        for (; ; ) {
            long s = state;
            if ((s & (CALLBACK | CANCELLING)) != 0) {
                boolean free = !runs && (s & CANCELLING) == 0; // the running callback may start the next operation
                if (cas(s, with(s, free ? IDLE : READY))) {
                    return NOTHING;
                }
            } else if (runs) {
                return outcome(RUN_CALLBACK, s);
            } else {
                long outcome = idleOutcome(s);
                if (cas(s, idle(s))) {
                    return outcome;
                }
            }
        }
    }

    /** {@return the state without an operation in progress and without a callback: IDLE, or RELEASING if closed} */
    private static long idle(long s) {
        return with(s, (s & CLOSED) != 0 ? RELEASING : IDLE) & ~(CALLBACK | CANCELLING);
    }

    private static long idleOutcome(long s) {
        return outcome((s & CLOSED) != 0 ? RELEASE : WAKE_WAITERS, s);
    }

    /** Event: the references of the handle were dropped. From RELEASING to RELEASED; returns WAKE_WAITERS. */
    final long released() {
        for (; ; ) {
            long s = state;
            long outcome = outcome(WAKE_WAITERS, s);
            if (cas(s, with(s, RELEASED))) {
                return outcome;
            }
        }
    }

    // The callback

    /**
     * Event: a thread is about to run the callback of a delivered completion.
     *
     * @param from how the thread got the completion: FINISHING if it was delivered to it by {@link #deliver} or
     *     {@link #endCallback}, otherwise WITH_EXECUTOR or TAKEN_BACK
     * @return false if there is no such completion: an executor has run it twice, or after it was taken back
     */
    final boolean beginCallback(int from) {
        Thread current = Thread.currentThread();
        for (; ; ) {
            long s = state;
            boolean delivered = (s & CALLBACK) == 0 ? phase(s) == from : phase(s) == READY && from == FINISHING;
            if (!delivered) {
                return false;
            }
            if (cas(s, with(s, IDLE) | CALLBACK)) {
                callbackThread = current;
                return true;
            }
        }
    }

    /** Notes that the current thread runs the callback, which another thread has begun. */
    final void adoptCallback() {
        callbackThread = Thread.currentThread();
    }

    /**
     * Event: the callback has returned. If the next operation's completion is READY, no other thread can take it, so
     * the caller delivers it; CALLBACK stays set unless the completion goes to the user's executor.
     *
     * @param next FINISHING, or WITH_EXECUTOR if the caller passes the next completion to the user's executor
     * @return RUN_CALLBACK, WAKE_WAITERS, RELEASE, or NOTHING if the next operation is on its way
     */
    final long endCallback(int next) {
        callbackThread = null;
        for (; ; ) {
            long s = state;
            if (phase(s) == IDLE) {
                long outcome = idleOutcome(s);
                if (cas(s, idle(s))) {
                    return outcome;
                }
                continue;
            }
            boolean ready = phase(s) == READY && (s & CANCELLING) == 0;
            if (ready && next == FINISHING) {
                return outcome(RUN_CALLBACK, s);
            }
            long outcome = outcome(ready ? RUN_CALLBACK : NOTHING, s);
            if (cas(s, (ready ? with(s, next) : s) & ~CALLBACK)) {
                return outcome;
            }
        }
    }

    // The user's executor

    /** Event: the delivered completion needs a worker to pass it to the executor. From FINISHING to RELAYED. */
    final void relay() {
        for (; ; ) {
            long s = state;
            if (cas(s, with(s, RELAYED))) {
                return;
            }
        }
    }

    /**
     * Event: the completion is about to be passed to the executor.
     *
     * @param from FINISHING or RELAYED
     * @return false if the completion is not there, so that there is nothing to pass
     */
    final boolean passToExecutor(int from) {
        return move(from, WITH_EXECUTOR);
    }

    /** Event: the executor has refused or dropped the completion. {@return false if it has not, after all} */
    final boolean takeBack() {
        return move(WITH_EXECUTOR, TAKEN_BACK);
    }

    private boolean move(int from, int to) {
        for (; ; ) {
            long s = state;
            if (phase(s) != from) {
                return false;
            }
            if (cas(s, with(s, to))) {
                return true;
            }
        }
    }

    // Cancelling and stopping

    /**
     * Event: a thread cancels the pending operation.
     *
     * @param reason why
     * @param sequence which operation, or {@link #NO_SEQUENCE} for the one that is pending now
     * @return CALL_CANCELLER, or NOTHING if no operation is pending, or if its canceller is missing or was called
     *     before
     */
    final long requestCancel(AioError reason, long sequence) {
        for (; ; ) {
            long s = state;
            if (!canCancel(s) || sequence != NO_SEQUENCE && sequence != sequence(s)) {
                return NOTHING;
            }
            long outcome = outcome(CALL_CANCELLER, s);
            if (cas(s, cancelRequested(s, reason))) {
                return outcome;
            }
        }
    }

    /**
     * Event: the handle is stopped. No operation starts any more, and the pending operation is cancelled with
     * {@code ESTOPPED}.
     *
     * @param flags STOPPED, or {@link #REAPED} to release the handle, too
     * @return CALL_CANCELLER, RELEASE or NOTHING
     */
    final long stop(long flags) {
        for (; ; ) {
            long s = state;
            if ((s & flags) == flags) {
                return NOTHING;
            }
            boolean cancels = canCancel(s);
            boolean ends = phase(s) == IDLE && (s & CALLBACK) == 0 && (flags & CLOSED) != 0;
            long next = s | flags;
            next = cancels ? cancelRequested(next, AioError.ESTOPPED) : ends ? with(next, RELEASING) : next;
            long outcome = outcome(cancels ? CALL_CANCELLER : ends ? RELEASE : NOTHING, s);
            if (cas(s, next)) {
                return outcome;
            }
        }
    }

    private static boolean canCancel(long s) {
        return phase(s) == PENDING && (s & (CANCELLABLE | CANCEL_REQUESTED)) == CANCELLABLE;
    }

    private static long cancelRequested(long s, AioError reason) {
        return s & ~REASON | CANCEL_REQUESTED | CANCELLING | (long) reason.ordinal() << REASON_SHIFT;
    }

    /**
     * Event: the canceller has returned.
     *
     * @param run NONE if the handle has no callback
     * @return NOTHING if the operation goes on or its completion waits for CALLBACK, too; otherwise RUN_CALLBACK,
     *     WAKE_WAITERS or RELEASE
     */
    final long cancellerReturned(CallbackRun run) {
        for (; ; ) {
            long s = state;
            boolean ready = phase(s) == READY && (s & CALLBACK) == 0;
            boolean ends = ready && run == CallbackRun.NONE;
            long outcome = ends ? idleOutcome(s) : outcome(ready ? RUN_CALLBACK : NOTHING, s);
            if (cas(s, ends ? idle(s) : (ready ? with(s, FINISHING) : s) & ~CANCELLING)) {
                return outcome;
            }
        }
    }

    /** {@return the reason that the canceller of this pending operation was called with, or null} */
    final AioError cancelReason(long sequence) {
        long s = state;
        boolean requested = sequence(s) == sequence && phase(s) == PENDING && (s & CANCEL_REQUESTED) != 0;
        return requested ? REASONS[(int) ((s & REASON) >> REASON_SHIFT)] : null;
    }

    // Looking

    public final boolean isBusy() {
        long s = state;
        int phase = phase(s);
        return phase != IDLE && phase < RELEASING || (s & CALLBACK) != 0;
    }

    /** {@return whether the handle is busy or being released: stop and close wait until it is neither} */
    final boolean isOccupied() {
        long s = state;
        int phase = phase(s);
        return phase != IDLE && phase != RELEASED || (s & CALLBACK) != 0;
    }

    /** {@return the operation whose end a thread that begins to wait now has to wait for} */
    final long awaited() {
        long s = state;
        return phase(s) == RELEASING ? Long.MAX_VALUE : sequence(s);
    }

    public final boolean isStopped() {
        return (state & STOPPED) != 0;
    }

    final boolean isCancelling() {
        return (state & CANCELLING) != 0;
    }

    final int phase() {
        return phase(state);
    }

    /** {@return the thread that runs the callback, or null; for log entries, since it may be out of date} */
    final Thread callbackThread() {
        return (state & CALLBACK) != 0 ? callbackThread : null;
    }

    /** {@return the operation whose canceller has been requested; it stays while CANCELLING is set} */
    final long cancelledSequence() {
        return sequence(state);
    }

    /** {@return the reason that the canceller of the operation in progress was called with} */
    final AioError requestedReason() {
        return REASONS[(int) ((state & REASON) >> REASON_SHIFT)];
    }

    /** {@return what the handle does, for observers} */
    final AioHandleSnapshot.State observed() {
        long s = state;
        return switch (phase(s)) {
            case STARTING, PENDING -> AioHandleSnapshot.State.PENDING;
            case RELEASING, RELEASED -> AioHandleSnapshot.State.STOPPED;
            case IDLE ->
                (s & CALLBACK) != 0
                        ? AioHandleSnapshot.State.CALLBACK
                        : (s & STOPPED) != 0 ? AioHandleSnapshot.State.STOPPED : AioHandleSnapshot.State.IDLE;
            default -> AioHandleSnapshot.State.COMPLETING;
        };
    }

    /** {@return whether the current thread is inside the callback of this handle} */
    final boolean isInOwnCallback() {
        return callbackThread == Thread.currentThread() && (state & CALLBACK) != 0;
    }

    /**
     * {@return whether an operation is in progress: from its start until its callback begins or, without a callback,
     * until the handle is idle again} Meanwhile getters of results and setters throw.
     */
    final boolean isInProgress() {
        int phase = phase(state);
        return phase != IDLE && phase < RELEASING;
    }

    /** {@return whether an operation has started, or is starting, and has not been finished} */
    final boolean isUnderWay() {
        int phase = phase(state);
        return phase == STARTING || phase == PENDING;
    }

    /** {@return the sequence of the pending operation, or {@link #NO_SEQUENCE}} */
    final long pending() {
        long s = state;
        return phase(s) == PENDING ? sequence(s) : NO_SEQUENCE;
    }

    final boolean isPending(long sequence) {
        return pending() == sequence;
    }

    private boolean cas(long from, long to) {
        return STATE.compareAndSet(this, from, to);
    }

    private static long with(long s, int phase) {
        return s & ~PHASE | phase;
    }

    private static int phase(long s) {
        return (int) (s & PHASE);
    }

    private static long sequence(long s) {
        return s >>> SEQUENCE_SHIFT;
    }

    /** {@return what the handle does, such as "idle" or "pending"} */
    final String phaseName() {
        long s = state;
        return switch (phase(s)) {
            case IDLE -> (s & CALLBACK) != 0 ? "in its callback" : "idle";
            case RELEASING, RELEASED -> "closed";
            case STARTING -> "starting";
            case PENDING -> "pending";
            case WITH_EXECUTOR -> "waiting for its executor";
            default -> "completing";
        };
    }
}
