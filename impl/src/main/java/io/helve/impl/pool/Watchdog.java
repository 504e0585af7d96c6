package io.helve.impl.pool;

import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * Checks the workers from time to time while they are busy: logs each callback that runs long, once, and starts a spare
 * thread when all threads are blocked and completions wait. The watchdog costs a worker two plain writes for each
 * callback.
 */
public final class Watchdog {
    /** The result of {@link #look} when no worker has to be watched. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final Logger LOG = SafeLogger.of(Watchdog.class);
    private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(1);

    /** The time without work after which the watchdog rests. Until then, sporadic work need not wake the watchdog. */
    private static final long REST_AFTER = TimeUnit.SECONDS.toNanos(1);

    private final CompletionPool pool;

    /** Tells the number of tenants. */
    private final IntSupplier tenants;

    private final Set<PoolTenant> throttled = new HashSet<>();
    private final LongAdder slowCallbacks = new LongAdder();
    private long lastActivity;
    private long lastRuns = -1;

    /**
     * Creates a watchdog.
     *
     * @param pool the pool to watch
     * @param tenants tells the present number of tenants
     */
    public Watchdog(CompletionPool pool, IntSupplier tenants) {
        this.pool = pool;
        this.tenants = tenants;
    }

    /**
     * Checks the workers once; called by one thread at a time.
     *
     * @param now the time as {@link System#nanoTime()} tells it
     * @return the nanoseconds until the next check, or {@link #NEVER} if the next request starts the checks again
     */
    public long look(long now) {
        long slow = pool.config().slowCallback().toNanos();
        long runs = 0;
        boolean blocked = true;
        boolean busy = false;
        int stuck = 0;
        Set<PoolTenant> blocking = new HashSet<>();
        for (Worker worker : pool.workers()) {
            long seen = worker.runs();
            Completion running = worker.running();
            runs += seen;
            if (running == null) {
                blocked = false;
                worker.watchedRuns = -1;
            } else {
                busy = true;
                blocked &= worker.watchedRuns == seen;
                if (worker.watchedRuns == seen) {
                    stuck++;
                    PoolTenant tenant = running.poolTenant();
                    tenant.blocked = blocking.add(tenant) ? 1 : tenant.blocked + 1;
                }
                watch(worker, running, seen, now, slow);
            }
        }
        share(blocking);
        pool.retireSpares(stuck);
        if (pool.isStarved() && blocked) {
            pool.addSpare();
        } else {
            pool.signalIfWork();
        }
        if (busy || !throttled.isEmpty() || runs != lastRuns || lastActivity == 0) {
            lastActivity = now;
            lastRuns = runs;
        } else if (now - lastActivity > REST_AFTER) {
            lastActivity = 0;
            return NEVER;
        }
        return Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, slow / 4));
    }

    /** Keeps one thread free of a tenant that blocks all threads, if the pool has further tenants. */
    private void share(Set<PoolTenant> blocking) {
        int most = Math.max(1, pool.config().threadsMax() - 1);
        boolean several = tenants.getAsInt() > 1;
        for (PoolTenant tenant : blocking) {
            if (several && tenant.blocked >= most && throttled.add(tenant)) {
                tenant.throttle();
                LOG.log(
                        Level.WARNING,
                        "Callbacks of " + tenant.name() + " block " + tenant.blocked + " threads of pool "
                                + pool.config().pool() + "; its further callbacks wait for them or for spare threads");
            }
        }
        int lost = 0;
        for (Iterator<PoolTenant> i = throttled.iterator(); i.hasNext(); ) {
            PoolTenant tenant = i.next();
            if (!several || !blocking.contains(tenant) || tenant.blocked < most) {
                i.remove();
                tenant.release().forEach(pool::dispatch);
                continue;
            }
            lost += tenant.blocked - most;
            if (tenant.deferred() > 0) {
                pool.addSpareFor(tenant);
            }
        }
        pool.replace(lost);
    }

    private void watch(Worker worker, Completion running, long seen, long now, long slow) {
        if (worker.watchedRuns != seen) {
            worker.watchedRuns = seen;
            worker.watchedSince = now;
            worker.reported = false;
        } else if (!worker.reported && now - worker.watchedSince >= slow) {
            worker.reported = true;
            worker.reportedSlow(worker.watchedSince);
            slowCallbacks.increment();
            StringBuilder text = new StringBuilder("Slow callback of ")
                    .append(running.poolTenant().name())
                    .append(": on thread ")
                    .append(worker.getName())
                    .append(" for ")
                    .append(TimeUnit.NANOSECONDS.toMillis(now - worker.watchedSince))
                    .append(" ms; callbacks must not block");
            for (StackTraceElement frame : worker.getStackTrace()) {
                text.append(System.lineSeparator()).append("\tat ").append(frame);
            }
            LOG.log(Level.WARNING, text.toString());
        }
    }

    /** {@return the number of callbacks that were reported} */
    public long slowCallbacks() {
        return slowCallbacks.sum();
    }
}
