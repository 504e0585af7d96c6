package io.helve.aio.provider;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The sources of events in which the workers of a completion pool wait. The default pool offers this service; further
 * pools keep their workers for themselves.
 */
@ProviderType
@ThreadSafe
public interface AioEventSources {
    /**
     * Adds a source. From now on idle workers may poll it.
     *
     * @param source the source
     */
    void add(AioEventSource source);

    /**
     * Removes a source. A worker may still be in it when this method returns, but not wait there for long. Workers that
     * have polled a source are replaced by new threads.
     *
     * @param source the source; nothing happens if it is unknown
     */
    void remove(AioEventSource source);
}
