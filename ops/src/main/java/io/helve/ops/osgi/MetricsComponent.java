package io.helve.ops.osgi;

import io.helve.ops.micrometer.MicrometerMeters;
import io.helve.ops.model.Observed;
import io.helve.ops.opentelemetry.TelemetryInstruments;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.opentelemetry.api.OpenTelemetry;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The metrics for each service {@code MeterRegistry} of Micrometer and {@code OpenTelemetry}, as they come and go.
 * Either library may be missing, so the two nested classes have all that refers to them: the component runtime reads
 * the types of all fields and methods of a component.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class MetricsComponent {
    private static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";
    private static final String TELEMETRY = "io.opentelemetry.api.OpenTelemetry";

    /** Follows registries; null without Micrometer. */
    private final AutoCloseable micrometer;

    /** Follows OpenTelemetry; null without its API. */
    private final AutoCloseable openTelemetry;

    /**
     * Called by the component runtime.
     *
     * @param context gets the services
     * @param services the services that the metrics show
     */
    @Activate
    public MetricsComponent(BundleContext context, @Reference StatisticsServices services) {
        Observed observed = new Observed(services);
        micrometer = OptionalClass.isPresent(REGISTRY) ? Registries.follow(context, observed) : null;
        openTelemetry = OptionalClass.isPresent(TELEMETRY) ? Telemetries.follow(context, observed) : null;
    }

    @Deactivate
    void deactivate() throws Exception {
        if (micrometer != null) {
            micrometer.close();
        }
        if (openTelemetry != null) {
            openTelemetry.close();
        }
    }

    /** All that refers to Micrometer. */
    private static final class Registries {
        static AutoCloseable follow(BundleContext context, Observed observed) {
            MicrometerMeters meters = new MicrometerMeters(observed, () -> false, MicrometerMeters.INTERVAL);
            ServiceFollower follower = new ServiceFollower(context, REGISTRY, service -> {
                MeterRegistry registry = (MeterRegistry) service;
                meters.bind(registry, Tags.empty());
                return () -> meters.unbind(registry);
            });
            return () -> {
                follower.close();
                meters.close();
            };
        }
    }

    /** All that refers to OpenTelemetry. */
    private static final class Telemetries {
        static AutoCloseable follow(BundleContext context, Observed observed) {
            return new ServiceFollower(
                    context, TELEMETRY, service -> new TelemetryInstruments(observed, (OpenTelemetry) service)::close);
        }
    }
}
