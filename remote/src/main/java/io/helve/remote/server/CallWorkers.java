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

    /**
     * {@return how many workers may run calls of one caller. At least one worker is left for other callers, unless
     * there is only one worker}
     */
    int ofCaller() {
        return Math.max(1, most - Math.max(1, most / 4));
    }

    /**
     * Runs a call as soon as a worker is free, and its caller has not its share of the workers.
     *
     * @param share the share of the caller
     * @param call the call
     * @return whether the call will run; false once the workers are closed
     */
    boolean run(CallerShare share, Runnable call) {
        return !share.begin(call) || execute(share, call);
    }

    private boolean execute(CallerShare share, Runnable call) {
        try {
            threads.execute(() -> {
                try {
                    call.run();
                } finally {
                    Runnable next = share.end();
                    if (next != null) {
                        execute(share, next);
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
