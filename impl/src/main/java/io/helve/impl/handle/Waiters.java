package io.helve.impl.handle;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Those who wait until a handle is idle; made when somebody first has to. */
final class Waiters {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile int waiting;

    /** How often the handle has become idle while somebody waited; guarded by the lock. */
    private long wakes;

    /**
     * Waits.
     *
     * @param handle until this is not busy, or was not for a moment
     * @param nanos for how long at most, or {@link Long#MAX_VALUE}
     * @return whether it was seen idle
     */
    boolean await(OperationState handle, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++; // before the look at the state: whoever makes the handle idle looks at both in the other order
            long before = wakes;
            long left = nanos;
            while (handle.isOccupied() && wakes == before) {
                if (nanos == Long.MAX_VALUE) {
                    idle.await();
                } else if (left <= 0) {
                    return false;
                } else {
                    left = idle.awaitNanos(left);
                }
            }
            return true;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    void wake() {
        if (waiting > 0) {
            lock.lock();
            try {
                wakes++;
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
