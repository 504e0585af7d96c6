package io.helve.impl.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A tenant of the pool; in a framework, a bundle. A tenant whose callbacks block nearly all threads is throttled: its
 * further completions are set aside for spare threads, so that the other tenants always have a thread.
 */
public final class PoolTenant {
    /** For how long a tenant loses the privilege of inline callbacks when one has blocked a thread that others need. */
    static final long SUSPENSION = TimeUnit.SECONDS.toNanos(60);

    private final String name;

    /** The pool that runs its completions. */
    final CompletionPool pool;

    /**
     * One bit that stands for this tenant in the records of threads. Few tenants share a bit; that does no harm, since
     * it only causes threads to be renewed that need not be.
     */
    final long mark;

    /** Bounds what the watchdog writes about this tenant. */
    final LogQuota logQuota = new LogQuota();

    private final OverflowQueue deferred = new OverflowQueue();
    private volatile boolean throttled;

    /** Until when inline callbacks run on the pool instead, as {@link System#nanoTime()} tells the time; 0 if not. */
    private volatile long inlineSuspendedUntil;

    /** Whether the tenant is being closed, so that all completions have to run now. */
    @GuardedBy("this")
    private boolean leaving;

    /** The number of callbacks of this tenant that block threads; used by the watchdog's thread only. */
    int blocked;

    /**
     * Creates a tenant.
     *
     * @param name how log entries name it
     * @param pool the pool that runs its completions
     */
    public PoolTenant(String name, CompletionPool pool) {
        this.name = name;
        this.pool = pool;
        this.mark = pool.nextMark();
    }

    /** {@return whether inline callbacks of this tenant may run on threads that others depend on} */
    public boolean mayRunInline() {
        long until = inlineSuspendedUntil;
        if (until == 0) {
            return true;
        }
        if (System.nanoTime() - until < 0) {
            return false;
        }
        inlineSuspendedUntil = 0;
        return true;
    }

    /** Has inline callbacks run on the pool for a while. {@return whether they did not do so before} */
    boolean suspendInline() {
        boolean before = inlineSuspendedUntil != 0;
        inlineSuspendedUntil = System.nanoTime() + SUSPENSION | 1; // never 0
        return !before;
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
