package io.helve.ops.jmx;

import io.helve.aio.AioCounters;
import io.helve.aio.AioSnapshot;
import java.util.function.Supplier;

/** A tenant of a pool: each getter reads a recent snapshot. A tenant that has gone has no counters. */
record TenantBean(String pool, String name, Supplier<AioSnapshot> snapshot) implements View, TenantMXBean {
    private AioCounters counters() {
        return snapshot.get().tenants().stream()
                .filter(tenant -> tenant.name().equals(name))
                .map(AioSnapshot.Tenant::counters)
                .reduce(AioCounters.NONE, AioCounters::plus);
    }

    @Override
    public String getPool() {
        return pool;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public long getOpenHandles() {
        return counters().open();
    }

    @Override
    public long getHandlesMax() {
        return snapshot.get().config().handlesMax();
    }

    @Override
    public long getPendingOperations() {
        return counters().inProgress();
    }

    @Override
    public long getStarted() {
        return counters().started();
    }

    @Override
    public long getSucceeded() {
        return counters().succeeded();
    }

    @Override
    public long getFailed() {
        return counters().failed();
    }

    @Override
    public long getCancelled() {
        return counters().cancelled();
    }

    @Override
    public long getTimedOut() {
        return counters().timedOut();
    }

    @Override
    public long getStopped() {
        return counters().stopped();
    }
}
