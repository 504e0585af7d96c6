package io.helve.bench;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** One completion at a time, finished by a foreign thread: the time until its callback runs. */
abstract class Handoff implements AutoCloseable {
    private volatile long calledAt;

    /** Prepares an operation whose callback will call {@link #called}. */
    abstract void start();

    abstract void finish();

    /** Waits until the work after the callback is done, too. */
    abstract void await() throws InterruptedException;

    final void called() {
        calledAt = System.nanoTime();
    }

    /** Returns the nanoseconds from before finish to inside the callback. */
    final long once(long pauseNanos) throws InterruptedException {
        start();
        calledAt = 0;
        if (pauseNanos > 0) {
            LockSupport.parkNanos(pauseNanos);
        }
        long finishedAt = System.nanoTime();
        finish();
        while (calledAt == 0) {
            Thread.onSpinWait();
        }
        await();
        return calledAt - finishedAt;
    }

    /** Returns the times of a measurement, sorted. */
    final long[] measure(long pauseNanos, double warmup, double seconds) throws InterruptedException {
        long end = System.nanoTime() + Clock.nanos(warmup);
        while (System.nanoTime() < end) {
            once(pauseNanos);
        }
        long[] times = new long[2_000_000];
        int n = 0;
        end = System.nanoTime() + Clock.nanos(seconds);
        while (n == 0 || n < times.length && System.nanoTime() < end) {
            times[n++] = once(pauseNanos);
        }
        Arrays.sort(times, 0, n);
        return Arrays.copyOf(times, n);
    }

    @Override
    public abstract void close();
}
