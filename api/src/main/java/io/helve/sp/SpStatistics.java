package io.helve.sp;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells the state and the counters of all sockets of all tenants. A service, which changes nothing. Mirrors
 * {@code nng_stats_get}.
 */
@ProviderType
@ThreadSafe
public interface SpStatistics {
    /**
     * Returns the tree: below the root is each socket, below it its counters, dialers, listeners and pipes.
     *
     * @return an immutable snapshot
     */
    SpStatistic snapshot();
}
