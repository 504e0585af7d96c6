package io.helve.sp.impl.osgi;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.message.Messages;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.impl.socket.SocketTenant;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * The service: one instance for each using bundle, whose sockets are closed when the bundle releases the service. The
 * using bundle's own {@link AioFactory}, which this component obtains on the bundle's behalf, makes the handles of the
 * sockets: handles and callbacks are accounted to the using bundle. The framework deactivates this component before it
 * unregisters the {@code AioFactory}.
 */
@Component(service = SpSockets.class, scope = ServiceScope.BUNDLE)
public final class SpSocketsComponent implements SpSockets {
    private final SpRuntimeComponent host;
    private final Bundle own;
    private final ServiceReference<AioFactory> reference;
    private final BundleContext using;
    private final SocketTenant tenant;

    /**
     * Called by the component runtime.
     *
     * @param host the runtime that all bundles share
     * @param reference the service that makes handles
     * @param context the context, whose using bundle is the tenant
     */
    @Activate
    public SpSocketsComponent(
            @Reference SpRuntimeComponent host,
            @Reference ServiceReference<AioFactory> reference,
            ComponentContext context) {
        this.host = host;
        this.reference = reference;
        own = context.getBundleContext().getBundle();
        Bundle bundle = context.getUsingBundle();
        using = bundle.getBundleContext();
        AioFactory factory = using.getService(reference);
        if (factory == null) {
            throw new IllegalStateException("the AioFactory for " + bundle + " has gone");
        }
        tenant = host.runtime().open(bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]", factory);
    }

    @Deactivate
    void deactivate() {
        if (isStopping(own) || isStopping(reference.getBundle())) {
            host.runtime().closeSockets(); // all tenants are about to be closed
        }
        tenant.close();
        try {
            using.ungetService(reference);
        } catch (IllegalStateException e) { // the bundle has stopped, and the framework has released the service
        }
    }

    /** {@return whether a bundle is stopping or has stopped} */
    private static boolean isStopping(Bundle bundle) {
        return bundle == null || bundle.getState() == Bundle.STOPPING;
    }

    @Override
    public SpSocket open(SpProtocol protocol) {
        return tenant.open(protocol);
    }

    @Override
    public SpSocket openRaw(SpProtocol protocol) {
        return tenant.openRaw(protocol);
    }

    @Override
    public SpSocket openPoly() {
        return tenant.openPoly();
    }

    @Override
    public void device(SpSocket first, SpSocket second, Aio aio) {
        tenant.device(first, second, aio);
    }

    @Override
    public Messages messages() {
        return tenant.messages();
    }

    @Override
    public Set<String> schemes() {
        return tenant.schemes();
    }
}
