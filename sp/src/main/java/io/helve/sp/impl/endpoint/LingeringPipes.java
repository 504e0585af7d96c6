package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pipes of one tenant that are closed and still send what they have. They count among its pipes, but not among those of
 * a socket or listener: the next peer can have their place. Beyond {@value #MOST} a pipe ends at once.
 */
public final class LingeringPipes {
    /** How many there may be. */
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

    /** {@return whether one more may linger, which is counted now} */
    public synchronized boolean begin() {
        if (count == MOST) {
            return false;
        }
        count++;
        pipes.incrementAndGet();
        return true;
    }

    /** One is done. */
    public synchronized void end() {
        pipes.decrementAndGet();
        if (--count == 0) {
            notifyAll();
        }
    }

    /** {@return how many there are} */
    public synchronized int count() {
        return count;
    }

    /** Waits until there are none. */
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
