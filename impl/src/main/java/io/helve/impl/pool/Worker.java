package io.helve.impl.pool;

import io.helve.aio.AioCallbackSnapshot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * A thread of the pool: runs completions until the queues are empty, checks the queues for a while, and parks.
 *
 * <p>Fields that the watchdog reads are written opaquely by this thread alone; the hot path has no shared write.
 */
public final class Worker extends Thread {
    private static final VarHandle RUNNING;
    private static final VarHandle RUNS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RUNNING = lookup.findVarHandle(Worker.class, "running", Completion.class);
            RUNS = lookup.findVarHandle(Worker.class, "runs", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final CompletionPool pool;
    final int number;
    final int lane;

    /**
     * The throttled tenant whose completions this spare worker runs, which were set aside; null for an ordinary worker.
     */
    final PoolTenant reservedFor;

    final HistogramRecorder queueTime = new HistogramRecorder();
    final HistogramRecorder runTime = new HistogramRecorder();

    /** The number of callbacks of the same handle that this thread has run in a row; used by this thread only. */
    int turns;

    /** The completion whose callback is running, or null between callbacks. */
    private Completion running;

    /** The number of callbacks that have begun. */
    private long runs;

    /** The time at which the running callback began, if it is measured; otherwise 0. Used by this thread only. */
    private long timedSince;

    /**
     * The time since which the watchdog has seen the running callback; set when the watchdog has reported that
     * callback.
     */
    private volatile long slowSince;

    /**
     * Whether a waking thread has taken this worker from the parked workers; written under the lock of
     * {@link WorkerSet}.
     */
    volatile boolean woken;

    /** The number of callbacks that the watchdog has read last; written by the watchdog's thread only. */
    volatile long watchedRuns = -1;

    /** The time at which the watchdog has first read that number; written by the watchdog's thread only. */
    volatile long watchedSince;

    boolean reported;

    Worker(CompletionPool pool, ThreadGroup group, String name, int number, int lane, PoolTenant reservedFor) {
        // no inheritable thread locals: they would pin the class loader of the code that caused this thread to start
        super(group, null, name, 0, false);
        this.pool = pool;
        this.number = number;
        this.lane = lane;
        this.reservedFor = reservedFor;
        setDaemon(true);
    }

    /** {@return whether the current thread runs a callback on a pool} */
    public static boolean inCallback() {
        return Thread.currentThread() instanceof Worker worker && worker.running != null;
    }

    @Override
    public void run() {
        if (reservedFor == null) {
            pool.work(this);
        } else {
            pool.workFor(reservedFor, this);
        }
    }

    /** {@return whether this thread runs the next completion of the same handle at once} */
    public boolean goesOn() {
        return pool.goesOn(this);
    }

    /**
     * Notes that user code begins.
     *
     * @param completion the completion whose callback begins
     * @param contextLoader the context class loader of the callback
     */
    public void enter(Completion completion, ClassLoader contextLoader) {
        RUNS.setOpaque(this, runs + 1);
        RUNNING.setOpaque(this, completion);
        if (completion.queuedAt != 0) {
            timedSince = System.nanoTime();
            queueTime.record(timedSince - completion.queuedAt);
            completion.queuedAt = 0;
        }
        setContextClassLoader(contextLoader);
    }

    /** Notes that user code has returned, and resets the context class loader and the interrupt flag. */
    public void leave() {
        setContextClassLoader(pool.contextLoader());
        Thread.interrupted();
        if (timedSince != 0 || slowSince != 0) {
            long since = timedSince != 0 ? timedSince : slowSince;
            runTime.record(System.nanoTime() - since);
            timedSince = 0;
            slowSince = 0;
        }
        RUNNING.setOpaque(this, null);
    }

    /** {@return the completion whose callback is running, or null} */
    Completion running() {
        return (Completion) RUNNING.getOpaque(this);
    }

    /** {@return the number of callbacks that have begun} */
    long runs() {
        return (long) RUNS.getOpaque(this);
    }

    /** {@return the callback that is running, for observers, or null} */
    AioCallbackSnapshot snapshot(long now) {
        long since = watchedSince;
        boolean seen = watchedRuns == runs();
        Completion completion = running();
        if (completion == null) {
            return null;
        }
        long nanos = seen ? Math.max(0, now - since) : 0;
        return new AioCallbackSnapshot(
                completion.poolTenant().name(), completion.callbackName(), getName(), getId(), Duration.ofNanos(nanos));
    }

    void reportedSlow(long since) {
        slowSince = since;
    }
}
