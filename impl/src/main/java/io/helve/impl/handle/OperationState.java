package io.helve.impl.handle;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.impl.pool.Completion;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of a handle: one word, and all its transitions.
 *
 * <pre>
 * phase (bits 0-2)
 *   IDLE       nothing in progress (the callback may still be running, see CALLBACK)
 *   STARTING   a thread prepares the next operation; it alone may write the handle's fields. Inside the callback of the handle
 *              itself nobody else could start one: there the phase stays IDLE until the operation is PENDING
 *   PENDING    the operation is with its provider
 *   FINISHING  somebody has won: it writes the result, then the completion is queued or, without a callback, done
 *   READY      the result is written, but the callback must wait for the end of CALLBACK or CANCELLING
 *   HANDED     the completion has been given to the user's executor, which may run it late, never, or more than once
 *   RELEASING  idle and closed: somebody frees everything; not busy any more, but close waits for it
 *   RELEASED   the end
 * flags
 *   CALLBACK   the callback of the previous operation is running
 *   CANCELLING the provider's canceller is being called; the completion waits for its return
 *   ASKED      it has been called for this operation: never twice
 *   STOPPED    stop, close or reap was called
 *   REFUSED    the one start after that has been answered with ESTOPPED; later ones are not answered
 *   CLOSED     to be released once idle
 * reason (bits 9-15): with what the canceller was called, while ASKED
 * sequence (bits 16-63) counts operations, so that whoever comes late does not touch the next one
 *
 *        start          admitted          finish, canceller, expiry, stop: one of them
 *   IDLE ------> STARTING ------> PENDING ------> FINISHING ----(no callback)----------> IDLE
 *                    |  stopped, or no time left ---^   |  ^                              ^
 *                    |                                  |  '-- READY (CALLBACK/CANCELLING) |
 *                    |                                  '--> queued --> IDLE + CALLBACK ---'
 * </pre>
 *
 * <p>Neither CALLBACK nor CANCELLING can become set in FINISHING, so without them the winner needs no further
 * transition. Whatever has to be called (cancellers, callbacks, executors) is called after the transition that decided
 * it.
 */
abstract class OperationState extends Completion {
    static final int IDLE = 0;
    static final int STARTING = 1;
    static final int PENDING = 2;
    static final int FINISHING = 3;
    static final int READY = 4;
    static final int HANDED = 5;
    static final int RELEASING = 6;
    static final int RELEASED = 7;

    static final long CALLBACK = 1 << 3;
    static final long CANCELLING = 1 << 4;
    static final long ASKED = 1 << 5;
    static final long STOPPED = 1 << 6;
    static final long REFUSED = 1 << 7;
    static final long CLOSED = 1 << 8;

    /** What {@link #begin} returns when the start is refused silently. */
    static final long NO_SEQUENCE = -1;

