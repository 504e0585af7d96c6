package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the closed pipes of one tenant that are still sending their last messages. A lingering pipe counts among the
 * tenant's pipes, but not among the pipes of its socket or listener, so the next peer can have its slot. While
 * {@value #MOST} pipes linger, a further pipe that is closed ends at once.
 */
public final class LingeringPipes {
    /** The most pipes of a tenant that may linger at a time. */
    public static final int MOST = 1024;

    private static final long MILLI = 1_000_000;

    /** All pipes of the tenant. */
    private final AtomicInteger pipes;

    @GuardedBy("this")
    private int count;

    /**
     * Creates an object without lingering pipes.
     *
     * @param pipes counts all pipes of the tenant
     */
    public LingeringPipes(AtomicInteger pipes) {
        this.pipes = pipes;
    }

    /** Counts one more lingering pipe. {@return whether the pipe may linger; if not, it is not counted} */
    public synchronized boolean begin() {
        if (count == MOST) {
            return false;
        }
        count++;
        pipes.incrementAndGet();
        return true;
    }

    /** Takes a lingering pipe that has ended off the count. */
    public synchronized void end() {
        pipes.decrementAndGet();
        if (--count == 0) {
            notifyAll();
        }
    }

    /** {@return how many pipes linger} */
    public synchronized int count() {
        return count;
    }

    /** Waits until no pipe lingers, but not beyond a deadline and not after an interrupt. */
    public void await(long deadline) {
        boolean interrupted = false;
        synchronized (this) {
            long left = deadline - System.nanoTime();
            while (count > 0 && left > 0 && !interrupted) {
                try {
                    wait(left / MILLI + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = deadline - System.nanoTime();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
