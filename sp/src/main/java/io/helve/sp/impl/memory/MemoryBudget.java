package io.helve.sp.impl.memory;

import io.helve.sp.provider.SpMemoryBudget;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of direct memory may be in use, by all sockets or by those of one tenant. Reserving never waits: a
 * caller that gets nothing does with less. May be used by any number of threads.
 */
public final class MemoryBudget implements SpMemoryBudget {
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile long limit;

    /**
     * Creates a budget of which nothing is used.
     *
     * @param limit how many bytes may be in use
     */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Changes the limit. Memory that is in use stays in use, also if it is more.
     *
     * @param newLimit how many bytes may be in use
     */
    public void setLimit(long newLimit) {
        limit = newLimit;
    }

    /** {@return how many bytes may be in use} */
    public long limit() {
        return limit;
    }

    /** {@return how many bytes are in use} */
    public long used() {
        return used.get();
    }

    /** {@return how many requests have got nothing} */
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
