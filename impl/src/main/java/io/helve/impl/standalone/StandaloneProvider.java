package io.helve.impl.standalone;

import io.helve.aio.AioConfig;
import io.helve.aio.AioRuntime;

/** What {@link java.util.ServiceLoader} finds: free of OSGi types, so that it loads without them. */
public final class StandaloneProvider implements AioRuntime.Provider {
    /** Called by {@link java.util.ServiceLoader}. */
    public StandaloneProvider() {}

    @Override
    public AioRuntime open(AioConfig config) {
        return new StandaloneRuntime(config);
    }
}
