package io.helve.net.osgi;

import io.helve.net.routing.StreamRouter;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import java.util.Set;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * The service with which bundles make streams. Each bundle has its own instance, which is closed with all its streams
 * when the bundle releases the service.
 */
@Component(service = StreamFactory.class, scope = ServiceScope.BUNDLE, configurationPolicy = ConfigurationPolicy.IGNORE)
@Capability(namespace = "osgi.implementation", name = "io.helve.stream", version = "1.0.0", uses = StreamFactory.class)
public final class StreamFactoryComponent implements StreamFactory {
    private final StreamRouter router;

    /**
     * Called by the component runtime.
     *
     * @param tracker knows the providers
     * @param context the context, whose using bundle is the tenant
     */
    @Activate
    public StreamFactoryComponent(@Reference ProviderTracker tracker, ComponentContext context) {
        Bundle user = context.getUsingBundle();
        router = new StreamRouter(user.getSymbolicName() + " [" + user.getBundleId() + "]", tracker.providers());
    }

    @Deactivate
    void deactivate() {
        router.close();
    }

    @Override
    public StreamDialer dialer(StreamUrl url) {
        return router.dialer(url);
    }

    @Override
    public StreamListener listener(StreamUrl url) {
        return router.listener(url);
    }

    @Override
    public DatagramEndpoint datagrams(StreamUrl url) {
        return router.datagrams(url);
    }

    @Override
    public Set<String> schemes() {
        return router.schemes();
    }

    @Override
    public String toString() {
        return router.toString();
    }
}
