package io.helve.impl.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.provider.AioEventScope;
import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventWorker;
import io.helve.internal.DetachedThread;
import io.helve.internal.SharedThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The body of a thread of the pool: runs completions until the queues are empty, checks the queues for a while, and
 * parks.
 *
 * <p>The watchdog reads the {@link CallbackThread} of this worker. Only this worker writes its fields {@code running}
 * and {@code runs}, in opaque mode, so that running a callback writes no field that another thread writes.
 */
public final class Worker implements Runnable, AioEventWorker, SharedThread, DetachedThread.InterruptFilter {
    final CompletionPool pool;

    final DetachedThread thread;

    /** What runs on this thread. */
    final CallbackThread record;

    private final Object interrupts = new Object();

    /** Whether an interrupt does not reach the thread now. */
    @GuardedBy("interrupts")
    private boolean shielded;

    /** Whether an interrupt has come before or while this worker writes for a source, and follows afterwards. */
    @GuardedBy("interrupts")
    private boolean interruptPostponed;

    private final String name;
    private final ThreadGroup group;

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

    /** When the running callback began, if it is timed; otherwise 0. Used by this thread only. */
    private long timedSince;

    /** Whether it has the right to search; used by this thread only. */
    boolean searches;

    /** Whether it has left the pool, and its thread ends. Written by this thread, or under the lock of the set. */
    volatile boolean removed;

    /**
     * Whether it is to be replaced, because a tenant has gone whose callbacks may have left something on the thread.
     */
    volatile boolean outdated;

    /**
     * Whether a waking thread has taken this worker from the parked workers; written under the lock of
     * {@link WorkerSet}.
     */
    volatile boolean woken;

    /** Whether the limits have changed, so that a parked worker has to look whether it shall end. */
    volatile boolean looksAgain;

    /** The source of events that this worker polls, or null. Written by this thread. */
    volatile AioEventSource source;

    /** Whether this worker has polled or served a source; then it may have objects of a provider in thread locals. */
    private volatile boolean servedSources;

    /**
     * The scopes of providers that this worker has entered. This field and the next one are used by this thread only.
     */
    final List<AioEventScope> scopes = new ArrayList<>(1);

    /** The sources among which this worker has last looked for a scope to enter. */
    Object seenSources;

    /**
     * Which source this worker has polled last. This field, {@code waitUntil}, {@code serves}, {@code parked} and
     * {@code found} are used by this thread only.
     */
    int sourceIndex;

    /** Until when this worker may wait in a source. */
    long waitUntil;

    /** Whether this worker polls a source. Other threads read the field to decide about an interrupt. */
    volatile boolean polls;

    /** Whether this worker, in a callback, writes for a source. Written by this thread, under the lock. */
    private boolean serves;

    /** While this worker polls: whether it is among the parked workers, or a waking thread has taken it from them. */
    boolean parked;

    /** The number of completions that this worker has queued while it polled. */
    int found;

    Worker(CompletionPool pool, ThreadGroup group, String name, int number, int lane, PoolTenant reservedFor) {
        this.pool = pool;
        thread = DetachedThread.of(group, this, name, pool.contextLoader());
        record = CallbackThread.of(thread);
        this.name = name;
        this.group = group;
        this.number = number;
        this.lane = lane;
        this.reservedFor = reservedFor;
    }

    /** {@return the worker that runs on the current thread, or null} */
    static Worker current() {
        return on(Thread.currentThread());
    }

    /** {@return the worker that runs on a thread, or null} */
    static Worker on(Thread thread) {
        return DetachedThread.roleOf(thread) instanceof Worker worker ? worker : null;
    }

    /** {@return the thread of this worker} */
    public Thread thread() {
        return thread;
    }

    /** {@return whether the current thread runs a callback on a pool} */
    public static boolean inCallback() {
        Worker worker = current();
        return worker != null && worker.record.running() != null;
    }

    /**
     * {@return whether the current thread is a worker that runs code of another tenant}
     *
     * @param tenant the tenant that asks
     */
    public static boolean runsForAnother(PoolTenant tenant) {
        Worker worker = current();
        if (worker == null) {
            return false;
        }
        Completion running = worker.record.running();
        return running != null && running.poolTenant() != tenant;
    }

    /** Wakes this thread, wherever it waits. */
    void wake() {
        LockSupport.unpark(thread);
        AioEventSource waitsIn = source;
        if (waitsIn != null) {
            waitsIn.wakeUp();
        }
    }

