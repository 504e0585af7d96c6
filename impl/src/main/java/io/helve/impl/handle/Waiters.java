package io.helve.impl.handle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The threads that wait until a handle is idle. The first thread that has to wait creates this object. */
final class Waiters {
    /** After how long a thread that waits looks whether threads of the pool could not be started. */
    private static final long SLICE = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile int waiting;

    /** The last operation after which the handle is known to have been idle. */
    @GuardedBy("lock")
    private long idleAfter = OperationState.NO_SEQUENCE;

    /**
     * Waits until a handle is idle.
     *
     * @param handle the handle, which was idle for a moment when the wait ends
     * @param nanos the longest wait, or {@link Long#MAX_VALUE}
     * @return whether the handle was idle
     */
    boolean await(Handle handle, long nanos) throws InterruptedException {
        return await(handle, nanos, false);
    }

    /** Waits as {@link #await} does, but until the handle is idle or released at this moment. */
    boolean awaitEnd(Handle handle, long nanos) throws InterruptedException {
        return await(handle, nanos, true);
    }

    private boolean await(Handle handle, long nanos, boolean toTheEnd) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++; // before reading the state: the thread that makes the handle idle does the reverse
            long awaited = toTheEnd ? Long.MAX_VALUE : handle.awaited();
            for (long left = nanos; handle.isOccupied() && idleAfter < awaited; ) {
                if (left <= 0) {
                    return false;
                }
                long slice = Math.min(left, SLICE);
                long after = idle.awaitNanos(slice);
                left = nanos == Long.MAX_VALUE ? left : left - slice + after;
                if (after <= 0 && handle.tenant.isShortOfThreads()) {
                    tryAgain(handle.tenant);
                }
            }
            return true;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Nobody else may be there to start the threads that could not be started. The lock is released meanwhile. */
    private void tryAgain(HandleTenant tenant) {
        lock.unlock();
        try {
            tenant.tryAgain();
        } finally {
            lock.lock();
        }
    }

    /**
     * Wakes the threads that wait for an operation or an earlier one: the handle has become idle. A late caller must
     * not end the wait for the next operation, which may have started.
     *
     * @param sequence the operation after which the handle was idle
     */
    void wake(long sequence) {
        if (waiting > 0) {
            lock.lock();
            try {
                idleAfter = Math.max(idleAfter, sequence);
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
