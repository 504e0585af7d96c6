package io.helve.impl.handle;

import io.helve.impl.pool.Completion;
import io.helve.impl.pool.PoolTenant;
import io.helve.impl.pool.Worker;

/**
 * Calls the canceller of a handle on a worker: when the time of an operation is up, and when a tenant goes. While a
 * canceller has been requested and has not returned, the handle's completion is held back, so a handle needs one of
 * these at most.
 */
final class Cancellation extends Completion {
    private final Handle handle;

    Cancellation(Handle handle) {
        this.handle = handle;
    }

    @Override
    protected void complete(Worker worker) {
        worker.enter(this, handle.tenant.contextLoader());
        CancellerCalls.callNow(handle, handle.cancelledSequence());
        worker.leave();
    }

    @Override
    protected PoolTenant poolTenant() {
        return handle.tenant.poolTenant();
    }

    @Override
    protected String kind() {
        return "canceller";
    }
}
