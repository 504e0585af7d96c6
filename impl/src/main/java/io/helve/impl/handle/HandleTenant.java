package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.provider.AioCanceller;
import io.helve.impl.expiry.Expiry;
import io.helve.impl.pool.CallbackThreads;
import io.helve.impl.pool.CompletionPool;
import io.helve.impl.pool.Distress;
import io.helve.impl.pool.PoolTenant;
import io.helve.impl.pool.Worker;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A tenant of a pool: its handles, counters and quota. In a framework a tenant is a bundle, elsewhere a program or a
 * plugin.
 */
public final class HandleTenant {
    private static final Logger LOG = SafeLogger.of(HandleTenant.class);
    private static final int LISTS = 8;

    /** The log names at most so many handles that have not ended within the drain time. */
    private static final int REPORTS_MAX = 8;

    private final String name;

    /** Tells this tenant from the other tenants of the pool, also from earlier ones of the same name. */
    private final int number;

    /** The tenant's own quota; the pool has one for all tenants. */
    private final int handlesMax;

    private final PoolTenant poolTenant;
    private final CompletionPool pool;
    private final Expiry expiry;
    private final LongAdder callbackFailures;
    private final AtomicInteger open = new AtomicInteger();
    private final HandleList[] lists = new HandleList[LISTS];
    private volatile ClassLoader contextLoader;

    /**
     * Whether the tenant is closing. Callbacks of a closing tenant often fail, because the objects that they use are
     * closed: such failures are logged as DEBUG.
     */
    private volatile boolean isStopped;

    /**
     * The distress flag of the pool; kept in a field so that a thread without stack can set the flag without a call.
     */
    final Distress distress;

    /**
     * Creates a tenant.
     *
     * @param name the name of the tenant in log entries
     * @param number tells the tenant from the other tenants of the pool
     * @param handlesMax how many handles it may have open, if the pool allows as many
     * @param contextLoader the context class loader of its callbacks, may be null
     * @param pool the pool that runs its callbacks
     * @param expiry the expiry that watches its deadlines
     * @param callbackFailures counts callbacks that throw
     */
    public HandleTenant(
            String name,
            int number,
            int handlesMax,
            ClassLoader contextLoader,
            CompletionPool pool,
            Expiry expiry,
            LongAdder callbackFailures) {
        this.name = name;
        this.number = number;
        this.handlesMax = handlesMax;
        this.poolTenant = new PoolTenant(name, pool);
        this.contextLoader = contextLoader;
        this.pool = pool;
        this.distress = pool.distress();
        this.expiry = expiry;
        this.callbackFailures = callbackFailures;
        CallbackThreads.depth(); // initialises the class here, where there is stack for it
        for (int i = 0; i < LISTS; i++) {
            lists[i] = new HandleList(i, LISTS);
        }
    }

    /** {@return the factory that the tenant's code uses} */
    public AioFactory factory() {
        return new HandleFactory(this, null, null);
    }

    /**
     * Allocates a handle.
     *
     * @param handleName what its user calls it, or null
     * @param callback the callback, or null
     * @param argument the second argument of the callback
     * @param runner decides where the callback runs
     */
    Handle alloc(String handleName, BiConsumer<? super Aio, Object> callback, Object argument, CallbackRunner runner) {
        int max = Math.min(handlesMax, pool.config().handlesMax());
        int now;
        do {
            now = open.get();
            if (now >= max) {
                throw new AioException(
                        AioError.ENOMEM, name + " has " + now + " handles open; its quota (handles.max) is " + max);
            }
        } while (!open.weakCompareAndSetVolatile(now, now + 1)); // never above max: a refusal causes no second refusal
        Handle handle;
        boolean added = false;
        try {
            HandleList list = lists[(int) (Thread.currentThread().getId() & (LISTS - 1))];
            handle = new Handle(this, list, handleName, callback, argument, runner);
            added = list.add(handle);
        } catch (OutOfMemoryError e) {
            throw new AioException(AioError.ENOMEM, "no memory for another handle of " + name, e, 0);
        } finally {
            if (!added) {
                open.decrementAndGet();
            }
        }
        if (!added) {
            throw new AioException(AioError.ESTOPPED, "the AioFactory of " + name + " has been closed");
        }
        return handle;
    }

