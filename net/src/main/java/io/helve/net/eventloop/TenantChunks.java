package io.helve.net.eventloop;

import io.helve.internal.MemoryBudget;

/**
 * A tenant's memory for small sends. Chunks of direct memory count against the tenant's budget. When a budget is used
 * up, and while direct memory is on order, sends are coalesced on the heap.
 */
public final class TenantChunks {
    private final Chunks chunks;
    private final String tenant;
    private final MemoryBudget budget;

    TenantChunks(Chunks chunks, String tenant, MemoryBudget budget) {
        this.chunks = chunks;
        this.tenant = tenant;
        this.budget = budget;
    }

    /**
     * Takes a chunk.
     *
     * @param least how many bytes it must have room for, {@link Chunk#SIZE} at most
     * @return an empty chunk
     */
    public Chunk take(int least) {
        if (budget.reserve(Chunk.SIZE)) {
            Chunk direct = chunks.take();
            if (direct != null) {
                direct.usedBy(budget);
                return direct;
            }
            budget.release(Chunk.SIZE);
        }
        return Chunk.onHeap(least);
    }

    /** {@return the tenant's name} */
    String tenant() {
        return tenant;
    }

    /** {@return how much direct memory the tenant may use} */
    MemoryBudget budget() {
        return budget;
    }

    /** Forgets the tenant, which has gone. Its chunks come back when they have been written. */
    public void close() {
        chunks.forget(this);
    }
}
