package io.helve.itest.memory;

import io.helve.sp.provider.SpTransport;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers a transport of the scheme {@code memory}, as any bundle can. */
public final class MemoryActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        String scheme = "memory";
        context.registerService(
                SpTransport.class,
                new MemoryTransport(scheme),
                new Hashtable<>(Map.of(SpTransport.SCHEME, new String[] {scheme})));
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters
    }
}
