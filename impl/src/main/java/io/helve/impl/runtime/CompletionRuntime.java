package io.helve.impl.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.AioConfig;
import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.aio.provider.AioEventSources;
import io.helve.impl.expiry.Expiry;
import io.helve.impl.handle.HandleTenant;
import io.helve.impl.pool.CompletionPool;
import io.helve.impl.pool.Watchdog;
import io.helve.impl.pool.Worker;
import io.helve.internal.SafeLogger;
import io.helve.operator.ResourceCloser;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A pool with its expiry, watchdog and tenants. In a framework each configured pool has a runtime; without a framework
 * {@code AioRuntime} has one.
 */
public final class CompletionRuntime implements AioStatistics, ResourceCloser, AutoCloseable {
    private static final Logger LOG = SafeLogger.of(CompletionRuntime.class);

    private final CompletionPool pool;
    private final Watchdog watchdog;
    private final Expiry expiry;
    private final LongAdder callbackFailures = new LongAdder();
    private final AtomicInteger tenantNumbers = new AtomicInteger();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<HandleTenant> tenants = new LinkedHashSet<>();

    /** Tenants that were closed when all tenants were closed together. Closing one of them again does nothing. */
    @GuardedBy("lock")
    private final Set<HandleTenant> drained = new HashSet<>();

    /** The number of tenants; written under the lock. */
    private volatile int tenantCount;

    /** Closed tenants whose callbacks were still running at the end of their drain time. */
    @GuardedBy("lock")
    private final Set<HandleTenant> lingering = new LinkedHashSet<>();

    /** The sums of the counters of all closed tenants. */
    @GuardedBy("lock")
    private AioCounters past = AioCounters.NONE;

    @GuardedBy("lock")
    private boolean closing;

    /**
     * Opens a runtime; its threads start when first needed.
     *
     * @param config its settings
     */
    public CompletionRuntime(AioConfig config) {
        pool = new CompletionPool(config, this::requestHousekeeping, this::recover);
        watchdog = new Watchdog(pool, () -> tenantCount);
        DaemonThreads threads = new DaemonThreads();
        expiry = new Expiry(
                System::nanoTime,
                body -> threads.newThread("helve-expiry-" + config.pool(), body),
                now -> watchdog.look(now));
    }

    /** {@return where providers add the sources of events in which workers may wait} */
    public AioEventSources eventSources() {
        return pool;
    }

    private void requestHousekeeping() {
        expiry.requestHousekeeping();
    }

    private void recover() {
        present().forEach(HandleTenant::recover);
    }

    /** {@return the tenants, and those closed tenants that have open handles} */
    private List<HandleTenant> present() {
        synchronized (lock) {
            List<HandleTenant> present = new ArrayList<>(tenants);
            present.addAll(lingering);
            return present;
        }
    }

    /**
     * Opens a tenant.
     *
     * @param name the name of the tenant in log entries
     * @param contextLoader the context class loader of its callbacks, may be null
     * @return a new tenant, for {@link #closeTenant} at its end
     * @throws AioException {@code ESTOPPED} if this runtime is closing
     */
    public HandleTenant openTenant(String name, ClassLoader contextLoader) {
        return openTenant(name, contextLoader, Integer.MAX_VALUE);
    }

    /**
     * Opens a tenant with a quota of its own.
     *
     * @param name the name of the tenant in log entries
     * @param contextLoader the context class loader of its callbacks, may be null
     * @param handlesMax how many handles it may have open, if the pool allows as many
     * @return a new tenant, for {@link #closeTenant} at its end
     * @throws AioException {@code ESTOPPED} if this runtime is closing
     */
    public HandleTenant openTenant(String name, ClassLoader contextLoader, int handlesMax) {
        HandleTenant tenant = new HandleTenant(
                name, tenantNumbers.incrementAndGet(), handlesMax, contextLoader, pool, expiry, callbackFailures);
        synchronized (lock) {
            if (closing) {
                throw new AioException(AioError.ESTOPPED, "the runtime of pool " + config().pool() + " is closing");
            }
            tenants.add(tenant);
            tenantCount = tenants.size();
        }
        return tenant;
    }

    /**
     * Closes a tenant as {@link HandleTenant#close} does, within the drain time.
     *
     * @param tenant the tenant
     */
    public void closeTenant(HandleTenant tenant) {
        tenant.close(System.nanoTime() + config().drainTime().toNanos());
        forget(tenant);
    }

    /**
     * Makes a tenant that is stopped from the beginning, for a bundle that goes while it asks for the service: its
     * methods answer {@code ESTOPPED}, as they would a moment later.
     *
     * @param name the name of the tenant in log entries
     * @return a stopped tenant, for {@link #closeTenant} at its end
     */
    public HandleTenant openStopped(String name) {
        HandleTenant tenant = new HandleTenant(
                name, tenantNumbers.incrementAndGet(), Integer.MAX_VALUE, null, pool, expiry, callbackFailures);
        tenant.stop();
        return tenant;
    }

