package io.helve.impl.handle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The threads that wait until a handle is idle. The first thread that has to wait creates this object. */
final class Waiters {
    /** A waiting thread checks at this interval whether the pool has failed to start threads. */
    private static final long SLICE = TimeUnit.SECONDS.toNanos(1);

    /** Greater than the sequence of every operation. */
    private static final long NEVER_FINISHED = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile int waiting;

    /** The sequence of the last operation after whose end a thread has seen the handle idle. */
    @GuardedBy("lock")
    private long idleAfter = OperationState.NO_SEQUENCE;

    /**
     * Waits until a handle has become idle after the operation that is in progress now. The handle may be busy with the
     * next operation when this method returns.
     *
     * @param handle the handle
     * @param nanos the longest wait, or {@link Long#MAX_VALUE}
     * @return whether the handle has become idle in time
     */
    boolean await(Handle handle, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++; // before reading the state: the thread that makes the handle idle does the reverse
            return awaitIdle(handle, nanos, handle.awaited());
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /**
     * Waits as {@link #await} does, but until this thread itself sees the handle idle or released. That the handle was
     * idle for a moment between two operations does not end this wait.
     */
    boolean awaitEnd(Handle handle, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++; // before reading the state, see await
            return awaitIdle(handle, nanos, NEVER_FINISHED);
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /**
     * Waits until the handle is idle now, or was idle after an operation.
     *
     * @param awaited the sequence of that operation, or {@link #NEVER_FINISHED}
     */
    @GuardedBy("lock")
    private boolean awaitIdle(Handle handle, long nanos, long awaited) throws InterruptedException {
        for (long left = nanos; handle.isOccupied() && idleAfter < awaited; ) {
            if (left <= 0) {
                return false;
            }
            long slice = Math.min(left, SLICE);
            long after = idle.awaitNanos(slice);
            left = nanos == Long.MAX_VALUE ? left : left - slice + after;
            if (after <= 0 && handle.tenant.isShortOfThreads()) {
                startMissingThreads(handle.tenant);
            }
        }
        return true;
    }

    /**
     * Has the pool start the threads that it could not start before: every other thread of the tenant may be waiting,
     * too. The lock is released meanwhile.
     */
    @GuardedBy("lock")
    private void startMissingThreads(HandleTenant tenant) {
        lock.unlock();
        try {
            tenant.tryAgain();
        } finally {
            lock.lock();
        }
    }

    /**
     * Wakes the threads that wait for the end of an operation, or of an earlier one. The sequence keeps a late call
     * from ending the wait for the next operation, which may have been started.
     *
     * @param sequence the operation after which the handle has become idle
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
