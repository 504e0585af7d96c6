package io.helve.impl.pool;

/**
 * A call for help from threads that ran out of stack or memory at a moment in which a completion was theirs to deliver.
 * Such a thread can call nothing, but it can write a field. The work that it had to leave undone is marked where it
 * belongs (in a handle, or in the pool); this flag has it looked for by the next thread that dispatches, waits or keeps
 * house, see {@link CompletionPool#relieve()}.
 */
public final class Distress {
    /** Set by a thread that has left work undone, cleared by the thread that goes to do it. */
    public volatile boolean called;

    Distress() {}
}
