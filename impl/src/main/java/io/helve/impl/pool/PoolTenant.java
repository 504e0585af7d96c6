package io.helve.impl.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/**
 * For whom completions run: a user of the pool, in a framework a bundle. One whose callbacks block nearly all threads
 * is throttled: its further completions are set aside for spare threads, so that the others always have a thread.
 */
public final class PoolTenant {
    private final String name;
    private final OverflowQueue deferred = new OverflowQueue();
    private volatile boolean throttled;

    /** Whether the tenant is being closed, so that all completions have to run now. */
    @GuardedBy("this")
    private boolean leaving;

    /** How many of its callbacks block threads; used by the watchdog's thread only. */
    int blocked;

    /**
     * Creates a tenant.
     *
     * @param name how log entries name it
     */
    public PoolTenant(String name) {
        this.name = name;
    }

    /** {@return how log entries name it} */
    public String name() {
        return name;
    }

    boolean isThrottled() {
        return throttled;
    }

    /** Sets a completion aside, unless the tenant is not throttled any more. */
    synchronized boolean defer(Completion completion) {
        if (throttled) {
            deferred.add(completion);
        }
        return throttled;
    }

    Completion pollDeferred() {
        return deferred.poll();
    }

    /** {@return how many completions are set aside} */
    public int deferred() {
        return deferred.size();
    }

    synchronized void throttle() {
        throttled = !leaving;
    }

    /** {@return what was set aside, to be dispatched again; nothing is set aside any more} */
    public synchronized List<Completion> leave() {
        leaving = true;
        return release();
    }

    /** {@return what was set aside, to be dispatched again} */
    synchronized List<Completion> release() {
        throttled = false;
        List<Completion> released = new ArrayList<>();
        for (Completion next = deferred.poll(); next != null; next = deferred.poll()) {
            released.add(next);
        }
        return released;
    }
}
