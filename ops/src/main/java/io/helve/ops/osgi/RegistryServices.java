package io.helve.ops.osgi;

import io.helve.ops.model.RemoteServices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Gets exported and imported services on behalf of a bundle that sees their interfaces, which this bundle does not: one
 * of those that use the service, if there is one.
 */
final class RegistryServices implements RemoteServices {
    private static final String IMPORTED = "service.imported";
    private static final String FILTER = "(|(" + IMPORTED + "=*)(service.exported.interfaces=*))";

    private final BundleContext context;

    RegistryServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public Object use(String name, Use use) throws Exception {
        ServiceReference<?> reference = references()
                .filter(each -> isCalled(each, name))
                .max(Comparator.<ServiceReference<?>, Boolean>comparing(each -> each.getProperty(IMPORTED) != null)
                        .thenComparing(each -> each))
                .orElseThrow(() ->
                        new IllegalArgumentException("no exported or imported service is called " + name + known()));
        for (Bundle bundle : observers(reference)) {
            List<Class<?>> interfaces = interfaces(reference, bundle);
            BundleContext observer = bundle.getBundleContext();
            Object service = interfaces.isEmpty() || observer == null ? null : observer.getService(reference);
            if (service != null) {
                try {
                    return use.with(service, interfaces);
                } finally {
                    observer.ungetService(reference);
                }
            }
        }
        throw new IllegalArgumentException("no bundle can get the service " + name);
    }

    private Stream<ServiceReference<?>> references() {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(null, FILTER);
            return all == null ? Stream.empty() : Stream.of(all);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCalled(ServiceReference<?> reference, String name) {
        return name.equals(reference.getProperty("endpoint.id"))
                || names(reference).anyMatch(each -> each.equals(name) || each.endsWith("." + name));
    }

    private static Stream<String> names(ServiceReference<?> reference) {
        return Arrays.stream((String[]) reference.getProperty(Constants.OBJECTCLASS));
    }

    private String known() {
        List<String> names = references()
                .flatMap(RegistryServices::names)
                .distinct()
                .sorted()
                .toList();
        return names.isEmpty() ? "; there is none" : "; there are " + String.join(", ", names);
    }

    /**
     * {@return the bundles that may see the interfaces of a service: bundles that use the service, then all others. The
     * framework itself may load a class of the same name from the class path of the program that has started it}
     */
    private List<Bundle> observers(ServiceReference<?> reference) {
        List<Bundle> all = new ArrayList<>();
        if (reference.getUsingBundles() != null) {
            all.addAll(List.of(reference.getUsingBundles()));
        }
        all.addAll(List.of(context.getBundles()));
        return all.stream()
                .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .distinct()
                .toList();
    }

    private static List<Class<?>> interfaces(ServiceReference<?> reference, Bundle bundle) {
        return names(reference)
                .filter(name -> reference.isAssignableTo(bundle, name))
                .map(name -> load(bundle, name))
                .filter(Objects::nonNull)
                .filter(Class::isInterface)
                .<Class<?>>map(type -> type)
                .toList();
    }

    private static Class<?> load(Bundle bundle, String name) {
        try {
            return bundle.loadClass(name);
        } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
            return null;
        }
    }
}
