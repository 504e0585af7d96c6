package io.helve.net.osgi;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The {@link AioFactory} of a using bundle, for the asynchronous methods of a service that the bundle uses. It is
 * obtained on the bundle's behalf when such a method is first called, so bundles without such calls pay nothing; the
 * handles count as those of the bundle.
 *
 * <p>The bundle {@code io.helve.impl} has the same for files. The only bundle that both know is the API's, which knows
 * no framework.
 */
final class StreamBundleFactory implements Supplier<AioFactory> {
    private final Bundle bundle;
    private final String pool;

    private final AtomicReference<Held> held = new AtomicReference<>();

    /** A factory, and the reference through which the bundle has it. */
    private record Held(ServiceReference<AioFactory> reference, AioFactory factory) {
        boolean isRegistered() {
            return reference.getBundle() != null;
        }
    }

    /**
     * Creates the look-up.
     *
     * @param bundle the using bundle; null if it has gone
     * @param pool the name of the pool whose factory is wanted
     */
    StreamBundleFactory(Bundle bundle, String pool) {
        this.bundle = bundle;
        this.pool = pool;
    }

    /** The registry is called without a lock; of two threads that find the factory at once, one gives it back. */
    @Override
    public AioFactory get() {
        Held present = held.get();
        if (present != null && present.isRegistered()) {
            return present.factory();
        }
        BundleContext using = bundle == null ? null : bundle.getBundleContext();
        if (using == null) {
            throw new AioException(AioError.ECLOSED, "the bundle that uses this service has gone");
        }
        Held found = find(using);
        if (!held.compareAndSet(present, found)) {
            unget(using, found.reference());
        }
        return found.factory();
    }

    private Held find(BundleContext using) {
        try {
            for (ServiceReference<AioFactory> reference :
                    using.getServiceReferences(AioFactory.class, "(" + AioFactory.POOL + "=" + pool + ")")) {
                AioFactory factory = using.getService(reference);
                if (factory != null) {
                    return new Held(reference, factory);
                }
            }
        } catch (InvalidSyntaxException | IllegalStateException e) {
            throw new AioException(AioError.ECLOSED, bundle + " can get no AioFactory any more", e);
        }
        throw new AioException(
                AioError.ENOTSUP, "no AioFactory of the pool " + pool + ": is io.helve.impl installed and started?");
    }

    /** Lets go of the factory, when the bundle releases the service. */
    void release() {
        Held present = held.getAndSet(null);
        BundleContext using = bundle == null ? null : bundle.getBundleContext();
        if (present != null && using != null) {
            unget(using, present.reference());
        }
    }

    private static void unget(BundleContext using, ServiceReference<AioFactory> reference) {
        try {
            using.ungetService(reference);
        } catch (IllegalStateException e) {
            // the bundle has stopped: the framework lets go for it
        }
    }
}
