package io.helve.impl.pool;

import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.AioConfig;
import io.helve.aio.AioHistogram;
import io.helve.aio.provider.AioEventScope;
import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventSources;
import io.helve.aio.provider.AioEventThread;
import io.helve.internal.DetachedThread;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs callbacks on threads of its own.
 *
 * <p>A completion goes into the lane of the thread that finishes it. A thread that queues a completion makes sure that
 * a worker will see it: if no worker is searching, the thread wakes or starts a worker. At most one worker searches at
 * a time; a worker that finds a completion while more completions are queued wakes the next worker. So a busy pool
 * needs no wake-ups, and an idle pool takes no processor time.
 *
 * <p>The right to search is the counter {@code searching}: a waking thread takes the right and hands it to the woken
 * worker. A worker that gives up the right checks the queues once more afterwards, because queueing threads have relied
 * on the worker until then.
 */
public final class CompletionPool implements AioEventSources {
    private static final Logger LOG = SafeLogger.of(CompletionPool.class);

    /** How often a worker checks the queues before it parks: a few microseconds. */
    private static final int SEARCHES = 64;

    /**
     * How many callbacks of one handle a worker runs in a row while its lane is empty; then it looks at all queues
     * again.
     */
    private static final int TURNS = 16;

    /**
     * The low bits that are set in the time until which a worker waits in a source. This rounds the time up to a
     * multiple of about a second (2^30 ns), so that the limit seldom differs from the one before.
     */
    private static final long ROUNDING = (1L << 30) - 1;

    /** How long a worker rests after a failure of its own, such as a lack of memory. */
    private static final long FAILURE_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long SHORTEST_GRACE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_GRACE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final VarHandle SEARCHING;

