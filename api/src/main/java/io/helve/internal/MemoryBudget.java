package io.helve.internal;

import io.helve.sp.provider.SpMemoryBudget;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of a kind of memory may be in use, by all tenants or by one. Reserving never waits: a caller that gets
 * nothing does with less. May be used by any number of threads.
 */
public final class MemoryBudget implements SpMemoryBudget {
    private static final long SHORTAGE = TimeUnit.SECONDS.toNanos(30);

    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile long limit;

    /** A lower limit that holds while {@link #isShort} is set. */
    private volatile long available;

    /** The time at which the JVM last refused memory; valid while {@link #isShort} is set. */
    private volatile long shortSince;

    private volatile boolean isShort;

    /**
     * Creates a budget of which nothing is used.
     *
     * @param limit how many bytes may be in use
     */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Changes the limit. Reserved memory stays reserved, also above the new limit.
     *
     * @param newLimit how many bytes may be in use
     */
    public void setLimit(long newLimit) {
        limit = newLimit;
    }

    /** {@return the largest number of bytes that may be in use} */
    public long limit() {
        if (isShort && System.nanoTime() - shortSince > SHORTAGE) {
            isShort = false; // the memory may be there again
        }
        return isShort ? Math.min(limit, available) : limit;
    }

    @Override
    public void memoryIsShort() {
        available = used.get() / 2;
        shortSince = System.nanoTime();
        isShort = true;
    }

    @Override
    public boolean isExceeded() {
        return used.get() > limit();
    }

    /** {@return the number of bytes in use} */
    public long used() {
        return used.get();
    }

    /** {@return the number of refused requests} */
    public long refused() {
        return refused.get();
    }

    @Override
    public boolean reserve(long bytes) {
        long present = used.get();
        while (present + bytes <= limit()) {
            if (used.compareAndSet(present, present + bytes)) {
                return true;
            }
            present = used.get();
        }
        refused.incrementAndGet();
        return false;
    }

    /**
     * Counts bytes that are in use in any case, even above the limit. {@link #release} gives them back.
     *
     * @param bytes how many
     */
    public void take(long bytes) {
        used.addAndGet(bytes);
    }

    @Override
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }
}
