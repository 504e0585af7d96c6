package io.helve.net.eventloop;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls of one kind that block for a time nobody knows, such as look-ups of names, on threads of their own. The number
 * of threads is bounded, and so is the share of each tenant: a tenant whose calls do not return takes half of the
 * threads at most, and its further calls wait. Callers limit the time for which they wait themselves; a call that is
 * not wanted any more finds that out when it gets a thread.
 *
 * <p>Threads start when they are needed and end when they have been idle for five seconds.
 */
public final class BlockingCalls {
    private static final Logger LOG = SafeLogger.of(BlockingCalls.class);

    private static final long CLOSE_MILLIS = 1000;

    /** How many calls of a tenant may wait for a thread. */
    private static final int WAITING_MAX = 100_000;

    /** A call that blocks. */
    public interface Call extends Runnable {
        /** Makes the call return if it waits for something that is not a lock or a sleep. Called while it runs. */
        default void unblock() {}
    }

    /** The calls of one tenant. */
    private static final class Line {
        int running;
        final Deque<Call> waiting = new ArrayDeque<>();
    }

    private final ThreadPoolExecutor threads;
    private final int share;

    @GuardedBy("this")
    private final Map<Object, Line> lines = new HashMap<>();

    /** The calls that have a thread. */
    @GuardedBy("this")
    private final Set<Call> running = new HashSet<>();

    /**
     * Makes the threads' factory; no thread starts yet.
     *
     * @param prefix the beginning of the names of its threads
     * @param most the greatest number of threads
     */
    BlockingCalls(String prefix, int most) {
        this(EventLoops.threads(prefix, new AtomicInteger()), most);
    }

    /** Creates calls whose threads the given factory makes. */
    BlockingCalls(ThreadFactory factory, int most) {
        share = Math.max(1, most / 2);
        threads = new ThreadPoolExecutor(most, most, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a call on a thread, or later if the tenant has its share of the threads.
     *
     * @param tenant the tenant, compared by identity or its own {@code equals}
     * @param call the call
     * @throws RejectedExecutionException if too many calls of the tenant wait, or these threads have been closed
     * @throws OutOfMemoryError if the call needs a new thread, and the system gives none; a later call tries again
     */
    public synchronized void submit(Object tenant, Call call) {
        Line line = lines.computeIfAbsent(tenant, unknown -> new Line());
        if (line.running == share) {
            if (line.waiting.size() == WAITING_MAX) {
                throw new RejectedExecutionException("too many calls wait for a thread");
            }
            line.waiting.add(call);
            return;
        }
        // Under the lock, so that no other call waits for the end of a call for which no thread can be started.
        boolean begun = false;
        try {
            threads.execute(() -> run(tenant, call));
            line.running++;
            begun = true;
        } finally {
            if (!begun && line.running == 0) {
                lines.remove(tenant);
            }
        }
    }

    /** Runs a call, and after it each waiting call of the tenant for which no thread can be started. */
    private void run(Object tenant, Call call) {
        for (Call next = call; next != null; ) {
            synchronized (this) {
                running.add(next);
            }
            try {
                next.run();
            } catch (Throwable e) { // the thread goes on
                LOG.log(Level.ERROR, "A call that may block has failed unexpectedly", e);
            }
            synchronized (this) {
                running.remove(next);
            }
            next = next(tenant);
        }
    }

    /**
     * Gives the place of a call that has ended to the next one of the tenant. {@return the next call if no thread can
     * be had for it, so that the present thread has to run it; otherwise null}
     */
    private Call next(Object tenant) {
        for (Call next = ended(tenant); next != null; next = ended(tenant)) {
            Call begun = next;
            try {
                threads.execute(() -> run(tenant, begun));
                return null;
            } catch (RejectedExecutionException e) {
                // closed: the calls that wait are dropped, since nobody can be answered any more
            } catch (OutOfMemoryError e) {
                return begun;
            }
        }
        return null;
    }

    /** A call of a tenant has ended. {@return the call that takes over the place of the ended call, or null} */
    private synchronized Call ended(Object tenant) {
        Line line = lines.get(tenant);
        Call next = line.waiting.poll();
        if (next == null && --line.running == 0) {
            lines.remove(tenant);
        }
        return next;
    }

    /** Ends the threads and waits for them, for a bounded time: the system's resolver cannot be interrupted. */
    void close() {
        threads.shutdownNow();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        boolean interrupted = false;
        while (!threads.isTerminated() && System.nanoTime() < deadline) {
            Set<Call> blocked;
            synchronized (this) {
                blocked = Set.copyOf(running);
            }
            blocked.forEach(Call::unblock);
            try {
                threads.awaitTermination(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
