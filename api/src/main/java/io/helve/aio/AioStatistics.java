package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The OSGi service for observing a pool. Each pool has one such service, with the service property
 * {@value AioFactory#POOL}. The service changes nothing, and no object that it returns can change anything.
 */
@ProviderType
@ThreadSafe
public interface AioStatistics {
    /**
     * Returns the state of the pool and its counters.
     *
     * @return an immutable snapshot
     */
    AioSnapshot snapshot();

    /**
     * Returns the open handles of all tenants. The pool keeps nothing for this list: the call walks over all handles,
     * and asks the provider of each pending operation to describe it.
     *
     * @return one snapshot for each handle, in no particular order; an unmodifiable list
     */
    List<AioHandleSnapshot> handles();

    /**
     * Returns the callbacks that run on the pool's threads now. Callbacks that run on an executor of the tenant, or
     * inline, are not among them.
     *
     * @return one snapshot for each running callback; an unmodifiable list
     */
    List<AioCallbackSnapshot> callbacks();
}
