package io.helve.impl.pool;

/** What a completion pool runs: intrusive, so that queueing allocates nothing. It is in at most one queue at a time. */
public abstract class Completion {
    /** The next one in the overflow queue; guarded by that queue's lock. */
    Completion next;

    /** When it was queued, in nanoseconds, if its time in the queue is to be measured; otherwise 0. */
    long queuedAt;

    /** Counts dispatches, to measure some of them; written by whoever dispatches it. */
    private byte dispatches;

    /** {@return whether the time in the queue shall be measured this time: one in 32} */
    final boolean sampled() {
        return (++dispatches & 31) == 0;
    }

    /**
     * Runs it, on a thread of the pool. Must not throw.
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
}
