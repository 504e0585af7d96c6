package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes settings without OSGi. A program gets the control by {@code AioRuntime.service(StreamControl.class)}. In OSGi
 * Configuration Admin changes the settings.
 */
@ProviderType
@ThreadSafe
public interface StreamControl extends StreamStatistics {
    /**
     * Changes the settings of the running event loops; no operation is lost. Connections stay on their event loops. If
     * the number of threads, the transport or the time of polling changes, new connections run on new event loops, and
     * each old event loop ends with its last connection.
     *
     * @param config the new settings
     */
    void configure(StreamConfig config);
}