    /**
     * Closes a tenant while everything stops, as when a framework stops its bundles one after the other. The first call
     * closes all tenants within one drain time; later calls have nothing to wait for.
     *
     * @param tenant the tenant
     */
    public void closeTenantWithAll(HandleTenant tenant) {
        List<HandleTenant> all;
        synchronized (lock) {
            all = notYetDrained();
        }
        if (!all.isEmpty()) {
            LOG.log(Level.DEBUG, () -> "Everything stops: " + all.size() + " tenants are closed together");
            HandleTenant.closeAll(all, System.nanoTime() + config().drainTime().toNanos());
        }
        forget(tenant);
    }

    @GuardedBy("lock")
    private List<HandleTenant> notYetDrained() {
        List<HandleTenant> result = new ArrayList<>(tenants);
        result.removeAll(drained);
        drained.addAll(result);
        return result;
    }

    private void forget(HandleTenant tenant) {
        synchronized (lock) {
            drained.remove(tenant);
            if (tenants.remove(tenant)) {
                lingering.add(tenant);
                tenantCount = tenants.size();
            }
            addEndedToSums();
        }
    }

    /** Adds the counters of closed tenants whose callbacks have ended to the sums. */
    @GuardedBy("lock")
    private void addEndedToSums() {
        for (Iterator<HandleTenant> i = lingering.iterator(); i.hasNext(); ) {
            HandleTenant tenant = i.next();
            AioCounters its = tenant.counters();
            if (its.open() == 0) {
                past = past.plus(its);
                i.remove();
                tenant.renewThreads(); // once more: callbacks of it may have run since it was closed
            }
        }
    }

    /**
     * Changes the settings.
     *
     * @param config the new settings, with the same pool name
     */
    public void configure(AioConfig config) {
        Objects.requireNonNull(config, "config");
        if (!config.pool().equals(config().pool())) {
            throw new IllegalArgumentException(
                    "the name of pool " + config().pool() + " cannot change to " + config.pool());
        }
        pool.configure(config);
    }

    /** {@return the settings in force} */
    public AioConfig config() {
        return pool.config();
    }

    @Override
    public List<AioHandleSnapshot> handles() {
        return present().stream()
                .flatMap(tenant -> tenant.snapshots(idPrefix(tenant)).stream())
                .toList();
    }

    @Override
    public List<AioCallbackSnapshot> callbacks() {
        return pool.callbacks();
    }

    /** Stops and releases the handle with an id of {@link #handles}. */
    @Override
    public boolean close(String id) {
        for (HandleTenant tenant : present()) {
            String prefix = idPrefix(tenant);
            if (id.startsWith(prefix) && tenant.close(id.substring(prefix.length()))) {
                return true;
            }
        }
        return false;
    }

    private String idPrefix(HandleTenant tenant) {
        return "handle/" + config().pool() + "/" + tenant.number() + "/";
    }

    /** {@return the state and the counters} */
    @Override
    public AioSnapshot snapshot() {
        List<AioSnapshot.Tenant> counters = new ArrayList<>();
        AioCounters total;
        long queued = pool.queued();
        synchronized (lock) {
            addEndedToSums();
            total = past;
            for (HandleTenant tenant : lingering) {
                total = total.plus(tenant.counters());
                queued += tenant.deferred();
            }
            for (HandleTenant tenant : tenants) {
                AioCounters its = tenant.counters();
                total = total.plus(its);
                queued += tenant.deferred();
                counters.add(new AioSnapshot.Tenant(tenant.name(), its));
            }
        }
        AioConfig config = config();
        int threads = pool.threads();
        return new AioSnapshot(
                config,
                threads,
                Math.max(0, threads - config.threadsMax()),
                pool.busyThreads(),
                queued,
                watchdog.slowCallbacks(),
                watchdog.inlineSuspensions(),
                callbackFailures.sum(),
                total,
                List.copyOf(counters),
                pool.queueTime(),
                pool.runTime());
    }

    /** Stops all handles, waits for their end within the drain time, and ends all threads. Idempotent. */
    @Override
    public void close() {
        List<HandleTenant> leaving;
        synchronized (lock) {
            closing = true;
            leaving = notYetDrained();
        }
        long deadline = System.nanoTime() + config().drainTime().toNanos();
        HandleTenant.closeAll(leaving, deadline);
        for (Worker worker : pool.close(Math.max(deadline, System.nanoTime() + pool.grace()))) {
            Thread thread = worker.thread();
            StringBuilder text = new StringBuilder("Thread ")
                    .append(thread.getName())
                    .append(" does not end: a callback blocks it and ignores interrupts");
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append(System.lineSeparator()).append("\tat ").append(frame);
            }
            LOG.log(Level.ERROR, text.toString());
        }
        expiry.close(1000);
        List<HandleTenant> all;
        synchronized (lock) {
            all = List.copyOf(tenants);
        }
        all.forEach(this::forget);
    }
}
