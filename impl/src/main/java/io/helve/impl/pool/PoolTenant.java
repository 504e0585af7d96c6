package io.helve.impl.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/**
 * A tenant of the pool; in a framework, a bundle. A tenant whose callbacks block nearly all threads is throttled: its
 * further completions are set aside for spare threads, so that the other tenants always have a thread.
 */
public final class PoolTenant {
    private final String name;
    private final OverflowQueue deferred = new OverflowQueue();
    private volatile boolean throttled;

    /** Whether the tenant is being closed, so that none of its completions is set aside any more. */
    @GuardedBy("this")
    private boolean leaving;

    /** The number of callbacks of this tenant that block threads; used by the watchdog's thread only. */
    int blocked;

    /**
     * Creates a tenant.
     *
     * @param name the name of the tenant in log entries
     */
    public PoolTenant(String name) {
        this.name = name;
    }

    /** {@return the name of the tenant in log entries} */
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

    /** {@return the number of completions that are set aside} */
    public int deferred() {
        return deferred.size();
    }

    synchronized void throttle() {
        throttled = !leaving;
    }

    /** {@return the completions that were set aside, for another dispatch; from now on none is set aside} */
    public synchronized List<Completion> leave() {
        leaving = true;
        return release();
    }

    /** {@return the completions that were set aside, for another dispatch} */
    synchronized List<Completion> release() {
        throttled = false;
        List<Completion> released = new ArrayList<>();
        for (Completion next = deferred.poll(); next != null; next = deferred.poll()) {
            released.add(next);
        }
        return released;
    }
}
