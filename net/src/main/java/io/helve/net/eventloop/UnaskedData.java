package io.helve.net.eventloop;

import io.helve.internal.MemoryBudget;

/**
 * The data of one tenant's connections that channels have read although nobody has asked them to. When a peer has ended
 * its side, epoll reads all that the operating system has buffered, which may be megabytes, to find the end. Such a
 * connection is closed and counts for nothing else, so peers that connect, send and leave could fill the heap. May be
 * used by any number of threads.
 */
public final class UnaskedData {
    /** All tenants together may hold this part of the maximum heap: one 16th. */
    private static final int SHARE = 16;

    /** One tenant may hold this part of the limit: half. */
    private static final int TENANT_SHARE = 2;

    private final MemoryBudget all;
    private final MemoryBudget own;

    /**
     * Creates the view of a tenant.
     *
     * @param all the budget of all tenants
     */
    public UnaskedData(MemoryBudget all) {
        this.all = all;
        own = new MemoryBudget(all.limit() / TENANT_SHARE);
    }

    /** {@return a budget for all tenants} */
    static MemoryBudget newBudget() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /**
     * Asks whether data may be kept.
     *
     * @param bytes how many bytes
     * @return whether they count from now on; otherwise the caller drops them
     */
    public boolean reserve(long bytes) {
        if (!own.reserve(bytes)) {
            return false;
        }
        boolean reserved = all.reserve(bytes);
        if (!reserved) {
            own.release(bytes);
        }
        return reserved;
    }

    /**
     * Tells that data was received or dropped.
     *
     * @param bytes how many bytes
     */
    public void release(long bytes) {
        own.release(bytes);
        all.release(bytes);
    }
}
