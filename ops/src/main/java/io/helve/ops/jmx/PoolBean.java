package io.helve.ops.jmx;

import io.helve.aio.AioCounters;
import io.helve.aio.AioSnapshot;
import io.helve.ops.model.Observed;
import java.util.List;
import java.util.function.Supplier;

/** A pool: each getter reads a recent snapshot. */
final class PoolBean extends Notifier implements PoolMXBean {
    private static final int HANDLES = 100;

    private final String name;
    private final Supplier<AioSnapshot> pool;
    private final Observed observed;

    PoolBean(String name, Supplier<AioSnapshot> pool, Observed observed) {
        super(PoolMXBean.class, SLOW_CALLBACK, CALLBACK_FAILED, QUOTA);
        this.name = name;
        this.pool = pool;
        this.observed = observed;
        compare(pool.get());
    }

    @Override
    void look() {
        compare(pool.get());
    }

    private void compare(AioSnapshot present) {
        long full = present.tenants().stream()
                .filter(tenant -> tenant.counters().open() >= present.config().handlesMax())
                .count();
        notifyIfGrown(SLOW_CALLBACK, present.slowCallbacks(), "callbacks of pool " + name + " ran too long");
        notifyIfGrown(CALLBACK_FAILED, present.callbackFailures(), "callbacks of pool " + name + " threw");
        notifyIfGrown(QUOTA, full, "tenants of pool " + name + " have used up their quota of handles");
    }

    private AioCounters total() {
        return pool.get().total();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getThreads() {
        return pool.get().threads();
    }

    @Override
    public int getThreadsMax() {
        return pool.get().config().threadsMax();
    }

    @Override
    public int getSpareThreads() {
        return pool.get().spareThreads();
    }

    @Override
    public int getBusyThreads() {
        return pool.get().busyThreads();
    }

    @Override
    public long getQueued() {
        return pool.get().queued();
    }

    @Override
    public long getSlowCallbacks() {
        return pool.get().slowCallbacks();
    }

    @Override
    public long getCallbackFailures() {
        return pool.get().callbackFailures();
    }

    @Override
    public int getTenants() {
        return pool.get().tenants().size();
    }

    @Override
    public long getOpenHandles() {
        return total().open();
    }

    @Override
    public long getPendingOperations() {
        return total().inProgress();
    }

    @Override
    public long getStartedOperations() {
        return total().started();
    }

    @Override
    public long getCompletedOperations() {
        return total().completed();
    }

    @Override
    public long getQueueNanosP50() {
        return pool.get().queueTime().percentile(50);
    }

    @Override
    public long getQueueNanosP99() {
        return pool.get().queueTime().percentile(99);
    }

    @Override
    public long getRunNanosP50() {
        return pool.get().runTime().percentile(50);
    }

    @Override
    public long getRunNanosP99() {
        return pool.get().runTime().percentile(99);
    }

    @Override
    public long getRunNanosMax() {
        return pool.get().runTime().max();
    }

    @Override
    public List<HandleData> getOldestHandles() {
        String prefix = "handle/" + name + "/";
        return observed.handles().stream()
                .filter(handle -> handle.id().startsWith(prefix))
                .limit(HANDLES)
                .map(HandleData::new)
                .toList();
    }

    @Override
    public List<CallbackData> getRunningCallbacks() {
        String prefix = "helve-aio-" + name + "-";
        return observed.callbacks().stream()
                .filter(callback -> callback.thread().startsWith(prefix))
                .map(CallbackData::new)
                .toList();
    }
}
