package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes settings without OSGi, found by {@code AioRuntime.service(StreamControl.class)}; in OSGi Configuration Admin
 * does that.
 */
@ProviderType
@ThreadSafe
public interface StreamControl extends StreamStatistics {
    /**
     * Changes the settings of the running event loops; no operation is lost. Connections stay on the event loop they
     * are on; with another number of threads, another transport or another time of polling new ones come to new event
     * loops, and the old ones end with their last connection.
     *
     * @param config the new settings
     */
    void configure(StreamConfig config);
}
