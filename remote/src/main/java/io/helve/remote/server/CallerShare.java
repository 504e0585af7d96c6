package io.helve.remote.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;

/** What one caller uses: its calls in progress, and the workers that they hold. */
final class CallerShare {
    private final int workers;

    /** How many calls are in progress; guarded by the map of {@link CallerShares}. */
    private int calls;

    /** How many workers have calls of the caller. */
    @GuardedBy("this")
    private int running;

    /** The calls that wait for one of these workers. */
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

    /** {@return the call that a worker runs next, in the place of one that has ended; null if none waits} */
    synchronized Runnable end() {
        Runnable next = waiting.poll();
        if (next == null) {
            running--;
        }
        return next;
    }
}
