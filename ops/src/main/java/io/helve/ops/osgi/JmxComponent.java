package io.helve.ops.osgi;

import io.helve.internal.SafeLogger;
import io.helve.ops.jmx.JmxViews;
import io.helve.ops.model.Observed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The beans in JMX. They need the JDK's module {@code java.management}; in a run-time image without it there are none.
 * No field has a type of that module, since the component runtime reads the types of all fields.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class JmxComponent {
    private static final Logger LOG = SafeLogger.of(JmxComponent.class);

    /** Removes the beans; null if there are none. */
    private final AutoCloseable views;

    /**
     * Called by the component runtime.
     *
     * @param context tells the framework
     * @param services the services that the beans show
     * @param settings the settings
     */
    @Activate
    public JmxComponent(
            BundleContext context, @Reference StatisticsServices services, @Reference OpsSettings settings) {
        views = open(context, new Observed(services), settings.properties());
    }

    private static AutoCloseable open(BundleContext context, Observed observed, OpsProperties settings) {
        try {
            String framework = context.getProperty(Constants.FRAMEWORK_UUID);
            return new JmxViews(observed, framework, settings.jmxInterval());
        } catch (LinkageError e) {
            LOG.log(Level.INFO, "There is no JMX here: " + e.getMessage());
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
