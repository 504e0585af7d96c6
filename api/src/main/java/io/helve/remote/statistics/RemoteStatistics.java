package io.helve.remote.statistics;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Returns the state and the counters of exported and imported services. This is a service that changes nothing: a look
 * opens no connection, and calls no service.
 */
@ProviderType
@ThreadSafe
public interface RemoteStatistics {
    /**
     * Returns the state and the counters.
     *
     * @return an immutable snapshot
     */
    RemoteSnapshot snapshot();
}
