package io.helve.ops.osgi;

import io.helve.aio.AioFactory;
import io.helve.ops.health.Check;
import io.helve.ops.health.ConfigurationCheck;
import io.helve.ops.health.EndpointsCheck;
import io.helve.ops.health.FelixCheck;
import io.helve.ops.health.MemoryCheck;
import io.helve.ops.health.PoolsCheck;
import io.helve.ops.health.RemoteCheck;
import io.helve.ops.health.Thresholds;
import io.helve.ops.health.TimersCheck;
import io.helve.ops.model.Observed;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The services for Felix Health Checks. The component registers them itself: their interface is there only if the API
 * of the health checks was installed when this bundle was resolved.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HealthComponent {
    private static final String API = "org.apache.felix.hc.api.HealthCheck";

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

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
     * @param context registers the services
     * @param services the services that the checks look at
     * @param settings the settings
     */
    @Activate
    public HealthComponent(
            BundleContext context, @Reference StatisticsServices services, @Reference OpsSettings settings) {
        if (!OptionalClass.isPresent(API)) {
            return;
        }
        Observed observed = new Observed(services);
        Thresholds thresholds = settings.properties().thresholds();
        List.of(
                        new PoolsCheck(observed, thresholds, System::nanoTime),
                        new TimersCheck(() -> factory, thresholds, System::nanoTime),
                        EndpointsCheck.listeners(observed),
                        EndpointsCheck.dialers(observed),
                        new RemoteCheck(observed),
                        new MemoryCheck(observed, thresholds),
                        new ConfigurationCheck(observed))
                .forEach(check -> register(context, check));
    }

    private void register(BundleContext context, Check check) {
        registrations.add(context.registerService(
                API,
                new FelixCheck(check),
                new Hashtable<>(Map.of(
                        "hc.name", check.name(),
                        "hc.tags", new String[] {"helve", check.tag()},
                        "hc.mbean.name", check.tag()))));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
