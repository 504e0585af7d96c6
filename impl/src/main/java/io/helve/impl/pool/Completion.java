package io.helve.impl.pool;

/**
 * An element of the pool's queues: a handle whose callback is to run. The link is in the element itself (an intrusive
 * queue), so queueing allocates nothing. A completion is in at most one queue at a time.
 */
public abstract class Completion {
    /** The next completion in the overflow queue; guarded by the lock of that queue. */
    Completion next;

    /**
     * The time at which this completion was queued, in nanoseconds, if its time in the queue is measured; otherwise 0.
     */
    long queuedAt;

    /** Counts dispatches, since one in 32 is measured; written by the thread that dispatches the completion. */
    private byte dispatches;

    /**
     * Counts a dispatch. {@return whether it is the 32nd since the last sample, so that its time in the queue is
     * measured}
     */
    final boolean sampled() {
        return (++dispatches & 31) == 0;
    }

    /**
     * Runs the completion on a thread of the pool. Must not throw.
     *
     * @param worker the current thread
     */
    protected abstract void complete(Worker worker);

    /** {@return what runs, for log entries} */
    protected String kind() {
        return "callback";
    }

    /** {@return for whom it runs} */
    protected abstract PoolTenant poolTenant();

    /** {@return the name of the class that wrote the callback, for observers; empty if it is not known} */
    protected String callbackName() {
        return "";
    }
}
