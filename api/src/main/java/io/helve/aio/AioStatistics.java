package io.helve.aio;

import io.helve.annotation.ThreadSafe;
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
}