    /**
     * Runs a task on the pool as a callback of this tenant, on a handle of its own.
     *
     * @throws RejectedExecutionException if the task will not run, because the tenant is closing or has no handle left
     */
    void execute(Runnable task) {
        Handle handle;
        try {
            handle = alloc(null, HandleTenant::runAndReap, task, CallbackRunner.ON_POOL);
        } catch (AioException e) {
            throw new RejectedExecutionException(e.getMessage(), e);
        }
        handle.sleep(0);
        if (!handle.hasStarted()) { // the tenant has reaped the new handle before the sleep began
            throw new RejectedExecutionException("the AioFactory of " + name + " has been closed");
        }
    }

    private static void runAndReap(Aio aio, Object task) {
        aio.reap();
        ((Runnable) task).run();
    }

    void released(Handle handle) {
        handle.list.remove(handle);
        open.decrementAndGet();
    }

    void callbackFailed(Handle handle, Throwable failure) {
        callbackFailures.increment();
        if (isEndOfSomething(failure)) { // without the exception, which would keep the tenant's classes in the log
            Level level = isStopped ? Level.DEBUG : Level.INFO;
            log(
                    level,
                    "The callback of " + HandleDescription.identity(handle) + " has met the end of what it uses: "
                            + failure.getMessage(),
                    null);
            return;
        }
        log(Level.ERROR, "Callback of " + HandleDescription.identity(handle) + " failed", failure);
    }

    /** {@return whether a callback failed because a service, a socket or a stream that it uses has just been closed} */
    private static boolean isEndOfSomething(Throwable failure) {
        return failure instanceof AioException known
                && (known.error() == AioError.ECLOSED || known.error() == AioError.ESTOPPED);
    }

    void cancellerFailed(AioCanceller canceller, Throwable failure) {
        log(Level.ERROR, "Canceller " + canceller.getClass().getName() + " failed for " + name, failure);
    }

    void discardFailed(AutoCloseable output, Throwable failure) {
        log(
                Level.WARNING,
                "Cannot close " + output.getClass().getName() + ", which an operation of " + name
                        + " has given to a cancelled future",
                failure);
    }

    void rejected(Handle handle, Throwable failure) {
        log(
                Level.WARNING,
                "The executor of " + HandleDescription.identity(handle)
                        + " rejected its callback, which runs on the pool instead",
                failure);
    }

    /** Never throws, so that a logger that fails or a throwable that cannot be printed loses no completion. */
    private static void log(Level level, String text, Throwable failure) {
        try {
            LOG.log(level, text, failure);
        } catch (Throwable e) {
            // the logger itself has failed
        }
    }

    /**
     * Begins to close: no handle can be allocated any more, and all handles are stopped, without waiting for their end.
     */
    public void stop() {
        isStopped = true;
        for (HandleList list : lists) {
            list.close().forEach(Handle::reapKeepingResults);
        }
        poolTenant.leave().forEach(pool::dispatch);
    }

    /**
     * Closes the tenant: stops all handles and waits until they are released. At the deadline, operations that are
     * still pending end with {@code ESTOPPED}. Inside a callback this method does not wait.
     *
     * @param deadline the end of the wait, on the clock of {@link System#nanoTime()}
     */
    public void close(long deadline) {
        closeAll(List.of(this), deadline);
    }

    /**
     * Closes several tenants of a pool as {@link #close} closes one. All tenants are stopped before the first wait, and
     * the deadline and the waits after it are common to them, so that closing many takes no longer than closing one.
     *
     * @param tenants the tenants
     * @param deadline the end of the wait, on the clock of {@link System#nanoTime()}
     */
    public static void closeAll(Collection<HandleTenant> tenants, long deadline) {
        tenants.forEach(HandleTenant::stop);
        List<HandleTenant> left = inCallback() ? List.of() : notReleased(tenants, deadline);
        left.forEach(HandleTenant::report);
        left = notReleasedAfter(left, Handle::finishByForce);
        left = notReleasedAfter(left, Handle::takeBackFromExecutor);
        for (HandleTenant tenant : left) {
            LOG.log(Level.WARNING, "Callbacks of " + tenant.name + " are still running: " + tenant.counters());
        }
        for (HandleTenant tenant : tenants) {
            tenant.contextLoader = null;
            tenant.renewThreads();
        }
    }

