package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The OSGi service through which a pool is observed: one for each pool, with the service property
 * {@value AioFactory#POOL}. It changes nothing and hands out nothing that could.
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
