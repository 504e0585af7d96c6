package io.helve.examples.plugins.api;

import io.helve.aio.AioRuntime;

/** A plugin; found by {@link java.util.ServiceLoader} in the plugin's jar. */
public interface Plugin {
    /**
     * Starts the plugin, which need not be told when it ends: then the host closes the runtime.
     *
     * @param runtime the plugin's own
     */
    void start(AioRuntime runtime);
}
