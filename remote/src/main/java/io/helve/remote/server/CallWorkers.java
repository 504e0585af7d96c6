package io.helve.remote.server;

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

    private final ThreadPoolExecutor threads;

    /**
     * Creates workers. A thread starts when a call needs it, and ends when it has been idle for ten seconds.
     *
     * @param most how many threads there may be
     */
    public CallWorkers(int most) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, "helve-remote-worker-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(CallWorkers.class.getClassLoader());
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** {@return whether the task will run; false once the workers are closed} */
    boolean run(Runnable task) {
        try {
            threads.execute(task);
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
