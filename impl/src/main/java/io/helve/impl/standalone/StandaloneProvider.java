package io.helve.impl.standalone;

import io.helve.aio.AioConfig;
import io.helve.aio.AioRuntime;

/**
 * The provider that {@link java.util.ServiceLoader} finds. The class uses no types of OSGi, so it loads without OSGi on
 * the class path.
 */
public final class StandaloneProvider implements AioRuntime.Provider {
    /** Called by {@link java.util.ServiceLoader}. */
    public StandaloneProvider() {}

    @Override
    public AioRuntime open(AioConfig config) {
        return new StandaloneRuntime(config);
    }
}
