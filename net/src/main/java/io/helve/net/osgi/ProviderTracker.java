package io.helve.net.osgi;

import io.helve.internal.SafeLogger;
import io.helve.internal.ServiceRank;
import io.helve.internal.ServiceSchemes;
import io.helve.net.routing.ProviderRegistry;
import io.helve.stream.provider.StreamProvider;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Tracks the stream providers in the framework; the factories of all bundles share the tracker. */
@Component(service = ProviderTracker.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ProviderTracker {
    private final ProviderRegistry providers = new ProviderRegistry();
    private final ServiceSchemes<StreamProvider> schemes =
            new ServiceSchemes<>("provider", StreamProvider.SCHEME, SafeLogger.of(ProviderTracker.class));

    /** Called by the component runtime. */
    public ProviderTracker() {}

    ProviderRegistry providers() {
        return providers;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "remove",
            updated = "update")
    void add(StreamProvider provider, Map<String, ?> properties) {
        update(provider, properties);
    }

    void update(StreamProvider provider, Map<String, ?> properties) {
        providers.put(provider, schemes.read(provider, provider.schemes(), properties), ServiceRank.of(properties));
    }

    void remove(StreamProvider provider) {
        providers.remove(provider);
        schemes.forget(provider);
    }
}
