package io.helve.remote.server;

import io.helve.internal.DetachedThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that call services. Methods of services may block, so these threads are not those of the completion pool.
 * The limits of the servers bound the queue.
 */
public final class CallWorkers implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final long DRAIN_MILLIS = 500;

    private final int most;
    private final ThreadPoolExecutor threads;

    /**
     * Creates workers. A thread starts when a call needs it, and ends when it has been idle for ten seconds.
     *
     * @param most how many threads there may be
     */
    public CallWorkers(int most) {
        this.most = most;
        AtomicInteger number = new AtomicInteger();
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        ClassLoader contextLoader = CallWorkers.class.getClassLoader();
        threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> DetachedThread.of(
                        group, task, "helve-remote-worker-" + number.incrementAndGet(), contextLoader));
        threads.allowCoreThreadTimeOut(true);
    }

    /** {@return how many threads there may be} */
    int most() {
        return most;
    }

    /**
     * Runs a call as soon as a worker is free, and its caller has not its share of the workers.
     *
     * @param shares divides the workers among callers
     * @param share the share of the caller
     * @param call the call
     * @return whether the call will run; false once the workers are closed
     */
    boolean run(CallerShares shares, CallerShare share, Runnable call) {
        return !shares.begin(share, call) || execute(shares, share, call);
    }

    private boolean execute(CallerShares shares, CallerShare share, Runnable call) {
        try {
            threads.execute(() -> {
                try {
                    call.run();
                } finally {
                    CallerShares.Start next = shares.end(share);
                    if (next != null) {
                        execute(shares, next.share(), next.call());
                    }
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Drops the calls that no worker has begun, and gives the others half a second before it interrupts them. */
    @Override
    public void close() {
        threads.shutdown();
        threads.getQueue().clear();
        try {
            if (!threads.awaitTermination(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
