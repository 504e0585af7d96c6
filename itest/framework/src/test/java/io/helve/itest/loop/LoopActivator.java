package io.helve.itest.loop;

import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers a provider of the scheme {@code loop}, as any bundle can. */
public final class LoopActivator implements BundleActivator, StreamProvider {
    @Override
    public void start(BundleContext context) {
        context.registerService(StreamProvider.class, this, new Hashtable<>(Map.of(SCHEME, "loop")));
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters
    }

    @Override
    public Set<String> schemes() {
        return Set.of("loop");
    }

    @Override
    public StreamSession open(String user) {
        return new LoopSession();
    }
}
