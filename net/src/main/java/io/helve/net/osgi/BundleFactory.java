package io.helve.net.osgi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import java.util.Iterator;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The {@link AioFactory} of a using bundle, for the asynchronous methods of a service that the bundle uses. It is
 * obtained on the bundle's behalf when such a method is first called, so bundles without such calls pay nothing; the
 * handles count as those of the bundle.
 */
final class BundleFactory implements Supplier<AioFactory> {
    private final Bundle bundle;
    private final String pool;

    @GuardedBy("this")
    private ServiceReference<AioFactory> held;

    @GuardedBy("this")
    private AioFactory factory;

    /**
     * Creates the look-up.
     *
     * @param bundle the using bundle; null if it has gone
     * @param pool the name of the pool whose factory is wanted
     */
    BundleFactory(Bundle bundle, String pool) {
        this.bundle = bundle;
        this.pool = pool;
    }

    @Override
    public synchronized AioFactory get() {
        if (held != null && held.getBundle() != null) { // the service is still registered
            return factory;
        }
        BundleContext using = bundle == null ? null : bundle.getBundleContext();
        if (using == null) {
            throw new AioException(AioError.ECLOSED, "the bundle that uses this service has gone");
        }
        try {
            Iterator<ServiceReference<AioFactory>> found = using.getServiceReferences(
                            AioFactory.class, "(" + AioFactory.POOL + "=" + pool + ")")
                    .iterator();
            held = found.hasNext() ? found.next() : null;
            factory = held == null ? null : using.getService(held);
        } catch (InvalidSyntaxException | IllegalStateException e) {
            throw new AioException(AioError.ECLOSED, bundle + " has no service AioFactory any more", e);
        }
        if (factory == null) {
            held = null;
            throw new AioException(
                    AioError.ENOTSUP,
                    "no AioFactory of the pool " + pool + ": is io.helve.impl installed and started?");
        }
        return factory;
    }

    /** Lets go of the factory, when the bundle releases the service. */
    synchronized void release() {
        BundleContext using = bundle == null ? null : bundle.getBundleContext();
        if (held != null && using != null) {
            try {
                using.ungetService(held);
            } catch (IllegalStateException e) {
                // the bundle has stopped: the framework lets go for it
            }
        }
        held = null;
        factory = null;
    }
}
