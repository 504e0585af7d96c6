package io.helve.itest.foreign;

import io.helve.sp.provider.SpTransport;
import io.helve.stream.provider.StreamProvider;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers the provider of streams and the transport, as any bundle can. */
public final class ForeignActivator implements BundleActivator {
    /** Called by the framework. */
    public ForeignActivator() {}

    @Override
    public void start(BundleContext context) {
        context.registerService(
                StreamProvider.class,
                new NioStreams(),
                new Hashtable<>(Map.of(StreamProvider.SCHEME, NioStreams.NAME)));
        context.registerService(
                SpTransport.class,
                new FrameTransport(),
                new Hashtable<>(Map.of(SpTransport.SCHEME, FrameTransport.NAME)));
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the services. Helve then closes their endpoints and streams, and with the last of
        // these the loop ends.
    }
}
