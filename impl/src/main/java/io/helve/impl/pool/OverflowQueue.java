package io.helve.impl.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * The completions that do not fit into the rings, linked through themselves. The queue has no bound of its own; the
 * quotas of handles bound it.
 */
final class OverflowQueue {
    private final Object lock = new Object();

    @GuardedBy("lock")
    private Completion first;

    @GuardedBy("lock")
    private Completion last;

    /** Written under the lock. */
    private volatile int size;

    void add(Completion completion) {
        synchronized (lock) {
            if (last == null) {
                first = completion;
            } else {
                last.next = completion;
            }
            last = completion;
            size++;
        }
    }

    Completion poll() {
        if (size == 0) {
            return null;
        }
        synchronized (lock) {
            Completion completion = first;
            if (completion == null) {
                return null;
            }
            first = completion.next;
            completion.next = null;
            if (first == null) {
                last = null;
            }
            size--;
            return completion;
        }
    }

    int size() {
        return size;
    }
}
