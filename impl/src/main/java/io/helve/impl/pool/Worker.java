package io.helve.impl.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A completion thread: takes completions until there are none, looks around for a while, and parks.
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

    /** How many callbacks of the same handle it has run in turn; used by this thread only. */
    int turns;

    /** What is running, null between callbacks. */
    private Completion running;

    /** How many callbacks have been begun. */
    private long runs;

    /** When the running callback began, if it is timed; otherwise 0. Used by this thread only. */
    private long timedSince;

    /** Set by the watchdog when it has reported the running callback: since when it has seen it. */
    private volatile long slowSince;

    /** Set when a waker has taken this worker from the idle stack; guarded by the pool's lock for writing. */
    volatile boolean woken;

    /** What the watchdog saw last; used by its thread only. */
    long watchedRuns = -1;

    long watchedSince;
    boolean reported;

    Worker(CompletionPool pool, ThreadGroup group, String name, int number, int lane, PoolTenant reservedFor) {
        // no inheritable thread locals: they would pin the class loader of whoever caused this thread to start
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

    /** {@return whether this thread shall go on with another completion of the same handle} */
    public boolean goesOn() {
        return pool.goesOn(this);
    }

    /**
     * Notes that user code begins.
     *
     * @param completion what runs
     * @param contextLoader the context class loader for it
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

    /** Notes that user code has returned, and removes what it may have left on the thread. */
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

    /** {@return what is running, or null} */
    Completion running() {
        return (Completion) RUNNING.getOpaque(this);
    }

    /** {@return how many callbacks have been begun} */
    long runs() {
        return (long) RUNS.getOpaque(this);
    }

    void reportedSlow(long since) {
        slowSince = since;
    }
}
