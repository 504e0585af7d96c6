package io.helve.ops.health;

import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.AioSnapshot;
import io.helve.ops.model.Observed;
import io.helve.ops.text.Quantity;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Whether the pools run callbacks: blocked threads, completions that wait, quotas. */
public final class PoolsCheck implements Check {
    private final Observed observed;
    private final Thresholds thresholds;
    private final LongSupplier clock;

    /** When each pool has been seen to complete an operation, or to have nothing to do, by its name. */
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();

    private record Progress(long completed, long at) {}

    /**
     * Creates the check.
     *
     * @param observed the pools
     * @param thresholds the limits
     * @param clock tells the time in nanoseconds
     */
    public PoolsCheck(Observed observed, Thresholds thresholds, LongSupplier clock) {
        this.observed = observed;
        this.thresholds = thresholds;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Helve pools";
    }

    @Override
    public String tag() {
        return "helve-pools";
    }

    @Override
    public Findings look() {
        Findings findings = new Findings();
        List<AioSnapshot> pools = observed.pools();
        pools.forEach(pool -> look(pool, findings));
        progress.keySet()
                .removeIf(name ->
                        pools.stream().noneMatch(pool -> pool.config().pool().equals(name)));
        if (pools.isEmpty()) {
            findings.add(Severity.TEMPORARILY_UNAVAILABLE, "there is no pool: is io.helve.impl started?");
        }
        return findings;
    }

    private void look(AioSnapshot pool, Findings findings) {
        String name = pool.config().pool();
        String queue = pool.queued() + " completions wait, " + pool.busyThreads() + " of " + pool.threads()
                + " threads are in callbacks";
        long now = clock.getAsLong();
        Progress seen = progress.merge(
                name,
                new Progress(pool.total().completed(), now),
                (before, present) -> pool.queued() > 0 && before.completed() == present.completed() ? before : present);
        long stalled = now - seen.at();
        boolean isStalled = pool.queued() > 0 && stalled >= thresholds.stall().toNanos();
        boolean isBusy = pool.queued() > 0 && pool.threads() > 0 && pool.busyThreads() >= pool.threads();
        if (isStalled) {
            findings.add(
                    Severity.CRITICAL,
                    "pool " + name + " has completed nothing for " + Quantity.duration(stalled) + ": " + queue
                            + "; helve:callbacks --stack shows where");
        } else {
            findings.add(isBusy ? Severity.WARN : Severity.OK, "pool " + name + ": " + queue);
        }
        lookForSlowCallbacks(pool, findings);
        pool.tenants().forEach(tenant -> lookAtQuota(pool, tenant, findings));
    }

    private void lookForSlowCallbacks(AioSnapshot pool, Findings findings) {
        String threads = "helve-aio-" + pool.config().pool() + "-";
        for (AioCallbackSnapshot callback : observed.callbacks()) {
            boolean isSlow = callback.running().compareTo(pool.config().slowCallback()) >= 0;
            if (isSlow && callback.thread().startsWith(threads)) {
                findings.add(
                        Severity.WARN,
                        "a callback of " + callback.tenant() + " has run for "
                                + Quantity.duration(callback.running().toNanos()) + " on thread " + callback.thread());
            }
        }
    }

    private void lookAtQuota(AioSnapshot pool, AioSnapshot.Tenant tenant, Findings findings) {
        long open = tenant.counters().open();
        long most = pool.config().handlesMax();
        if (open >= most) {
            findings.add(
                    Severity.CRITICAL,
                    tenant.name() + " has used up its quota of " + most + " handles (handles.max) in pool "
                            + pool.config().pool());
        } else if (open * 100 >= most * thresholds.quotaPercent()) {
            findings.add(
                    Severity.WARN,
                    tenant.name() + " has " + open + " handles open in pool "
                            + pool.config().pool() + "; its quota (handles.max) is " + most);
        }
    }
}
