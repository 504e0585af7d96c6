package io.helve.sp.impl.memory;

import io.helve.sp.provider.SpMemoryBudget;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of direct memory may be in use, by all sockets or by those of one tenant. Reserving never waits: a
 * caller whose request is refused works with less memory. May be used by any number of threads.
 */
public final class MemoryBudget implements SpMemoryBudget {
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile long limit;

    /**
     * Creates an unused budget.
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
        return limit;
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
        while (present + bytes <= limit) {
            if (used.compareAndSet(present, present + bytes)) {
                return true;
            }
            present = used.get();
        }
        refused.incrementAndGet();
        return false;
    }

    @Override
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }
}
