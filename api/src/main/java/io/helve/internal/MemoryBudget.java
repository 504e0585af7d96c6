package io.helve.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of a kind of memory may be in use, by all tenants or by one. Reserving never waits: a caller that gets
 * nothing does with less. May be used by any number of threads.
 */
public final class MemoryBudget {
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile long limit;

    /**
     * A lower limit that holds while the JVM has less memory than {@link #limit} says; otherwise the greatest number.
     */
    private volatile long available = Long.MAX_VALUE;

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
        return Math.min(limit, available);
    }

    /**
     * Notes that the JVM has less memory than the limit says: halves what may be in use, because other code needs
     * memory, too.
     */
    void memoryIsShort() {
        available = used.get() / 2;
    }

    /** Forgets that memory was short, because it may be there again. */
    void memoryMayBeBack() {
        available = Long.MAX_VALUE;
    }

    /** {@return whether more is in use than may be, because the limit was lowered or memory is short} */
    public boolean isExceeded() {
        return used.get() > limit();
    }

    /** {@return how many bytes are in use} */
    public long used() {
        return used.get();
    }

    /** {@return how many requests have got nothing} */
    public long refused() {
        return refused.get();
    }

    /**
     * Reserves bytes.
     *
     * @param bytes how many
     * @return whether there was room for them; if so, {@link #release} must follow
     */
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
     * Gives bytes back.
     *
     * @param bytes how many
     */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }
}