    @Override
    public boolean mayWait() {
        return !hasWork() && !looksAgain && !outdated;
    }

    @Override
    public long waitUntil() {
        return waitUntil;
    }

    @Override
    public boolean beginServing(AioEventSource served) {
        notesSource();
        if (serves || outdated || !pool.mayServe(this, served)) { // asked after the note, see SourceSet
            return false;
        }
        synchronized (interrupts) {
            serves = true;
            shielded = true;
            interruptPostponed = Thread.interrupted();
        }
        return true;
    }

    @Override
    public void endServing() {
        synchronized (interrupts) {
            serves = false;
            shielded = polls; // an inline callback may write for one source while the worker polls another one
            if (interruptPostponed) {
                interruptPostponed = false;
                thread.interruptNow();
            }
        }
    }

    @Override
    public boolean isInSource() {
        return polls || serves;
    }

    @Override
    public boolean isSharedNow() {
        return isInSource();
    }

    /** Notes that this worker polls from now on. */
    void beginPolling() {
        synchronized (interrupts) {
            shielded = true;
            Thread.interrupted();
        }
        polls = true;
    }

    void endPolling() {
        polls = false;
        synchronized (interrupts) {
            serves = false; // an inline callback may have had no stack left to call endServing
            interruptPostponed = false;
            shielded = false;
        }
    }

    /**
     * Interrupts the thread, but not while it handles events or writes for a source, because an interrupted thread that
     * reads or writes a channel of NIO closes the channel (java.nio.channels.InterruptibleChannel). Inline callbacks of
     * a worker that polls are interrupted, and a callback that writes is so when it has written.
     */
    @Override
    public void interrupt(DetachedThread interrupted) {
        synchronized (interrupts) {
            if (!shielded || polls && !serves && record.running() != null) {
                interrupted.interruptNow();
            } else if (serves) {
                interruptPostponed = true;
            }
        }
    }

    void notesSource() {
        if (!servedSources) {
            servedSources = true;
        }
    }

    boolean hasServedSources() {
        return servedSources;
    }

    /** {@return whether this worker, which has polled a source, has something else to do} */
    boolean hasWork() {
        return woken || found > 0 || !parked;
    }

    /**
     * Counts a completion that this worker queues while it polls.
     *
     * @return whether it is the first completion of this poll: this worker then runs the completion, and wakes no other
     *     worker
     */
    boolean keepsForItself() {
        return polls && found++ == 0;
    }

    /**
     * Called before code of a tenant runs on the current thread; of interest if a worker polls a source there.
     *
     * @return whether a worker runs on the current thread
     */
    public static boolean beforeInlineCode() {
        Worker worker = current();
        if (worker != null && worker.polls) {
            worker.pool.beginsCode(worker);
        }
        return worker != null;
    }

    @Override
    public void run() {
        try {
            if (reservedFor == null) {
                pool.work(this);
            } else {
                pool.workFor(reservedFor, this);
            }
        } finally {
            if (!removed) { // it dies of something
                pool.died(this);
            }
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
        record.setRunning(completion);
        if (completion.queuedAt != 0) {
            timedSince = System.nanoTime();
            queueTime.record(timedSince - completion.queuedAt);
            completion.queuedAt = 0;
        }
        thread.setContextClassLoader(contextLoader);
    }

    /** Notes that user code has returned, and resets the context class loader and the interrupt flag. */
    public void leave() {
        if (serves) { // the callback had no stack left to call endServing
            endServing();
        }
        Thread.interrupted();
        CallbackThread.clean(thread, pool.contextLoader(), pool.config().threadPriority(), name, group);
        if (timedSince != 0 || record.slowSince != 0) {
            long since = timedSince != 0 ? timedSince : record.slowSince;
            runTime.record(System.nanoTime() - since);
            timedSince = 0;
            record.slowSince = 0;
        }
        record.setRunning(null);
    }

    /** {@return the completion whose callback is running, or null} */
    Completion running() {
        return record.running();
    }

    /** {@return the code of a tenant that is running, for observers, or null} */
    AioCallbackSnapshot snapshot(long now) {
        return record.snapshot(now);
    }

    /** {@return a number that changes whenever a call of a tenant's code begins or ends} */
    long runs() {
        return record.runs();
    }
}
