package io.helve.itest.foreign;

import io.helve.aio.AioConfig;
import io.helve.aio.AioRuntime;
import java.util.ServiceLoader;

/**
 * Opens the runtimes of tests: those of Helve, or with the system property {@value #FACTORY} tenants of Helve's bundles
 * in a framework. So the same tests run in plain Java, in Felix and in Equinox.
 */
public final class FrameworkProvider implements AioRuntime.Provider {
    static final String FACTORY = "foreign.framework";

    /** Called by {@link ServiceLoader}. */
    public FrameworkProvider() {}

    @Override
    public AioRuntime open(AioConfig config) {
        if (System.getProperty(FACTORY) != null) {
            return new TenantRuntime(HelveFramework.started());
        }
        return ServiceLoader.load(AioRuntime.Provider.class).stream()
                .filter(each -> each.type() != FrameworkProvider.class)
                .findFirst()
                .orElseThrow()
                .get()
                .open(config);
    }
}
