package io.helve.impl.pool;

import io.helve.aio.AioConfig;
import io.helve.aio.AioHistogram;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that run callbacks, and the queues in front of them.
 *
 * <p>A completion goes into the ring of the finishing thread's lane; a worker takes from its own lane first, then from the
 * others. Whoever queues something makes sure that a worker will see it: if none is searching, it wakes or starts one. At
 * most one worker searches at a time; one that finds something while more is queued wakes the next. So a busy pool costs no
 * wake-ups and an idle one no time. The lock guards the set of threads, never the queues.
 */
public final class CompletionPool {
    private static final Logger LOG = System.getLogger(CompletionPool.class.getName());
    private static final int RING_CAPACITY = 512;

    /** How often a worker looks around before it parks: a few microseconds. */
    private static final int SEARCHES = 64;

    /** For how long callbacks are interrupted when the pool closes. */
    private static final long INTERRUPTING = TimeUnit.MILLISECONDS.toNanos(500);

    private static final VarHandle SEARCHING;

    static {
        try {
            SEARCHING = MethodHandles.lookup().findVarHandle(CompletionPool.class, "searching", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final CompletionRing[] lanes;
    private final OverflowQueue overflow = new OverflowQueue();
    private final ThreadFactory threads;
    private final Runnable watchdogRequest;
    private volatile AioConfig config;

    /** Workers that search, at most one, or are on their way from parking. */
    private volatile int searching;

    private final Object lock = new Object();

    /** Parked workers, the latest first; guarded by the lock. */
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();

    /** Numbers in use; guarded by the lock. */
    private final BitSet numbers = new BitSet();

    /** Written under the lock. */
    private volatile List<Worker> workers = List.of();

    /** How many threads there may be more because throttled tenants block others; written by the watchdog. */
    private volatile int replaced;

    private volatile int idleCount;
    private volatile int live;

    /** Whether busy workers shall end because there may be fewer now. */
    private volatile boolean shrinking;

    private volatile boolean closing;

    /** What ended workers had recorded; guarded by the lock. */
    private final HistogramRecorder pastQueueTime = new HistogramRecorder();

    private final HistogramRecorder pastRunTime = new HistogramRecorder();

    /**
     * Creates a pool without threads.
     *
     * @param config its settings
     * @param watchdogRequest called when callbacks begin after the watchdog may have gone to rest; must be quick
     */
    public CompletionPool(AioConfig config, Runnable watchdogRequest) {
        this.config = config;
        this.watchdogRequest = watchdogRequest;
        this.threads = new ThreadFactory();
        int count = Integer.highestOneBit(2
                        * Math.max(1, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()))
                - 1);
        lanes = new CompletionRing[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = new CompletionRing(RING_CAPACITY);
        }
    }

    /**
     * Queues a completion, from any thread; it is never refused.
     *
     * @param completion what to run
     */
    public void dispatch(Completion completion) {
        Thread current = Thread.currentThread();
        int lane = current instanceof Worker worker && worker.pool == this ? worker.lane : laneOf(current);
        completion.queuedAt = completion.sampled() || idleCount > 0 ? System.nanoTime() : 0;
        if (!lanes[lane].offer(completion)) {
            overflow.add(completion);
        }
        VarHandle.fullFence(); // what was queued is visible before we look for searching workers
        signal();
    }

    private int laneOf(Thread thread) {
        return (int) ((thread.getId() * 0x9E3779B97F4A7C15L) >>> 32) & (lanes.length - 1);
    }

    private void signal() {
        if (searching == 0 && (idleCount > 0 || live < threadsMax() || live == 0)) {
            wakeOne(threadsMax());
        }
    }

    /** Hands the right to search to a parked or new worker, if nobody has it. */
    private void wakeOne(int limit) {
        if (!SEARCHING.compareAndSet(this, 0, 1)) {
            return;
        }
        Worker started = null;
        Worker parked;
        synchronized (lock) {
            parked = idle.pollFirst();
            if (parked != null) {
                idleCount = idle.size();
                parked.woken = true;
            } else if (live < Math.max(1, limit)) {
                started = addWorker(null);
            }
        }
        if (parked != null) {
            LockSupport.unpark(parked);
        } else if (started != null) {
            if (!start(started)) {
                SEARCHING.getAndAdd(this, -1);
            }
        } else {
            SEARCHING.getAndAdd(this, -1);
            // who queued something meanwhile has counted on us, and who parked meanwhile may not have seen it
            if (idleCount > 0 && hasWork()) {
                wakeOne(limit);
            }
        }
    }

    /** Under the lock. */
    private Worker addWorker(Tenant reservedFor) {
        int number = numbers.nextClearBit(0);
        Worker worker = threads.newWorker(this, config, number + 1, number & (lanes.length - 1), reservedFor);
        numbers.set(number);
        List<Worker> more = new ArrayList<>(workers);
        more.add(worker);
        workers = List.copyOf(more);
        live++;
        return worker;
    }

    private boolean start(Worker worker) {
        try {
            worker.start();
            return true;
        } catch (Throwable e) { // no more native threads: what is queued waits for the others, and the watchdog tries
            // again
            remove(worker);
            LOG.log(Level.ERROR, "Cannot start thread " + worker.getName(), e);
            watchdogRequest.run();
            return false;
        }
    }

    private void remove(Worker worker) {
        synchronized (lock) {
            numbers.clear(worker.number - 1);
            List<Worker> fewer = new ArrayList<>(workers);
            fewer.remove(worker);
            workers = List.copyOf(fewer);
            live--;
            shrinking = shrinking && live > threadsMax();
            worker.queueTime.addTo(pastQueueTime);
            worker.runTime.addTo(pastRunTime);
            lock.notifyAll();
        }
    }

    /** What a worker does all its life. It begins with the right to search. */
    void work(Worker worker) {
        boolean searches = true;
        watchdogRequest.run();
        for (int taken = 0; ; taken++) {
            Completion completion = next(worker, taken);
            if (completion == null && !searches) {
                searches = SEARCHING.compareAndSet(this, 0, 1);
            }
            for (int i = 0; completion == null && searches && i < SEARCHES; i++) {
                Thread.onSpinWait();
                completion = next(worker, taken);
            }
            if (completion == null) {
                if (!park(worker, searches)) {
                    return;
                }
                searches = worker.woken;
                worker.woken = false;
                watchdogRequest.run();
                continue;
            }
            if (searches) {
                searches = false;
                SEARCHING.getAndAdd(this, -1);
                if (hasWork()) {
                    signal();
                }
            }
            Tenant tenant = completion.tenant();
            if (!tenant.isThrottled() || !tenant.defer(completion)) {
                run(worker, completion);
            }
            if (shrinking && retireBusy(worker)) {
                return;
            }
        }
    }

    /** What a spare worker for a throttled tenant does: it takes what was set aside, and ends. */
    void workFor(Tenant tenant, Worker worker) {
        for (Completion next = tenant.pollDeferred(); next != null; next = tenant.pollDeferred()) {
            run(worker, next);
        }
        remove(worker);
    }

    private void run(Worker worker, Completion completion) {
        Completion next = completion;
        int again = 0;
        do {
            next = next.complete(worker);
        } while (next != null && again++ < 16 && lanes[worker.lane].isEmpty());
        if (next != null) {
            dispatch(next);
        }
    }

    private Completion next(Worker worker, int taken) {
        // now and then the overflow goes first, so that a busy ring cannot starve it
        if ((taken & 63) == 0) {
            Completion completion = overflow.poll();
            if (completion != null) {
                return completion;
            }
        }
        for (int i = 0; i < lanes.length; i++) {
            Completion completion = lanes[(worker.lane + i) & (lanes.length - 1)].poll();
            if (completion != null) {
                return completion;
            }
        }
        return overflow.poll();
    }

    private boolean hasWork() {
        for (CompletionRing lane : lanes) {
            if (!lane.isEmpty()) {
                return true;
            }
        }
        return overflow.size() > 0;
    }

    /**
     * Parks until there may be work.
     *
     * @return false if the worker has been removed and shall end
     */
    private boolean park(Worker worker, boolean searches) {
        boolean surplus;
        synchronized (lock) {
            surplus = live > threadsMax() || closing;
            if (surplus) {
                remove(worker);
            } else {
                idle.addFirst(worker);
                idleCount = idle.size();
            }
        }
        if (searches) {
            SEARCHING.getAndAdd(this, -1);
        }
        VarHandle.fullFence(); // from here on senders do not count on us, so what came before is ours to see
        if (surplus) {
            if (hasWork()) {
                signal();
            }
            return false;
        }
        if (hasWork() && leaveIdle(worker)) {
            return true;
        }
        long since = System.nanoTime();
        while (!worker.woken) {
            long idleNanos = config.idleTime().toNanos();
            boolean mayEnd = live > config.threadsMin() || closing;
            if (mayEnd) {
                long left = closing || live > threadsMax() ? 0 : idleNanos - (System.nanoTime() - since);
                if (left <= 0) {
                    if (leaveIdleForGood(worker)) {
                        return false;
                    }
                    continue;
                }
                LockSupport.parkNanos(this, left);
            } else {
                LockSupport.park(this);
            }
            Thread.interrupted();
        }
        return true;
    }

    /** {@return false if a waker was first} */
    private boolean leaveIdle(Worker worker) {
        synchronized (lock) {
            boolean left = idle.remove(worker);
            idleCount = idle.size();
            return left;
        }
    }

    private boolean leaveIdleForGood(Worker worker) {
        synchronized (lock) {
            if (!closing && live <= config.threadsMin() || !idle.remove(worker)) {
                return false;
            }
            idleCount = idle.size();
            remove(worker);
        }
        if (hasWork()) {
            signal();
        }
        return true;
    }

    private boolean retireBusy(Worker worker) {
        synchronized (lock) {
            if (live <= threadsMax()) {
                shrinking = false;
                return false;
            }
            remove(worker);
        }
        if (hasWork()) {
            signal();
        }
        return true;
    }

    /**
     * Changes the settings; completions that are queued or running stay.
     *
     * @param newConfig the new settings
     */
    public void configure(AioConfig newConfig) {
        synchronized (lock) {
            config = newConfig;
            shrinking = live > newConfig.threadsMax();
            for (Worker worker : workers) {
                worker.setPriority(newConfig.threadPriority());
            }
        }
        lookAgain();
        if (hasWork()) {
            signal();
        }
    }

    /** {@return the settings in force} */
    public AioConfig config() {
        return config;
    }

    /** Starts one more thread while all are blocked; called by the watchdog. */
    void addSpare() {
        wakeOne(config.threadsMax() + config.threadsSpare());
    }

    /**
     * Has spare threads end, also if they find no moment's rest, once there are enough threads without them.
     *
     * @param stuck how many threads stay in one callback
     */
    void retireSpares(int stuck) {
        int max = threadsMax();
        if (live > max && live - stuck >= max) {
            shrinking = true;
        }
    }

    /**
     * Says how many threads are lost to throttled tenants beyond what these may take; so many more there may be.
     *
     * @param count the number
     */
    void replace(int count) {
        int before = replaced;
        replaced = Math.min(count, config.threadsSpare());
        if (replaced < before) {
            lookAgain();
        }
    }

    /** Has parked workers look at the limits again. */
    private void lookAgain() {
        List<Worker> parked;
        synchronized (lock) {
            parked = List.copyOf(idle);
        }
        parked.forEach(LockSupport::unpark);
    }

    private int threadsMax() {
        return config.threadsMax() + replaced;
    }

    /** Starts one more thread for what a throttled tenant has waiting; called by the watchdog. */
    void addSpareFor(Tenant tenant) {
        Worker started = null;
        synchronized (lock) {
            long reserved = workers.stream().filter(w -> w.reservedFor != null).count();
            if (reserved < config.threadsSpare() - 1) { // one spare thread is for the others
                started = addWorker(tenant);
            }
        }
        if (started != null) {
            start(started);
        }
    }

    /** {@return whether completions wait although no worker is free to take them; for the watchdog} */
    boolean isStarved() {
        return hasWork() && idleCount == 0;
    }

    /** Lets a parked worker take what is queued, should one be left over; called by the watchdog. */
    void signalIfWork() {
        if (hasWork()) {
            signal();
        }
    }

    /**
     * Ends all threads as soon as the queues are empty, interrupting callbacks that are still running at the deadline.
     *
     * @param deadline until when to wait, as {@link System#nanoTime()} tells the time
     * @return the threads that could not be ended
     */
    public List<Worker> close(long deadline) {
        closing = true;
        Thread current = Thread.currentThread();
        boolean interrupted = false;
        List<Worker> left;
        Set<Worker> seen = new HashSet<>();
        boolean hurried = false;
        long end = deadline;
        long patience = Long.MAX_VALUE;
        synchronized (lock) {
            idle.forEach(LockSupport::unpark);
        }
        for (; ; ) {
            synchronized (lock) {
                left = workers.stream().filter(w -> w != current).toList();
                seen.addAll(left);
                long nanos = end - System.nanoTime();
                if (left.isEmpty() || (hurried && nanos <= 0)) {
                    break;
                }
                if (nanos > 0) {
                    try {
                        TimeUnit.NANOSECONDS.timedWait(lock, Math.max(Math.min(nanos, patience), 1_000_000));
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (nanos > 0 && !hurried) {
                    continue;
                }
            }
            if (!hurried) {
                hurried = true;
                end = System.nanoTime() + INTERRUPTING;
                patience = INTERRUPTING / 50; // a thread may go from one blocked callback into the next
            }
            left.forEach(Thread::interrupt);
        }
        left.forEach(seen::remove);
        for (Worker ended : seen) { // they have left the pool and are about to return
            try {
                ended.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            current.interrupt();
        }
        return left;
    }

    /** {@return the class loader that idle threads have as their context} */
    ClassLoader contextLoader() {
        return threads.contextLoader();
    }

    List<Worker> workers() {
        return workers;
    }

    /** {@return threads alive} */
    public int threads() {
        return live;
    }

    /** {@return threads in callbacks} */
    public int busyThreads() {
        return (int) workers.stream().filter(w -> w.running() != null).count();
    }

    /** {@return completions that wait for a thread} */
    public long queued() {
        long sum = overflow.size();
        for (CompletionRing lane : lanes) {
            sum += lane.size();
        }
        return sum;
    }

    /** {@return the times from finish to callback} */
    public AioHistogram queueTime() {
        HistogramRecorder sum = new HistogramRecorder();
        synchronized (lock) {
            pastQueueTime.addTo(sum);
            workers.forEach(w -> w.queueTime.addTo(sum));
        }
        return sum.toHistogram();
    }

    /** {@return the run times of callbacks} */
    public AioHistogram runTime() {
        HistogramRecorder sum = new HistogramRecorder();
        synchronized (lock) {
            pastRunTime.addTo(sum);
            workers.forEach(w -> w.runTime.addTo(sum));
        }
        return sum.toHistogram();
    }
}
