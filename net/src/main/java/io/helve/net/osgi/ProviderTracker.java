package io.helve.net.osgi;

import io.helve.net.routing.Providers;
import io.helve.stream.provider.StreamProvider;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** All providers in the framework, as they come and go; shared by the factories of all bundles. */
@Component(service = ProviderTracker.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ProviderTracker {
    private final Providers providers = new Providers();
    private final ProviderSchemes schemes = new ProviderSchemes();

    /** Called by the component runtime. */
    public ProviderTracker() {}

    Providers providers() {
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
        ProviderProperties read = new ProviderProperties(properties);
        providers.put(provider, schemes.read(provider, read), read.rank());
    }

    void remove(StreamProvider provider) {
        providers.remove(provider);
        schemes.forget(provider);
    }
}