    static {
        try {
            SEARCHING = MethodHandles.lookup().findVarHandle(CompletionPool.class, "searching", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Lanes lanes = new Lanes();
    private final WorkerSet workers = new WorkerSet();
    private final WorkerFactory threads;
    private final Runnable watchdogRequest;

    /** Does the work that threads without stack or memory have left undone in handles. */
    private final Runnable recovery;

    private final Distress distress = new Distress();
    private final SourceSet sources = new SourceSet();
    private volatile AioConfig config;

    /** The number of workers, at most one, that are searching or have been woken to search. */
    private volatile int searching;

    /**
     * The number of threads beyond the limit, as a replacement for threads that throttled tenants block; written by the
     * watchdog.
     */
    private volatile int replaced;

    /** Whether a thread could not be started; whoever comes by tries again. */
    private volatile boolean shortOfThreads;

    private final AtomicInteger marks = new AtomicInteger();

    /** Whether busy workers shall end because there may be fewer now. */
    private volatile boolean shrinking;

    private volatile boolean closing;

    /**
     * Creates a pool without threads.
     *
     * @param config its settings
     * @param watchdogRequest called when callbacks begin and the watchdog may be at rest; must be quick
     * @param recovery does what threads without stack or memory have left undone in handles, see {@link Distress}
     */
    public CompletionPool(AioConfig config, Runnable watchdogRequest, Runnable recovery) {
        this(config, watchdogRequest, recovery, new WorkerFactory());
    }

    CompletionPool(AioConfig config, Runnable watchdogRequest, Runnable recovery, WorkerFactory threads) {
        this.threads = threads;
        this.config = config;
        this.watchdogRequest = watchdogRequest;
        this.recovery = recovery;
    }

    // ---- called by other threads

    /**
     * Queues a completion, from any thread. The pool never refuses a completion.
     *
     * @param completion what to run
     */
    public void dispatch(Completion completion) {
        Thread current = Thread.currentThread();
        Object role = DetachedThread.roleOf(current);
        if (role instanceof Worker worker && worker.pool == this) {
            if (worker.keepsForItself()) {
                completion.queuedAt = completion.sampled() ? System.nanoTime() : 0;
                lanes.add(worker.lane, completion);
                return; // the worker runs it when it has polled, and checks the queues before it polls again
            }
            add(completion, worker.lane);
        } else {
            add(completion, lanes.laneOf(current));
            if (role instanceof AioEventThread thread && !sources.isEmpty()) {
                thread.dispatched();
            }
        }
    }

    private void add(Completion completion, int lane) {
        completion.queuedAt = completion.sampled() || searching == 0 && workers.idle() > 0 ? System.nanoTime() : 0;
        lanes.add(lane, completion);
        try {
            VarHandle.fullFence(); // makes the queued completion visible before this thread reads "searching"
            signal();
        } catch (Throwable e) { // the completion is queued: the caller must not conclude the opposite
            distress.called = true;
            return;
        }
        if (distress.called) {
            relieve();
        }
    }

    /** {@return a bit for one more tenant} */
    long nextMark() {
        return 1L << (marks.getAndIncrement() & 63);
    }

    /** Has the watchdog look at the threads; called when code of a tenant begins on a thread that others need. */
    public void requestWatch() {
        watchdogRequest.run();
    }

    /** {@return whether completions wait because a thread could not be started; then {@link #tryAgain} is of use} */
    public boolean isShortOfThreads() {
        return shortOfThreads;
    }

    /** Tries again to start a thread, if one could not be started. */
    public void tryAgain() {
        if (shortOfThreads) {
            watchdogRequest.run();
            signalIfWork();
        }
    }

    /**
     * Renews the threads that have run code of a tenant that has gone, because that code may have left objects in
     * thread locals. A thread ends after the callback that it runs, and the pool starts another thread when it needs
     * one.
     *
     * @param tenant the tenant
     */
    public void renewThreads(PoolTenant tenant) {
        for (Worker worker : workers.all()) {
            if (worker.record.hasRun(tenant)) {
                worker.outdated = true;
                worker.wake(); // if it is parked, it ends now
            }
        }
    }

    /** {@return how threads without stack or memory call for help} */
    public Distress distress() {
        return distress;
    }

    /** Does the work that threads without stack or memory have left undone: wakes workers, and recovers handles. */
    public void relieve() {
        distress.called = false;
        try {
            workers.all().forEach(Worker::wake);
            signalIfWork();
            recovery.run();
        } catch (Throwable e) {
            distress.called = true; // the next thread that sees the flag tries again
        }
    }

    /**
     * Changes the settings; completions that are queued or running stay.
     *
     * @param newConfig the new settings
     */
    public void configure(AioConfig newConfig) {
        config = newConfig;
        shrinking = workers.live() > newConfig.threadsMax();
        workers.all().forEach(worker -> worker.thread.setPriority(newConfig.threadPriority()));
        workers.lookAgain();
        signalIfWork();
    }

    /** {@return how long, in nanoseconds, closing waits for callbacks after the drain time, at each of its steps} */
    public long grace() {
        return Math.max(
                SHORTEST_GRACE, Math.min(LONGEST_GRACE, config.drainTime().toNanos()));
    }

    /** {@return the settings in force} */
    public AioConfig config() {
        return config;
    }

    /**
     * Ends all threads as soon as the queues are empty, interrupting callbacks that are still running at the deadline.
     *
     * @param deadline until when to wait, as {@link System#nanoTime()} tells the time
     * @return the threads that could not be ended
     */
    public List<Worker> close(long deadline) {
        closing = true;
        workers.lookAgain();
        return workers.awaitEnd(deadline, () -> !lanes.isEmpty());
    }

    /** {@return the number of threads} */
    public int threads() {
        return workers.live();
    }

    /** {@return the number of threads that are in callbacks} */
    public int busyThreads() {
        return (int) workers.all().stream().filter(w -> w.running() != null).count();
    }

    /** {@return the callbacks that are running} */
    public List<AioCallbackSnapshot> callbacks() {
        long now = System.nanoTime();
        return workers.all().stream()
                .map(worker -> worker.snapshot(now))
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@return the number of completions that wait for a thread} */
    public long queued() {
        return lanes.size();
    }

    /** {@return the times from finish to callback} */
    public AioHistogram queueTime() {
        return workers.queueTime();
    }

    /** {@return the run times of callbacks} */
    public AioHistogram runTime() {
        return workers.runTime();
    }

    // ---- waking

    private void signal() {
        int live = workers.live();
        if (searching == 0 && (workers.idle() > 0 || live < threadsMax() || live == 0)) {
            wakeOne(threadsMax());
        }
    }

    /** Wakes a worker if completions are queued; also called by the watchdog. */
    void signalIfWork() {
        if (distress.called) {
            relieve();
        }
        if (!lanes.isEmpty()) {
            signal();
        }
    }

    /** Hands the right to search to a parked or new worker, if no worker has the right. */
    private void wakeOne(int limit) {
        if (!SEARCHING.compareAndSet(this, 0, 1)) {
            return;
        }
        Worker parked = null;
        Worker added;
        try {
            parked = workers.pollIdle();
            if (parked != null) {
                parked.wake();
                return;
            }
            added = workers.add(Math.max(1, limit), number -> newWorker(number, null));
            if (added != null && start(added)) {
                return;
            }
        } catch (Throwable e) {
            // A parked worker that was taken has the right to search, and relieve wakes the worker. No method is called
            // here, because there may be no stack for a call.
            if (parked == null) {
                searching = 0;
            }
            distress.called = true;
            throw e;
        }
        SEARCHING.getAndAdd(this, -1);
        // a thread that has queued a completion meanwhile relied on this search, and a worker that has parked meanwhile
        // may have missed the completion
        if (added == null && workers.idle() > 0 && !lanes.isEmpty()) {
            wakeOne(limit);
        }
    }

    private Worker newWorker(int number, PoolTenant reservedFor) {
        return threads.newWorker(this, config, number, lanes.laneOf(number), reservedFor);
    }

    private boolean start(Worker worker) {
        try {
            threads.start(worker);
            shortOfThreads = false;
            return true;
        } catch (Throwable e) { // no more native threads: other workers run the completions, the watchdog tries again
            workers.remove(worker);
            boolean known = shortOfThreads;
            shortOfThreads = true;
            if (!known) {
                LOG.log(Level.ERROR, "Cannot start thread " + worker.thread.getName() + "; it will be tried again", e);
            }
            watchdogRequest.run();
            return false;
        }
    }

    private int threadsMax() {
        return config.threadsMax() + replaced;
    }

    // ---- what workers do

    /** The life of a worker, which begins with the right to search. */
    void work(Worker worker) {
        worker.searches = true;
        live(worker);
    }

    /** Runs completions until the worker is removed, also in the scopes of sources that the worker enters. */
    private void live(Worker worker) {
        while (!worker.removed) {
            try {
                runAll(worker);
                if (!worker.removed) {
                    enterScope(worker);
                }
            } catch (Throwable e) { // no memory, as a rule; the thread goes on, and so do the others
                goOn(worker, e);
            }
        }
    }

    /** {@return whether there may be a scope that the worker has to enter before it polls sources} */
    private boolean mayEnterScope(Worker worker) {
        return sources.hasChangedFor(worker) && !closing && !worker.outdated;
    }

    /**
     * Has the worker spend the rest of its life in the next scope that it has to enter, if there is one. The worker
     * gives up the right to search first, because the provider may be slow.
     */
    private void enterScope(Worker worker) {
        stopSearching(worker);
        signalIfWork(); // a thread that has queued a completion before has relied on this search
        AioEventScope scope = sources.nextScope(worker);
        if (scope == null) {
            return;
        }
        worker.scopes.add(scope);
        try {
            scope.run(() -> live(worker));
        } catch (Throwable e) {
            if (!worker.removed) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "Thread " + worker.thread.getName() + " ends, and the provider of events has failed to clean it up",
                    e);
        }
    }

    /** Returns when the worker has been removed, or may have to enter a scope. */
    private void runAll(Worker worker) {
        watchdogRequest.run();
        boolean searches = worker.searches;
        for (int taken = 0; ; taken++) {
            Completion completion = lanes.poll(worker.lane, taken);
            if (completion == null && !searches) {
                searches = SEARCHING.compareAndSet(this, 0, 1);
                worker.searches = searches;
            }
            for (int i = 0; completion == null && searches && i < SEARCHES; i++) {
                Thread.onSpinWait();
                completion = lanes.poll(worker.lane, taken);
            }
            if (completion == null) {
                if (mayEnterScope(worker) || !park(worker)) {
                    return;
                }
                searches = worker.woken;
                worker.searches = searches;
                worker.woken = false;
                watchdogRequest.run();
                continue;
            }
            if (searches) {
                searches = false;
                stopSearching(worker);
                signalIfWork();
            }
            PoolTenant tenant = completion.poolTenant();
            if (!tenant.isThrottled() || !tenant.defer(completion)) {
                run(worker, completion);
            }
            if ((shrinking || worker.outdated) && retire(worker)) {
                return;
            }
        }
    }

    private void stopSearching(Worker worker) {
        if (worker.searches) {
            worker.searches = false;
            SEARCHING.getAndAdd(this, -1);
        }
    }

    /**
     * Restores the state of a worker after an exception (not parked, without the right to search), pauses for a moment
     * and lets the worker continue.
     */
    private void goOn(Worker worker, Throwable failure) {
        try {
            workers.unpark(worker);
            if (worker.woken) { // somebody has handed the right to search to it
                worker.woken = false;
                worker.searches = true;
            }
            stopSearching(worker);
            LOG.log(Level.ERROR, "Thread " + worker.thread.getName() + " goes on after a failure", failure);
            LockSupport.parkNanos(this, FAILURE_PAUSE);
        } catch (Throwable e) {
            Thread.onSpinWait(); // it tries again at once
        }
    }

    /** A worker dies of something that it could not survive: another one takes its place. */
    void died(Worker worker) {
        workers.unpark(worker);
        worker.searches |= worker.woken;
        workers.remove(worker);
        stopSearching(worker);
        signalIfWork();
    }

    /** Runs a spare worker for a throttled tenant: the worker runs the completions that were set aside, and ends. */
    void workFor(PoolTenant tenant, Worker worker) {
        for (Completion next = tenant.pollDeferred(); next != null; next = tenant.pollDeferred()) {
            run(worker, next);
        }
        workers.remove(worker);
    }

    private static void run(Worker worker, Completion completion) {
        worker.turns = 0;
        completion.complete(worker); // never throws
    }

    /** {@return whether a worker runs the next completion of the same handle at once, because its lane is empty} */
    boolean goesOn(Worker worker) {
        return ++worker.turns < TURNS && lanes.isEmpty(worker.lane);
    }

    /**
     * Parks the worker until completions may be queued.
     *
     * @return false if the worker has been removed and shall end
     */
    private boolean park(Worker worker) {
        boolean removed = workers.parkOrRemove(worker, closing ? 0 : threadsMax());
        stopSearching(worker);
        VarHandle.fullFence(); // completions queued after this fence do not rely on this worker; it must see all queued
        // before
        if (removed) {
            signalIfWork();
            return false;
        }
        if (!lanes.isEmpty() && workers.unpark(worker)) {
            return true;
        }
        long since = System.nanoTime();
        while (!worker.woken) {
            worker.looksAgain = false;
            if (mayEnterScope(worker)) {
                workers.unpark(worker); // if a waking thread was faster, the worker has the right to search
                return true;
            }
            int min = closing || worker.outdated ? 0 : config.threadsMin();
            if (workers.live() <= min) {
                if (waitInSource(worker, Long.MAX_VALUE)) {
                    if (worker.hasWork()) {
                        leaveSource(worker);
                        return true;
                    }
                } else {
                    LockSupport.park(this);
                }
            } else {
                boolean surplus = closing || worker.outdated || workers.live() > threadsMax();
                long idleTime = config.idleTime().toNanos();
                long left = surplus ? 0 : idleTime - (System.nanoTime() - since);
                if (left > 0) {
                    if (waitInSource(worker, (since + idleTime) | ROUNDING)) {
                        if (worker.hasWork()) {
                            leaveSource(worker);
                            return true;
                        }
                    } else {
                        LockSupport.parkNanos(this, left);
                    }
                } else if (workers.removeParked(worker, min)) {
                    signalIfWork(); // a dispatching thread may have relied on this worker
                    return false;
                }
            }
            Thread.interrupted();
        }
        return true;
    }

    /**
     * Has a parked worker poll a source of events, once.
     *
     * @return whether it has polled; false if no source is free
     */
    private boolean waitInSource(Worker worker, long until) {
        return !closing && !worker.outdated && sources.poll(worker, until);
    }

    /** Makes a worker that has found work in a source an ordinary busy worker. */
    private void leaveSource(Worker worker) {
        if (worker.parked) {
            worker.parked = false;
            workers.unpark(worker); // if a waking thread was faster, the worker has the right to search
        }
    }

    /**
     * Called by a worker that polls a source, before code of a tenant runs there: nobody may count on the worker while
     * the code runs, which might block.
     */
    void beginsCode(Worker worker) {
        watchdogRequest.run();
        if (worker.parked) {
            worker.parked = false;
            if (!workers.unpark(worker)) { // a waking thread has handed the right to search to the worker
                worker.woken = false;
                SEARCHING.getAndAdd(this, -1);
                VarHandle.fullFence();
                signalIfWork();
                return;
            }
        }
        if (worker.found > 0) {
            signalIfWork();
        }
    }

    @Override
    public void add(AioEventSource source) {
        sources.add(source);
    }

    @Override
    public void remove(AioEventSource source) {
        sources.remove(source);
        for (Worker worker : workers.all()) {
            if (worker.hasServedSources()) {
                worker.outdated = true;
                worker.wake();
            }
        }
    }

    /**
     * {@return whether a worker may write for a source: the source has not been removed, and the worker is in its
     * scope}
     */
    boolean mayServe(Worker worker, AioEventSource source) {
        return sources.isOpenFor(worker, source);
    }

    private boolean retire(Worker worker) {
        boolean surplus = workers.removeSurplus(worker, worker.outdated ? 0 : threadsMax());
        if (!surplus) {
            shrinking = false;
            return false;
        }
        signalIfWork();
        return true;
    }

    /** {@return the class loader that idle threads have as their context} */
    ClassLoader contextLoader() {
        return threads.contextLoader();
    }

    // ---- for the watchdog

    List<Worker> workers() {
        return workers.all();
    }

    /** {@return whether completions wait although no worker is free to run them} */
    boolean isStarved() {
        return !lanes.isEmpty() && workers.idle() == 0;
    }

    /** Starts one more thread while all threads are blocked. */
    void addSpare() {
        wakeOne(config.threadsMax() + config.threadsSpare());
    }

    /**
     * Starts one more thread for the completions of a throttled tenant; one spare thread is kept for the other tenants.
     */
    void addSpareFor(PoolTenant tenant) {
        long reserved =
                workers.all().stream().filter(w -> w.reservedFor != null).count();
        if (reserved < config.threadsSpare() - 1) {
            Worker added = workers.add(Integer.MAX_VALUE, number -> newWorker(number, tenant));
            start(added);
        }
    }

    /**
     * Ends spare threads, even if they are busy, as soon as there are enough threads without them.
     *
     * @param stuck the number of threads that stay in one callback
     */
    void retireSpares(int stuck) {
        int live = workers.live();
        if (live > threadsMax() && live - stuck >= threadsMax()) {
            shrinking = true;
        }
    }

    /**
     * Tells the pool how many threads throttled tenants block beyond their share. The pool may have this number of
     * further threads.
     *
     * @param count the number of threads
     */
    void replace(int count) {
        int before = replaced;
        replaced = Math.min(count, config.threadsSpare());
        if (replaced < before) {
            workers.lookAgain();
        }
    }
}
