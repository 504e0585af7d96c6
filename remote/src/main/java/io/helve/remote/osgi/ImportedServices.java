package io.helve.remote.osgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** The services in the registry that were imported with the config type of this bundle. */
final class ImportedServices {
    static final String FILTER = "(&(" + RemoteConstants.SERVICE_IMPORTED + "=*)("
            + RemoteConstants.SERVICE_IMPORTED_CONFIGS + "=" + EndpointProperties.TYPE + ")("
            + RemoteConstants.ENDPOINT_ID + "=*))";

    private final BundleContext context;

    ImportedServices(BundleContext context) {
        this.context = context;
    }

    /**
     * A service.
     *
     * @param id the id of its endpoint
     * @param tenants the bundles that use it
     * @param properties its properties
     */
    record Imported(String id, List<String> tenants, Map<String, Object> properties) {}

    /** {@return the services, each endpoint once} */
    List<Imported> all() {
        ServiceReference<?>[] references;
        try {
            references = context.getAllServiceReferences(null, FILTER);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Imported> found = new TreeMap<>();
        for (ServiceReference<?> each : references == null ? new ServiceReference<?>[0] : references) {
            String id = String.valueOf(each.getProperty(RemoteConstants.ENDPOINT_ID));
            found.putIfAbsent(id, new Imported(id, users(each), properties(each)));
        }
        return List.copyOf(found.values());
    }

    private static List<String> users(ServiceReference<?> reference) {
        Bundle[] users = reference.getUsingBundles();
        return users == null
                ? List.of()
                : Arrays.stream(users).map(ImportedServices::name).sorted().toList();
    }

    private static Map<String, Object> properties(ServiceReference<?> reference) {
        Map<String, Object> properties = new TreeMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return properties;
    }

    /** {@return the name of a bundle as statistics show it} */
    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
    }

    /** {@return the names of the interfaces that a service is registered with} */
    static List<String> interfaces(Map<String, Object> properties) {
        return properties.get(Constants.OBJECTCLASS) instanceof String[] names ? List.of(names) : new ArrayList<>();
    }
}