    private static List<HandleTenant> notReleased(Collection<HandleTenant> tenants, long deadline) {
        return tenants.stream()
                .filter(tenant -> !tenant.awaitReleased(deadline))
                .toList();
    }

    private static List<HandleTenant> notReleasedAfter(List<HandleTenant> tenants, Consumer<Handle> measure) {
        if (tenants.isEmpty()) {
            return tenants;
        }
        for (HandleTenant tenant : tenants) {
            for (HandleList list : tenant.lists) {
                list.handles().forEach(measure);
            }
        }
        return notReleased(tenants, System.nanoTime() + tenants.get(0).pool.grace());
    }

    /** Renews the threads of the pool that have run code of this tenant, which may have left something on them. */
    public void renewThreads() {
        pool.renewThreads(poolTenant);
    }

    /** Does the work that threads without stack or memory have left undone in the handles of this tenant. */
    public void recover() {
        for (HandleList list : lists) {
            list.handles().forEach(Recovery::recover);
        }
    }

    /** Logs which handles have not ended within the drain time. */
    private void report() {
        long drained = pool.config().drainTime().toNanos();
        int reports = 0;
        for (HandleList list : lists) {
            for (Handle handle : list.handles()) {
                if (!handle.isOccupied()) {
                    continue; // the handle has ended after the list was read
                }
                if (reports++ == REPORTS_MAX) {
                    LOG.log(Level.WARNING, name + " stops, and further handles of it have not ended");
                    return;
                }
                ClosingWait.report(handle, name + " stops, and has waited", drained);
            }
        }
    }

    boolean isShortOfThreads() {
        return pool.isShortOfThreads() || expiry.isShortOfThreads();
    }

    /** Tries again to start threads that could not be started. */
    void tryAgain() {
        expiry.tryAgain();
        pool.tryAgain();
    }

    private boolean awaitReleased(long deadline) {
        boolean interrupted = false;
        boolean all = true;
        for (HandleList list : lists) {
            for (boolean done = false; !done; ) {
                try {
                    all &= list.awaitEmpty(deadline);
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    /** {@return whether the current thread runs a callback, on a pool, inline, or on an executor of the user} */
    public static boolean inCallback() {
        return Worker.inCallback() || CallbackThreads.depth() > 0;
    }

    /** {@return the counters of this tenant} */
    public AioCounters counters() {
        AioCounters sum = AioCounters.NONE;
        for (HandleList list : lists) {
            sum = sum.plus(list.counters());
        }
        return sum;
    }

    /**
     * Returns what observers see of the open handles.
     *
     * @param prefix begins the ids of the handles
     * @return a snapshot of each handle
     */
    public List<AioHandleSnapshot> snapshots(String prefix) {
        List<AioHandleSnapshot> snapshots = new ArrayList<>();
        long now = System.nanoTime();
        for (HandleList list : lists) {
            for (Handle handle : list.handles()) {
                snapshots.add(HandleDescription.snapshot(handle, prefix + handle.number, now));
            }
        }
        return snapshots;
    }

    /**
     * Stops and releases a handle, as the end of the tenant does.
     *
     * @param handleNumber the end of the handle's id
     * @return whether there is such a handle
     */
    public boolean close(String handleNumber) {
        for (HandleList list : lists) {
            for (Handle handle : list.handles()) {
                if (handleNumber.equals(Long.toString(handle.number))) {
                    handle.reapKeepingResults();
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * {@return the number of completions that are set aside because this tenant's callbacks block nearly all threads}
     */
    public int deferred() {
        return poolTenant.deferred();
    }

    /** {@return the name of this tenant in log entries} */
    public String name() {
        return name;
    }

    /** {@return the number that tells this tenant from the other tenants of the pool} */
    public int number() {
        return number;
    }

    PoolTenant poolTenant() {
        return poolTenant;
    }

    ClassLoader contextLoader() {
        return contextLoader;
    }

    CompletionPool pool() {
        return pool;
    }

    Expiry expiry() {
        return expiry;
    }
}
