package io.helve.sp.impl.stream;

import io.helve.internal.DirectMemorySource;
import io.helve.internal.UnfinishedMessages;
import io.helve.sp.provider.SpMemoryBudget;
import java.nio.ByteBuffer;

/**
 * The direct buffers of the pipes of one tenant. The buffers come from the pool that all tenants share, and count
 * against the tenant's budget.
 */
final class TenantBuffers {
    private final DirectBufferPool pool;
    private final DirectMemorySource source;
    private final SpMemoryBudget tenant;
    private final TenantHeap heap;

    /**
     * Creates a view of the pool.
     *
     * @param pool the pool of all tenants
     * @param source allocates within the budget for all
     * @param tenant the tenant's budget
     * @param heap what the tenant's pipes keep on the heap
     */
    TenantBuffers(DirectBufferPool pool, DirectMemorySource source, SpMemoryBudget tenant, TenantHeap heap) {
        this.pool = pool;
        this.source = source;
        this.tenant = tenant;
        this.heap = heap;
    }

    /** {@return the tenant's messages of which a part has arrived} */
    UnfinishedMessages unfinished() {
        return heap.unfinished();
    }

    /** {@return whether a stalled reader may keep so many bytes on the heap, instead of its large buffer} */
    boolean park(int bytes) {
        return heap.parked().reserve(bytes);
    }

    /** Tells that bytes which were parked are no longer kept. */
    void unpark(int bytes) {
        heap.parked().release(bytes);
    }

    /** {@return a small buffer, which is on the heap if there is no direct one} */
    ByteBuffer small() {
        ByteBuffer direct = smallDirect();
        return direct == null ? ByteBuffer.allocate(DirectBufferPool.SMALL) : direct;
    }

    /** {@return a small direct buffer, or null if a budget is used up or the buffer is on order} */
    ByteBuffer smallDirect() {
        if (!tenant.reserve(DirectBufferPool.SMALL)) {
            return null;
        }
        ByteBuffer buffer = pool.smallDirect(source);
        if (buffer == null) {
            tenant.release(DirectBufferPool.SMALL);
        }
        return buffer;
    }

    /**
     * Returns a large buffer.
     *
     * @param last the large buffer that the caller had last, which the pool prefers, or null
     * @return the buffer, or null if a budget is used up or the buffer is on order; the caller must then work without a
     *     large buffer
     */
    ByteBuffer large(ByteBuffer last) {
        if (!tenant.reserve(DirectBufferPool.LARGE)) {
            pool.reclaim();
            if (!tenant.reserve(DirectBufferPool.LARGE)) {
                return null;
            }
        }
        ByteBuffer buffer = pool.large(last, source);
        if (buffer == null) {
            tenant.release(DirectBufferPool.LARGE);
        }
        return buffer;
    }

    /** Takes back a buffer that is no longer in use. */
    void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            tenant.release(buffer.capacity());
            pool.give(buffer, source.budget());
        }
    }

    void hold(DirectBufferPool.Holder holder) {
        pool.hold(holder);
    }

    void letGo(DirectBufferPool.Holder holder) {
        pool.letGo(holder);
    }
}
