package io.helve.ops.osgi;

import io.helve.aio.AioFactory;
import io.helve.internal.SafeLogger;
import io.helve.ops.jfr.JfrViews;
import io.helve.ops.model.Observed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The events of JDK Flight Recorder. They need the JDK's module {@code jdk.jfr}; in a run-time image without it there
 * are none. No field has a type of that module, since the component runtime reads the types of all fields.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class JfrComponent {
    private static final Logger LOG = SafeLogger.of(JfrComponent.class);

    /** Removes the events; null if there are none. */
    private final AutoCloseable views;

    /** The factory of the default pool; null while there is none. */
    @Reference(
            target = "(" + AioFactory.POOL + "=default)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AioFactory factory;

    /**
     * Called by the component runtime.
     *
     * @param services the services that the events show
     */
    @Activate
    public JfrComponent(@Reference StatisticsServices services) {
        views = open(new Observed(services), () -> factory);
    }

    private static AutoCloseable open(Observed observed, Supplier<AioFactory> factory) {
        try {
            return new JfrViews(observed, factory);
        } catch (LinkageError e) {
            LOG.log(Level.INFO, "There is no Flight Recorder here: " + e.getMessage());
            return null;
        }
    }

    @Deactivate
    void deactivate() throws Exception {
        if (views != null) {
            views.close();
        }
    }
}
