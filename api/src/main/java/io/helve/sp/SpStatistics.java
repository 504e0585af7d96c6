package io.helve.sp;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells the state and the counters of all sockets of all users; a service that changes nothing. Mirrors
 * {@code nng_stats_get}.
 */
@ProviderType
public interface SpStatistics {
    /**
     * Returns the tree: below the root is each socket, below it its counters, dialers, listeners and pipes.
     *
     * @return an immutable snapshot
     */
    SpStatistic snapshot();
}
