package io.helve.ops.osgi;

import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Does something for each service of a type that comes, and undoes it when the service goes. The type is named by a
 * text, because its class is optional.
 */
final class ServiceFollower implements ServiceTrackerCustomizer<Object, Runnable>, AutoCloseable {
    private final BundleContext context;
    private final Function<Object, Runnable> arrival;
    private final ServiceTracker<Object, Runnable> tracker;

    /**
     * Begins to follow.
     *
     * @param context gets the services
     * @param type the name of their type
     * @param arrival is called with each service, and returns what undoes its effect
     */
    ServiceFollower(BundleContext context, String type, Function<Object, Runnable> arrival) {
        this.context = context;
        this.arrival = arrival;
        tracker = new ServiceTracker<>(context, type, this);
        tracker.open();
    }

    @Override
    public Runnable addingService(ServiceReference<Object> reference) {
        Object service = context.getService(reference);
        return service == null ? null : arrival.apply(service);
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, Runnable departure) {
        // the properties mean nothing here
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Runnable departure) {
        departure.run();
        context.ungetService(reference);
    }

    @Override
    public void close() {
        tracker.close();
    }
}
