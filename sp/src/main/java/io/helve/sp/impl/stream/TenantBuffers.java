package io.helve.sp.impl.stream;

import io.helve.sp.provider.SpMemoryBudget;
import java.nio.ByteBuffer;

/**
 * The direct buffers of the pipes of one tenant. The buffers come from the pool that all tenants share, and count
 * against the tenant's budget.
 */
final class TenantBuffers {
    private final DirectBufferPool pool;
    private final SpMemoryBudget whole;
    private final SpMemoryBudget tenant;

    /**
     * Creates a view of the pool.
     *
     * @param pool the pool of all tenants
     * @param whole the budget for all
     * @param tenant the tenant's budget
     */
    TenantBuffers(DirectBufferPool pool, SpMemoryBudget whole, SpMemoryBudget tenant) {
        this.pool = pool;
        this.whole = whole;
        this.tenant = tenant;
    }

    /** {@return a small buffer, which is on the heap if a budget is used up} */
    ByteBuffer small() {
        if (!tenant.reserve(DirectBufferPool.SMALL)) {
            return ByteBuffer.allocate(DirectBufferPool.SMALL);
        }
        ByteBuffer buffer = pool.small(whole);
        if (!buffer.isDirect()) {
            tenant.release(DirectBufferPool.SMALL);
        }
        return buffer;
    }

    /**
     * Returns a large buffer.
     *
     * @param last the large buffer that the caller had last, which the pool prefers, or null
     * @return the buffer, or null if a budget is used up; the caller must then work without a large buffer
     */
    ByteBuffer large(ByteBuffer last) {
        if (!tenant.reserve(DirectBufferPool.LARGE)) {
            pool.reclaim();
            if (!tenant.reserve(DirectBufferPool.LARGE)) {
                return null;
            }
        }
        ByteBuffer buffer = pool.large(last, whole);
        if (buffer == null) {
            tenant.release(DirectBufferPool.LARGE);
        }
        return buffer;
    }

    /** Takes back a buffer that is no longer in use. */
    void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            tenant.release(buffer.capacity());
            pool.give(buffer, whole);
        }
    }

    void hold(DirectBufferPool.Holder holder) {
        pool.hold(holder);
    }

    void letGo(DirectBufferPool.Holder holder) {
        pool.letGo(holder);
    }
}
