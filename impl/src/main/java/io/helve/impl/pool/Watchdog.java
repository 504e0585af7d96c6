package io.helve.impl.pool;

import io.helve.internal.SafeLogger;
import io.helve.internal.SharedThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * Checks at intervals, while threads are busy, the threads that run code of tenants: workers, and Helve's other threads
 * that many tenants depend on ({@link SharedThread}). It reports calls that run long, adds a spare thread when all
 * workers are blocked and something waits, and has the inline callbacks of a tenant run on the pool for a while after
 * one has blocked a thread that others need. The threads pay nothing for it but two plain writes a call.
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
    private final LongAdder inlineSuspensions = new LongAdder();
    private final WatchClock clock = new WatchClock();

    /** Threads in a call that has been reported. */
    private final Set<CallbackThread> reported = new HashSet<>();

    /** Whether the present look has found code of a tenant running. */
    private boolean busy;

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
        clock.turn(now);
        long slow = pool.config().slowCallback().toNanos();
        long runs = 0;
        boolean blocked = true;
        busy = false;
        reported.removeIf(this::hasEnded);
        int stuck = 0;
        Set<PoolTenant> blocking = new HashSet<>();
        for (Worker worker : pool.workers()) {
            CallbackThread record = worker.record;
            long seen = record.runs();
            Completion running = record.running();
            runs += seen;
            if (running == null) {
                blocked = false;
            } else {
                busy = true;
                boolean stays = watch(record, running, seen, slow);
                blocked &= stays;
                if (stays) {
                    stuck++;
                    PoolTenant tenant = running.poolTenant();
                    tenant.blocked = blocking.add(tenant) ? 1 : tenant.blocked + 1;
                }
            }
        }
        CallbackThreads.forEach(record -> watchShared(record, slow));
        share(blocking);
        pool.retireSpares(stuck);
        pool.tryAgain();
        if (pool.isStarved() && blocked) {
            pool.addSpare();
        } else {
            pool.signalIfWork();
        }
        if (busy || pool.isShortOfThreads() || !throttled.isEmpty() || runs != lastRuns || lastActivity == 0) {
            lastActivity = now;
            lastRuns = runs;
        } else if (now - lastActivity > REST_AFTER) {
            lastActivity = 0;
            clock.rest();
            return NEVER;
        }
        return clock.lookAgain(Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, slow / 4)));
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

    /** Checks a thread that is not a worker, if it is a {@link SharedThread} and runs code of a tenant of this pool. */
    private void watchShared(CallbackThread record, long slow) {
        long seen = record.runs();
        Completion running = record.running();
        Thread thread = record.thread;
        if (running != null && running.poolTenant().pool == pool && thread != null && SharedThread.isShared(thread)) {
            busy = true;
            watch(record, running, seen, slow);
        }
    }

    /** {@return whether the thread has been in the same call since the last look} */
    private boolean watch(CallbackThread record, Completion running, long seen, long slow) {
        SlowCode watched = record.watched;
        long now = clock.now();
        if (watched.runs() != seen && reported.remove(record)) {
            ended(record);
        }
        if (!watched.stays(seen, clock, slow)) {
            return false;
        }
        if (watched.isDue(now)) {
            report(record, running, seen, now);
        }
        return true;
    }

    private void report(CallbackThread record, Completion running, long seen, long now) {
        Thread thread = record.thread;
        StackTraceElement[] stack = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        if (record.runs() != seen || stack.length == 0) {
            return; // it has just ended, and the stack is that of something else
        }
        SlowCode watched = record.watched;
        PoolTenant tenant = running.poolTenant();
        watched.dueAgain(now);
        if (reported.add(record)) {
            record.slowSince = clock.toNanoTime(watched.since());
            slowCallbacks.increment();
            suspendInline(record, tenant, thread);
        }
        String what = "Slow " + running.kind() + " of " + tenant.name() + ": on thread " + thread.getName();
        if (tenant.logQuota.take(now)) {
            watched.setLogged(what);
            Throwable trace = new StackOf(thread, stack);
            LOG.log(
                    Level.WARNING,
                    what
                            + String.format(Locale.ROOT, " for %,d ms; callbacks must not block", watched.millis(now))
                            + tenant.logQuota.suppressed(),
                    trace);
        }
    }

    /**
     * If the slow code is inside an inline callback, has the inline callbacks of its tenant run on the pool for a
     * while.
     */
    private void suspendInline(CallbackThread record, PoolTenant tenant, Thread thread) {
        if (record.inline > 0 && tenant.suspendInline()) {
            inlineSuspensions.increment();
            LOG.log(
                    Level.WARNING,
                    "Inline callbacks of " + tenant.name() + " run on the pool for "
                            + TimeUnit.NANOSECONDS.toSeconds(PoolTenant.SUSPENSION)
                            + " s, because one has blocked thread "
                            + thread.getName());
        }
    }

    private boolean hasEnded(CallbackThread record) {
        SlowCode watched = record.watched;
        if (record.runs() == watched.runs()) {
            busy = true;
            return false;
        }
        ended(record);
        return true;
    }

    private void ended(CallbackThread record) {
        SlowCode watched = record.watched;
        String ended = watched.ended(clock.now());
        if (ended != null) {
            LOG.log(Level.WARNING, ended);
        }
        watched.forget();
    }

    /** {@return how often a tenant has lost the privilege of inline callbacks} */
    public long inlineSuspensions() {
        return inlineSuspensions.sum();
    }

    /** {@return how many callbacks have been reported} */
    public long slowCallbacks() {
        return slowCallbacks.sum();
    }
}
