package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** Returns the state of the event loops and connections. This is a service that changes nothing. */
@ProviderType
@ThreadSafe
public interface StreamStatistics {
    /**
     * Returns the state and the counters.
     *
     * @return an immutable snapshot
     */
    StreamSnapshot snapshot();
}
