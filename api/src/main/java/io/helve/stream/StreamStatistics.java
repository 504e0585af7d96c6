package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import java.util.List;
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

    /**
     * Returns the open streams, dialers, listeners and datagram endpoints of all tenants. Objects of other providers
     * than Helve's own are not listed.
     *
     * @return a snapshot of each object, the oldest object first; an unmodifiable list
     */
    List<StreamResource> resources();
}
