package io.helve.net.osgi;

import io.helve.net.routing.StreamRouter;
import io.helve.stream.StreamFactory;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Registers the service with which bundles make streams. Each bundle has a service object of its own, which is closed
 * with all its streams when the bundle releases it.
 *
 * <p>The component registers the service itself, because the property {@value StreamFactory#SCHEME} of the service
 * follows the providers, and Declarative Services cannot change the properties of a component's service.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.helve.stream.StreamFactory\"",
        uses = StreamFactory.class)
@Capability(namespace = "osgi.implementation", name = "io.helve.stream", version = "1.0.0", uses = StreamFactory.class)
public final class StreamFactoryComponent implements ServiceFactory<StreamFactory> {
    private final ProviderTracker tracker;
    private final ServiceRegistration<StreamFactory> registration;
    private final Map<Bundle, OpenedFor> routers = new ConcurrentHashMap<>();

    /** What a bundle has. */
    private record OpenedFor(StreamRouter router, StreamBundleFactory factory) {}

    /**
     * Called by the component runtime.
     *
     * @param tracker knows the providers
     * @param context the context of this bundle
     */
    @Activate
    public StreamFactoryComponent(@Reference ProviderTracker tracker, BundleContext context) {
        this.tracker = tracker;
        registration = context.registerService(
                StreamFactory.class, this, properties(tracker.providers().schemes()));
        tracker.providers().onSchemes(this::publish);
    }

    /** The service may be unregistered meanwhile, which is no fault. */
    private void publish(Set<String> schemes) {
        try {
            registration.setProperties(properties(schemes));
        } catch (IllegalStateException e) {
            // nobody can see the properties any more
        }
    }

    private static Dictionary<String, Object> properties(Set<String> schemes) {
        return new Hashtable<>(Map.of(StreamFactory.SCHEME, schemes.toArray(String[]::new)));
    }

    @Deactivate
    void deactivate() {
        tracker.providers().onSchemes(schemes -> {});
        registration.unregister();
    }

    @Override
    public StreamFactory getService(Bundle bundle, ServiceRegistration<StreamFactory> registered) {
        StreamBundleFactory factory = new StreamBundleFactory(bundle, "default");
        StreamRouter router = new StreamRouter(
                bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]", tracker.providers(), factory);
        routers.put(bundle, new OpenedFor(router, factory));
        return router;
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<StreamFactory> registered, StreamFactory given) {
        OpenedFor opened = routers.remove(bundle);
        opened.router().close();
        opened.factory().release();
    }
}
