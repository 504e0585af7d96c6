package io.helve.remote.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Divides the calls in progress, the answers that are not yet sent, and the workers of all servers among the callers. A
 * caller is identified by certificate, user or address, not by connection, because a caller may open any number of
 * connections.
 *
 * <p>A caller may have as many of each as are free (of workers: three times as many): one caller alone gets half, two
 * that come together get a third each, and so on. These are the dynamic thresholds of Choudhury and Hahne (1998) for
 * buffers that ports share. An eighth is left for callers that have none yet, which get one of each: a caller that
 * comes with several addresses gets more than its part, but it needs as many addresses as there are in this eighth to
 * keep others out.
 *
 * <p>Calls that wait for workers start in turn, one of each caller. The end of a call frees one worker, which can start
 * one of the calls that wait, and never two: each start takes from all thresholds what the end has added.
 */
final class CallerShares {
    /** Answers that may wait beyond those of as many calls as may be in progress: most of them refuse calls. */
    static final int SPARE_ANSWERS = 256;

    /** How many times the free workers a caller may have. */
    private static final int WORKERS_FACTOR = 3;

    /** Which part is left for callers that have nothing yet. */
    private static final int NEWCOMERS = 8;

    /** What becomes of a call that arrives. */
    enum Verdict {
        /** The call is in progress from now on. */
        ADMITTED,
        /** Too many calls are in progress; the answer that says so counts from now on. */
        BUSY,
        /** Too many calls of this caller are in progress; the answer that says so counts from now on. */
        CALLER_BUSY,
        /** The caller does not read its answers: the call gets none. */
        DROPPED
    }

    /** What becomes of a call of a caller. */
    record Admission(Verdict verdict, CallerShare share) {}

    /** A call that a worker is to run. */
    record Start(CallerShare share, Runnable call) {}

    private final int callsMax;

    /** How many calls of one caller may be in progress; 0 for as many as are free. */
    private final int callsOfCaller;

    private final int workersMax;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Object, CallerShare> shares = new HashMap<>();

    /** The shares with calls that wait for a worker. */
    @GuardedBy("lock")
    private final Queue<CallerShare> waiting = new ArrayDeque<>();

    /** The sums of all shares. */
    @GuardedBy("lock")
    private int calls;

    @GuardedBy("lock")
    private int unsent;

    @GuardedBy("lock")
    private int running;

    CallerShares(CallLimits limits, int workersMax) {
        this.callsMax = limits.calls();
        this.callsOfCaller = limits.callsOfCaller();
        this.workersMax = workersMax;
    }

    /** {@return how many calls in progress and unsent answers there may be} */
    long room() {
        return 2L * callsMax + SPARE_ANSWERS;
    }

    /** Decides about a call that has arrived, and counts it. */
    Admission arrived(Object caller) {
        synchronized (lock) {
            CallerShare share = shares.computeIfAbsent(caller, key -> new CallerShare(key));
            if (!mayTake(share.calls + share.unsent, room(), room() - calls - unsent)) {
                forgetIfUnused(share);
                return new Admission(Verdict.DROPPED, share);
            }
            int free = callsMax - calls;
            boolean isBusy = free <= 0;
            boolean mayCall = callsOfCaller == 0 ? mayTake(share.calls, callsMax, free) : share.calls < callsOfCaller;
            if (isBusy || !mayCall) {
                share.unsent++;
                unsent++;
                return new Admission(isBusy ? Verdict.BUSY : Verdict.CALLER_BUSY, share);
            }
            share.calls++;
            calls++;
            return new Admission(Verdict.ADMITTED, share);
        }
    }

    /** {@return whether a caller that has some may have one more of those that are free} */
    private static boolean mayTake(int has, long all, long free) {
        return has == 0 ? free > 0 : free > all / NEWCOMERS && has < free;
    }

    /** Called when a call has its answer: the call ends, and the answer counts until it is sent. */
    void answered(CallerShare share) {
        synchronized (lock) {
            share.calls--;
            calls--;
            share.unsent++;
            unsent++;
        }
    }

    /** Called when an answer is sent, or will never be. */
    void sent(CallerShare share) {
        synchronized (lock) {
            share.unsent--;
            unsent--;
            forgetIfUnused(share);
        }
    }

    /** Called when a call ends that gets no answer. */
    void abandoned(CallerShare share) {
        synchronized (lock) {
            share.calls--;
            calls--;
            forgetIfUnused(share);
        }
    }

    @GuardedBy("lock")
    private void forgetIfUnused(CallerShare share) {
        if (share.calls == 0 && share.unsent == 0 && share.running == 0) {
            shares.remove(share.caller, share);
        }
    }

    /** {@return whether a worker may run the call now; otherwise the call waits until {@link #end} returns it} */
    boolean begin(CallerShare share, Runnable call) {
        synchronized (lock) {
            if (mayRun(share)) {
                share.running++;
                running++;
                return true;
            }
            if (share.waiting.isEmpty()) {
                waiting.add(share);
            }
            share.waiting.add(call);
            return false;
        }
    }

    @GuardedBy("lock")
    private boolean mayRun(CallerShare share) {
        int free = workersMax - running;
        int forNewcomers = Math.max(1, workersMax / NEWCOMERS);
        return share.running == 0 ? free > 0 : free > forNewcomers && share.running < WORKERS_FACTOR * free;
    }

    /**
     * Called when a worker has ended a call. {@return the waiting call that the worker runs next; null if none may run}
     */
    Start end(CallerShare share) {
        synchronized (lock) {
            share.running--;
            running--;
            forgetIfUnused(share);
            for (int i = waiting.size(); i > 0; i--) {
                CallerShare next = waiting.remove();
                if (!mayRun(next)) {
                    waiting.add(next);
                    continue;
                }
                Runnable call = next.waiting.remove();
                if (!next.waiting.isEmpty()) {
                    waiting.add(next);
                }
                next.running++;
                running++;
                return new Start(next, call);
            }
            return null;
        }
    }
}
