package io.helve.remote.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;

/** The calls of one caller that are in progress, and the workers that run them. */
final class CallerShare {
    private final int workers;

    /** How many calls are in progress; guarded by the map of {@link CallerShares}. */
    private int calls;

    /** How many workers run calls of the caller. */
    @GuardedBy("this")
    private int running;

    /** Calls that wait because the caller has as many workers as one caller may have. */
    @GuardedBy("this")
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    CallerShare(int workers) {
        this.workers = workers;
    }

    boolean enter(int most) {
        if (calls >= most) {
            return false;
        }
        calls++;
        return true;
    }

    /** {@return whether this was the last call} */
    boolean leave() {
        return --calls == 0;
    }

    /** {@return whether a worker may run the call now; otherwise the call waits until {@link #end} returns it} */
    synchronized boolean begin(Runnable call) {
        if (running == workers) {
            waiting.add(call);
            return false;
        }
        running++;
        return true;
    }

    /** {@return the waiting call that the worker runs next, after a call has ended; null if no call waits} */
    synchronized Runnable end() {
        Runnable next = waiting.poll();
        if (next == null) {
            running--;
        }
        return next;
    }
}
