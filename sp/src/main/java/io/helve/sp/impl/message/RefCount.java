package io.helve.sp.impl.message;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the messages that share an array, and remembers whether a view of the array has been handed out. A message
 * that is left to the garbage collector instead of freed stays counted: a later change then copies once more than
 * necessary.
 */
final class RefCount extends AtomicInteger {
    private static final long serialVersionUID = 1L;

    /**
     * The most permissive view that any of the messages has handed out; see {@link Body}. A counted message writes this
     * field before it leaves, and the last message reads it; the atomic count orders the two.
     */
    private Body.Exposure exposure = Body.Exposure.HIDDEN;

    RefCount() {
        super(1);
    }

    /** Counts a further message; called by the thread that uses a counted message. */
    void join() {
        if (get() == 1) { // only the calling message could change the count
            setRelease(2);
        } else {
            incrementAndGet();
        }
    }

    /** Takes the calling message off the count. {@return whether no other message is counted} */
    boolean leave() {
        return get() == 1 || decrementAndGet() == 0;
    }

    /** Begins to count again for another array, with one message. */
    void restart() {
        exposure = Body.Exposure.HIDDEN;
        set(1);
    }

    void expose(Body.Exposure added) {
        exposure = exposure.and(added);
    }

    Body.Exposure exposure() {
        return exposure;
    }
}
