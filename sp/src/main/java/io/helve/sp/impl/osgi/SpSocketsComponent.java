package io.helve.sp.impl.osgi;

import io.helve.aio.AioFactory;
import io.helve.sp.SpSockets;
import io.helve.sp.impl.socket.SocketTenant;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Registers the service {@link SpSockets}, with one service object for each using bundle, whose sockets are closed when
 * the bundle releases the service. The using bundle's own {@link AioFactory}, which this component obtains on the
 * bundle's behalf, makes the handles of the sockets: handles and callbacks are accounted to the using bundle.
 * Declarative Services deactivate this component before they unregister the {@code AioFactory}.
 *
 * <p>The component registers the service itself, because the property {@value SpSockets#SCHEME} of the service follows
 * the transports, and Declarative Services cannot change the properties of a component's service.
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = {"objectClass:List<String>=\"io.helve.sp.SpSockets\"", "sp.scheme:List<String>=\"inproc\""},
        uses = SpSockets.class)
@Capability(namespace = "osgi.implementation", name = "io.helve.sp", version = "1.0.0", uses = SpSockets.class)
public final class SpSocketsComponent implements ServiceFactory<SpSockets> {
    private final SpRuntimeComponent host;
    private final BundleContext own;
    private final ServiceReference<AioFactory> reference;
    private final ServiceRegistration<SpSockets> registration;
    private final Map<Bundle, OpenedFor> tenants = new ConcurrentHashMap<>();

    /**
     * What a bundle has.
     *
     * @param using the context of the bundle; null if the bundle has none any more
     */
    private record OpenedFor(BundleContext using, SocketTenant tenant) {}

    /**
     * Called by the component runtime.
     *
     * @param host the runtime that all bundles share
     * @param reference the service that makes handles
     * @param context the context of this bundle
     */
    @Activate
    public SpSocketsComponent(
            @Reference SpRuntimeComponent host,
            @Reference ServiceReference<AioFactory> reference,
            BundleContext context) {
        this.host = host;
        this.reference = reference;
        own = context;
        registration = context.registerService(
                SpSockets.class, this, properties(host.runtime().schemes()));
        host.runtime().onSchemes(this::publish);
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
        return new Hashtable<>(Map.of(SpSockets.SCHEME, schemes.toArray(String[]::new)));
    }

    @Deactivate
    void deactivate() {
        if (isStopping(own.getBundle()) || isStopping(reference.getBundle())) {
            host.runtime().closeSockets(); // all tenants are about to be closed
        }
        host.runtime().onSchemes(schemes -> {});
        registration.unregister();
    }

    /** {@return whether a bundle is stopping or has stopped} */
    private static boolean isStopping(Bundle bundle) {
        return bundle == null || bundle.getState() == Bundle.STOPPING;
    }

    /**
     * Opens what a bundle has. A bundle that stops meanwhile has no context or no {@code AioFactory} any more; it gets
     * a service whose methods answer {@code ECLOSED}, as they would a moment later.
     */
    @Override
    public SpSockets getService(Bundle bundle, ServiceRegistration<SpSockets> registered) {
        String name = bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
        BundleContext using = bundle.getBundleContext();
        AioFactory factory = factoryFor(using);
        SocketTenant tenant = factory == null
                ? host.runtime().openClosed(name)
                : host.runtime().open(name, factory);
        tenants.put(bundle, new OpenedFor(using, tenant));
        return tenant;
    }

    /** {@return the factory of the bundle; null if the bundle or the factory is going} */
    private AioFactory factoryFor(BundleContext using) {
        try {
            return using == null ? null : using.getService(reference);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<SpSockets> registered, SpSockets given) {
        OpenedFor opened = tenants.remove(bundle);
        if (isStopping(own.getBundle(0))) {
            host.runtime().closeSockets(); // the framework stops: the sockets of all bundles end together
        }
        opened.tenant().close();
        try {
            if (opened.using() != null) {
                opened.using().ungetService(reference);
            }
        } catch (IllegalStateException e) { // the bundle has stopped: the framework lets go for it
        }
    }
}