    private static final int PHASE = 7;
    private static final int REASON_SHIFT = 9;
    private static final long REASON = 0x7fL << REASON_SHIFT;
    private static final AioError[] REASONS = AioError.values();
    private static final int SEQUENCE_SHIFT = 16;
    private static final long ONE_OPERATION = 1L << SEQUENCE_SHIFT;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(OperationState.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long state;

    /** The thread that runs the callback, while CALLBACK is set. */
    private Thread callbackThread;

    // ---- what a handle adds

    /** {@return the canceller of the pending operation, or null} */
    abstract AioCanceller canceller();

    /** Calls the canceller of the operation with that sequence. */
    abstract void callCanceller(AioCanceller canceller, long sequence, AioError reason);

    /** Forgets the results of the previous operation; the next one has begun. */
    abstract void prepare();

    /** Writes the result of an operation that never reached its provider. */
    abstract void conclude(AioError error);

    abstract boolean hasCallback();

    /**
     * Decides whether the callback is skipped, on the thread that finishes the operation.
     *
     * @param possible whether it may be
     * @return whether it is
     */
    abstract boolean skip(boolean possible);

    /** {@return whether the current thread has asked to skip the callback} */
    abstract boolean isSkipping();

    /** Has the callback run elsewhere. */
    abstract void dispatch();

    /** Frees everything; called once. */
    abstract void release();

    /** Wakes those who wait until the handle is idle, as it is after that operation. */
    abstract void wakeWaiters(long sequence);

    /** {@return the words for a busy handle's exception} */
    abstract IllegalStateException busy(boolean inCallback);

    // ---- starting

    /**
     * Takes the right to start an operation.
     *
     * @return its sequence, or {@link #NO_SEQUENCE} if it is refused; then a completion with {@code ESTOPPED}, if due,
     *     has been taken care of
     * @throws IllegalStateException if the handle is busy
     */
    final long begin() {
        for (; ; ) {
            long s = state;
            int phase = phase(s);
            if (phase >= RELEASING || phase == IDLE && (s & REFUSED) != 0) {
                return NO_SEQUENCE;
            }
            boolean inCallback = (s & CALLBACK) != 0;
            if (phase != IDLE || inCallback && callbackThread != Thread.currentThread()) {
                throw busy(phase == IDLE);
            }
            boolean stopped = (s & STOPPED) != 0;
            long next = with(next(s), stopped ? FINISHING : STARTING);
            if (inCallback && !stopped || cas(s, stopped ? next | REFUSED : next)) {
                prepare();
                if (stopped) {
                    conclude(AioError.ESTOPPED);
                    settle();
                    return NO_SEQUENCE;
                }
                return sequence(next);
            }
        }
    }

    /**
     * Hands the operation that was begun to its provider.
     *
     * @return false if the handle was stopped meanwhile; the completion has been taken care of
     */
    final boolean admit() {
        for (; ; ) {
            long s = state;
            boolean stopped = (s & STOPPED) != 0;
            if (cas(s, stopped ? with(begun(s), FINISHING) | REFUSED : with(begun(s), PENDING))) {
                if (stopped) {
                    conclude(AioError.ESTOPPED);
                    settle();
                }
                return !stopped;
            }
        }
    }

    /** Ends the operation that was begun without handing it to its provider. */
    final void endAtOnce(AioError error) {
        for (; ; ) {
            long s = state;
            if (cas(s, with(begun(s), FINISHING))) {
                conclude(error);
                settle();
                return;
            }
        }
    }

    /** {@return the state with the operation that was begun, which shows in it unless that was inside the callback} */
    private static long begun(long s) {
        return phase(s) == STARTING ? s : next(s);
    }

    /** {@return the state with the next operation} */
    private static long next(long s) {
        return (s & ~(ASKED | REASON)) + ONE_OPERATION;
    }

    // ---- finishing

    /**
     * Takes the right to write the result of a pending operation; the winner then calls {@link #settle}. Inside the
     * callback of the handle itself it is READY at once: nobody looks at that before the callback has ended.
     *
     * @return whether the caller has won
     */
    final boolean win(long sequence) {
        for (; ; ) {
            long s = state;
            if (sequence(s) != sequence || phase(s) != PENDING) {
                return false;
            }
            boolean inCallback = (s & (CALLBACK | CANCELLING)) == CALLBACK && callbackThread == Thread.currentThread();
            if (cas(s, with(s, inCallback && !isSkipping() ? READY : FINISHING))) {
                return true;
            }
        }
    }

    /** After the result has been written: has the callback run, now or when what it must wait for has ended. */
    final void settle() {
        for (; ; ) {
            long s = state;
            if (phase(s) == READY) {
                return;
            }
            boolean cancelling = (s & CANCELLING) != 0;
            boolean silent = !hasCallback() || skip(!cancelling);
            if ((s & (CALLBACK | CANCELLING)) == 0) {
                if (silent) {
                    becomeIdle(0);
                } else {
                    dispatch();
                }
                return;
            }
            // a skipped completion inside the callback leaves the handle free for the next start there
            if (cas(s, with(s, silent && !cancelling ? IDLE : READY))) {
                return;
            }
        }
    }

    /**
     * From FINISHING, RELEASING, or from IDLE with CALLBACK, to IDLE, or by way of release to RELEASED. Nobody else can
     * start or release meanwhile.
     *
     * @param ending flags that end with it
     */
    private void becomeIdle(long ending) {
        boolean released = false;
        for (; ; ) {
            long s = state;
            boolean last = (s & CLOSED) != 0;
            if (last && !released) {
                released = true;
                release(); // first, so that whoever sees the handle closed finds its place in the quota free
            }
            if (cas(s, with(s & ~ending, last ? RELEASED : IDLE))) {
                wakeWaiters(sequence(s));
                return;
            }
        }
    }

    // ---- the callback

    /** The completion, which has just been settled, goes to an executor that is not ours. */
    final void hand() {
        for (; ; ) {
            long s = state;
            if (cas(s, with(s, HANDED))) {
                return;
            }
        }
    }

    /**
     * The completion has been taken from its queue: the callback begins, and the handle may start again from inside it.
     *
     * @param phase FINISHING, or HANDED if it was given to an executor that is not ours
     * @return false if nothing was queued: such an executor has run the same completion twice
     */
    final boolean beginCallback(int phase) {
        for (; ; ) {
            long s = state;
            if (phase(s) != phase || (s & CALLBACK) != 0) {
                return false;
            }
            if (cas(s, with(s, IDLE) | CALLBACK)) {
                callbackThread = Thread.currentThread(); // matters to this thread only
                return true;
            }
        }
    }

    /**
     * The callback has returned.
     *
     * @param waiting FINISHING, or HANDED if the caller will give the next completion to an executor that is not ours
     * @return whether the next operation's completion is ready, and the caller shall have its callback run
     */
    final boolean endCallback(int waiting) {
        callbackThread = null;
        for (; ; ) {
            long s = state;
            int phase = phase(s);
            if (phase == IDLE) {
                becomeIdle(CALLBACK);
                return false;
            }
            boolean ready = phase == READY && (s & CANCELLING) == 0;
            if (cas(s, (ready ? with(s, waiting) : s) & ~CALLBACK)) {
                return ready;
            }
        }
    }

    /**
     * The callback has returned, on a thread that runs the next one itself.
     *
     * @return whether the next operation's completion is ready, and its callback has begun
     */
    final boolean nextCallback() {
        Thread current = callbackThread;
        for (; ; ) {
            long s = state;
            if (phase(s) == READY && (s & CANCELLING) == 0) {
                if (cas(s, with(s, IDLE))) {
                    callbackThread = current;
                    return true;
                }
                continue;
            }
            callbackThread = null;
            if (phase(s) == IDLE) {
                becomeIdle(CALLBACK);
                return false;
            }
            if (cas(s, s & ~CALLBACK)) {
                return false;
            }
        }
    }

    // ---- cancelling and stopping

    /**
     * Asks the provider to end the pending operation, if there is one.
     *
     * @param reason the reason
     * @param sequence which operation, or {@link #NO_SEQUENCE} for the one that is pending now
     * @return whether the provider was asked
     */
    final boolean ask(AioError reason, long sequence) {
        for (; ; ) {
            long s = state;
            AioCanceller canceller = canceller();
            if (phase(s) != PENDING
                    || (s & ASKED) != 0
                    || canceller == null
                    || sequence != NO_SEQUENCE && sequence != sequence(s)) {
                return false;
            }
            if (cas(s, asked(s, reason))) {
                cancel(canceller, sequence(s), reason);
                return true;
            }
        }
    }

    /**
     * Stops the handle: no operation will start any more, and a pending one is asked to end with {@code ESTOPPED}.
     *
     * @param flags STOPPED, or STOPPED, REFUSED and CLOSED to have it released too
     */
    final void stopWith(long flags) {
        for (; ; ) {
            long s = state;
            if (phase(s) == RELEASED || (s & flags) == flags) {
                return;
            }
            AioCanceller canceller = canceller();
            boolean asks = phase(s) == PENDING && (s & ASKED) == 0 && canceller != null;
            boolean ends = phase(s) == IDLE && (s & CALLBACK) == 0 && (flags & CLOSED) != 0;
            long next = s | flags;
            if (cas(s, asks ? asked(next, AioError.ESTOPPED) : ends ? with(next, RELEASING) : next)) {
                if (asks) {
                    cancel(canceller, sequence(s), AioError.ESTOPPED);
                } else if (ends) {
                    becomeIdle(0);
                }
                return;
            }
        }
    }

    private static long asked(long s, AioError reason) {
        return s & ~REASON | ASKED | CANCELLING | (long) reason.ordinal() << REASON_SHIFT;
    }

    /** {@return with what the canceller of the pending operation with that sequence was called, or null} */
    final AioError asked(long sequence) {
        long s = state;
        boolean is = sequence(s) == sequence && phase(s) == PENDING && (s & ASKED) != 0;
        return is ? REASONS[(int) ((s & REASON) >> REASON_SHIFT)] : null;
    }

    private void cancel(AioCanceller canceller, long sequence, AioError reason) {
        try {
            callCanceller(canceller, sequence, reason);
        } finally {
            cancellerReturned();
        }
    }

    private void cancellerReturned() {
        for (; ; ) {
            long s = state;
            boolean ready = phase(s) == READY && (s & CALLBACK) == 0;
            if (cas(s, (ready ? with(s, FINISHING) : s) & ~CANCELLING)) {
                if (ready && hasCallback()) {
                    dispatch();
                } else if (ready) {
                    becomeIdle(0);
                }
                return;
            }
        }
    }

    // ---- looking

    public final boolean isBusy() {
        long s = state;
        int phase = phase(s);
        return phase != IDLE && phase < RELEASING || (s & CALLBACK) != 0;
    }

    /** {@return whether it is busy or being released: what stop and close wait for} */
    final boolean isOccupied() {
        long s = state;
        int phase = phase(s);
        return phase != IDLE && phase != RELEASED || (s & CALLBACK) != 0;
    }

    /** {@return the operation after which the handle will be idle for those who begin to wait now} */
    final long awaited() {
        long s = state;
        return phase(s) == RELEASING ? Long.MAX_VALUE : sequence(s);
    }

    final boolean isStopped() {
        return (state & STOPPED) != 0;
    }

    final boolean isHanded() {
        return phase(state) == HANDED;
    }

    /** {@return whether an operation is with its provider or on its way there, or may be, since a callback runs} */
    final boolean isUnderWay() {
        long s = state;
        int phase = phase(s);
        return phase == STARTING || phase == PENDING || phase == IDLE && (s & CALLBACK) != 0;
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
        return (int) s & PHASE;
    }

    private static long sequence(long s) {
        return s >>> SEQUENCE_SHIFT;
    }

    @Override
    public String toString() {
        long s = state;
        String phase = switch (phase(s)) {
            case IDLE -> (s & CALLBACK) != 0 ? "in its callback" : "idle";
            case RELEASING, RELEASED -> "closed";
            case PENDING -> "pending";
            default -> "completing";
        };
        return "operation " + sequence(s) + ", " + phase + ((s & STOPPED) != 0 ? ", stopped" : "");
    }
}
