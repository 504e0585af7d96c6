package io.helve.sp.impl.message;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the messages that share an array. Those that are forgotten, not freed, stay counted: then there is one copy
 * too many, no harm.
 */
final class RefCount extends AtomicInteger {
    private static final long serialVersionUID = 1L;

    RefCount() {
        super(1);
    }

    /** One more; called by a message that counts. */
    void join() {
        if (get() == 1) { // only that message could change it
            setRelease(2);
        } else {
            incrementAndGet();
        }
    }

    /** {@return whether nobody else counts; one less} */
    boolean leave() {
        return get() == 1 || decrementAndGet() == 0;
    }
}
