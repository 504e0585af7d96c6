package io.helve.sp;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Returns the state and the counters of all sockets of all tenants. This is a service that changes nothing. Mirrors
 * {@code nng_stats_get}.
 */
@ProviderType
@ThreadSafe
public interface SpStatistics {
    /**
     * Returns the tree of statistics. The root has a child for each socket, and a socket's node has its counters,
     * dialers, listeners and pipes as children.
     *
     * @return an immutable snapshot
     */
    SpStatistic snapshot();
}
