package io.helve.impl.osgi;

import io.helve.internal.SafeLogger;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.LoggerFactory;

/**
 * Sends the log entries of all bundles of Helve to the framework's log service, on behalf of the bundle whose class
 * logs, so that entries name the bundle and levels can be set by package. Without a log service the entries go to
 * {@link System.Logger}.
 *
 * <p>No method mentions the types of the log service, whose package is an optional import: only {@link FrameworkLogger}
 * does.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class FrameworkLogging {
    private final Function<Class<?>, System.Logger> route = this::logger;

    /** The log service in use; null while there is none. */
    private volatile ServiceReference<?> service;

    /** Called by the component runtime. */
    @Activate
    public FrameworkLogging() {
        SafeLogger.route(route);
    }

    @Deactivate
    void deactivate() {
        SafeLogger.endRoute(route);
    }

    @Reference(
            service = LoggerFactory.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addService(ServiceReference<?> added) {
        service = added;
    }

    void removeService(ServiceReference<?> removed) {
        if (service == removed) { // otherwise another one has taken its place
            service = null;
        }
    }

    /**
     * {@return the logger of a class in the framework, or null without a log service or after its bundle has stopped}
     */
    private System.Logger logger(Class<?> type) {
        ServiceReference<?> present = service;
        Bundle bundle = present == null ? null : FrameworkUtil.getBundle(type);
        BundleContext context = bundle == null ? null : bundle.getBundleContext();
        try {
            return context == null ? null : new FrameworkLogger(context, present, type.getName());
        } catch (LinkageError e) { // this bundle was resolved before there was a package of the log service
            return null;
        }
    }
}
