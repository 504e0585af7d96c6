package io.helve.impl.pool;

/**
 * A flag for threads that ran out of stack or memory while they had to deliver a completion. Such a thread can call
 * nothing, but it can write a field. The unfinished work is marked where it belongs, in a handle or in the pool. When
 * the flag is set, the next thread that queues a completion, waits for a handle, or runs the housekeeping of the expiry
 * thread looks for that work, see {@link CompletionPool#relieve()}.
 */
public final class Distress {
    /** Set by a thread that has left work undone, cleared by the thread that goes to do it. */
    public volatile boolean called;

    Distress() {}
}
