package io.helve.net.eventloop;

import io.helve.internal.DirectMemorySource;
import io.helve.internal.MemoryBudget;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Direct memory for small sends: chunks that are not in use, a few megabytes at most, and the budgets of all tenants.
 * Any thread takes and returns chunks without a lock.
 */
public final class Chunks {
    private static final int SLOTS = 256;
    private static final int TRIED = 64;

    /** The most chunks that are on order at a time. */
    private static final int ORDERS = 16;

    private final AtomicReferenceArray<Chunk> free = new AtomicReferenceArray<>(SLOTS);
    private final AtomicInteger ordered = new AtomicInteger();
    private final MemoryBudget whole;
    private final DirectMemorySource source;
    private final Set<TenantChunks> tenants = ConcurrentHashMap.newKeySet();
    private volatile long tenantLimit;
    private volatile boolean closed;

    /**
     * Starts with one chunk: its creation loads Netty's classes, which the first send of a user should not have to wait
     * for.
     *
     * @param limit how much direct memory may be used
     * @param tenantLimit how much of it one tenant may use
     */
    Chunks(long limit, long tenantLimit) {
        whole = new MemoryBudget(limit);
        source = new DirectMemorySource("helve-memory-net", whole);
        source.whenShort(this::freeAll);
        this.tenantLimit = tenantLimit;
        if (whole.reserve(Chunk.SIZE)) {
            Chunk first = Chunk.direct(this);
            first.slot = slot();
            add(first);
        }
    }

    /**
     * Changes the limits.
     *
     * @param limit how much direct memory may be used
     * @param newTenantLimit how much of it one tenant may use
     */
    void limit(long limit, long newTenantLimit) {
        whole.setLimit(limit);
        tenantLimit = newTenantLimit;
        tenants.forEach(tenant -> tenant.budget().setLimit(newTenantLimit));
    }

    /** {@return the budget of all tenants} */
    MemoryBudget whole() {
        return whole;
    }

    /** {@return the tenants that have not gone} */
    Set<TenantChunks> tenants() {
        return tenants;
    }

    /**
     * Opens a tenant's view of the chunks.
     *
     * @param tenant the tenant's name
     * @return the view, which the tenant closes
     */
    public TenantChunks of(String tenant) {
        TenantChunks view = new TenantChunks(this, tenant, new MemoryBudget(tenantLimit));
        tenants.add(view);
        return view;
    }

    void forget(TenantChunks tenant) {
        tenants.remove(tenant);
    }

    /**
     * {@return an empty chunk; null if none is free, in which case a chunk has been ordered if the budget allows it}
     */
    Chunk take() {
        int first = slot();
        Chunk near = take(first, TRIED);
        if (near != null || order(first)) {
            return near;
        }
        return take(first + TRIED, SLOTS - TRIED); // another thread's chunk
    }

    private Chunk take(int first, int tried) {
        for (int i = 0; i < tried; i++) {
            int slot = first + i & SLOTS - 1;
            if (free.getOpaque(slot) != null) {
                Chunk chunk = free.getAndSet(slot, null);
                if (chunk != null) {
                    chunk.slot = first;
                    return chunk;
                }
            }
        }
        return null;
    }

    /** {@return whether a chunk is on order} */
    private boolean order(int slot) {
        if (closed) {
            return false;
        }
        if (ordered.get() >= ORDERS) {
            return true;
        }
        ordered.incrementAndGet();
        boolean accepted = false;
        try {
            accepted = source.order(Chunk.SIZE, () -> Chunk.direct(this), made -> {
                ordered.decrementAndGet();
                if (made != null) {
                    made.slot = slot;
                    add(made);
                }
            });
        } finally {
            if (!accepted) { // also if there is no memory for the order
                ordered.decrementAndGet();
            }
        }
        return accepted;
    }

    /** Adds a new chunk; the budget has been charged. */
    private void add(Chunk chunk) {
        chunk.release(); // as after its use
    }

    /** {@return whether the chunk is kept; otherwise the caller frees it} */
    boolean put(Chunk chunk) {
        for (int i = 0; i < TRIED && !closed && !whole.isExceeded(); i++) {
            if (free.compareAndSet(chunk.slot + i & SLOTS - 1, null, chunk)) {
                return true;
            }
        }
        return false;
    }

    /** The memory of a chunk has been freed. */
    void freed() {
        whole.release(Chunk.SIZE);
    }

    /** Frees all chunks. A chunk that is in use is freed when it comes back. */
    void close() {
        closed = true;
        source.close();
        freeAll();
    }

    /** Frees the chunks that are not in use; the pool must be closed or its budget exceeded. */
    private void freeAll() {
        for (int i = 0; i < SLOTS; i++) {
            Chunk chunk = free.getAndSet(i, null);
            if (chunk != null) {
                chunk.release();
            }
        }
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() * TRIED;
    }
}
