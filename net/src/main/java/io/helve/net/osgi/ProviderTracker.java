package io.helve.net.osgi;

import io.helve.net.session.Providers;
import io.helve.stream.provider.StreamProvider;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** All providers in the framework, as they come and go; shared by the factories of all bundles. */
@Component(service = ProviderTracker.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ProviderTracker {
    private final Providers providers = new Providers();

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
        providers.add(provider, schemes(provider, properties));
    }

    void update(StreamProvider provider, Map<String, ?> properties) {
        providers.update(provider, schemes(provider, properties));
    }

    void remove(StreamProvider provider) {
        providers.remove(provider);
    }

    /** What the property says; a service without it is asked. */
    private static Set<String> schemes(StreamProvider provider, Map<String, ?> properties) {
        Object property = properties.get(StreamProvider.SCHEME);
        Set<String> schemes = new TreeSet<>();
        if (property == null) {
            schemes.addAll(provider.schemes());
        } else if (property instanceof Object[] several) {
            for (Object each : several) {
                schemes.add(each.toString());
            }
        } else if (property instanceof Collection<?> several) {
            several.forEach(each -> schemes.add(each.toString()));
        } else {
            schemes.add(property.toString());
        }
        return schemes;
    }
}
