package io.helve.itest.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * A framework with Helve and Remote Service Admin in it. Nothing but the classes of the framework itself is shared with
 * the test, which therefore calls services by reflection.
 */
final class RemoteFramework {
    private static final List<String> FIRST = List.of(
            "pax-logging-api",
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.configadmin",
            "org.apache.felix.eventadmin",
            "org.apache.felix.scr");

    private static final Path JARS = Path.of(System.getProperty("bundles.dir"));

    private final Path storage;
    private final Framework framework;

    RemoteFramework() throws IOException, BundleException {
        storage = Files.createTempDirectory("remote");
        Map<String, String> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put("osgi.framework.useSystemProperties", "false"); // Equinox: two of them must not share these
        configuration.put(
                "osgi.instance.area.default",
                storage.resolve("instance").toUri().toString());
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(configuration);
        framework.start();
        List<Bundle> installed = new ArrayList<>();
        for (String name : FIRST) {
            installed.add(context()
                    .installBundle("reference:" + JARS.resolve(name + ".jar").toUri()));
        }
        try (Stream<Path> others = Files.list(JARS)) {
            for (Path jar : others.sorted().toList()) {
                if (!FIRST.contains(jar.getFileName().toString().replace(".jar", ""))) {
                    installed.add(context().installBundle("reference:" + jar.toUri()));
                }
            }
        }
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle install(String name, InputStream jar) throws BundleException {
        Bundle bundle = context().installBundle("test:" + name, jar);
        bundle.start();
        return bundle;
    }

    Bundle bundle(String name) {
        return Stream.of(context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(10));
    }

    /** Waits for a service, by the name of its interface. */
    Object service(String type) throws InvalidSyntaxException {
        eventually("a service " + type).until(() -> reference(type) != null);
        return context().getService(reference(type));
    }

    /** {@return a reference to a service whose interface the framework itself does not see} */
    private ServiceReference<?> reference(String type) throws InvalidSyntaxException {
        ServiceReference<?>[] all = context().getAllServiceReferences(type, null);
        return all == null ? null : all[0];
    }

    static Object call(Object target, Class<?> type, String method, Object... arguments) {
        try {
            for (var each : type.getMethods()) {
                if (each.getName().equals(method) && each.getParameterCount() == arguments.length) {
                    return each.invoke(target, arguments);
                }
            }
            throw new AssertionError(type + " has no method " + method);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls a method of a service, by the name of its class. */
    Object call(String service, String method, Object... arguments) {
        try {
            return call(service(service), owner(service).loadClass(service), method, arguments);
        } catch (ClassNotFoundException | InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Bundle owner(String service) throws InvalidSyntaxException {
        return reference(service).getBundle();
    }

    /** {@return the properties of the endpoints that are exported} */
    List<Map<String, Object>> exported() {
        Collection<?> references =
                (Collection<?>) call("org.osgi.service.remoteserviceadmin.RemoteServiceAdmin", "getExportedServices");
        List<Map<String, Object>> all = new ArrayList<>();
        for (Object reference : references) {
            Object endpoint = read(reference, "getExportedEndpoint");
            if (endpoint != null) {
                @SuppressWarnings("unchecked")
                Map<String, Object> properties = (Map<String, Object>) read(endpoint, "getProperties");
                all.add(properties);
            }
        }
        return all;
    }

    private static Object read(Object target, String method) {
        try {
            var found = target.getClass().getMethod(method);
            found.setAccessible(true);
            return found.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Tells discovery of an endpoint elsewhere; closing what is returned takes it back. */
    AutoCloseable discover(Map<String, Object> endpoint) {
        Dictionary<String, Object> properties = new Hashtable<>(endpoint);
        properties.put("service.imported", "true");
        return update(
                call(
                        "org.osgi.service.cm.ConfigurationAdmin",
                        "createFactoryConfiguration",
                        "org.apache.aries.rsa.discovery.config",
                        "?"),
                properties);
    }

    /**
     * Configures remote services; closing what is returned deletes the configuration. Either waits for the new
     * provider: Remote Service Admin may forget a service that is registered while it has no provider.
     */
    AutoCloseable configure(Map<String, Object> properties) throws Exception {
        Object configuration =
                call("org.osgi.service.cm.ConfigurationAdmin", "getConfiguration", "io.helve.remote", "?");
        Object before = provider();
        AutoCloseable configured = update(configuration, new Hashtable<>(properties));
        awaitOtherThan(before);
        return () -> {
            Object present = provider();
            configured.close();
            awaitOtherThan(present);
        };
    }

    private void awaitOtherThan(Object before) {
        eventually("a new provider").until(() -> {
            Object present = provider();
            return present != null && !present.equals(before);
        });
    }

    /** {@return the number of the service of Remote Service Admin that has the provider; null while there is none} */
    private Object provider() throws InvalidSyntaxException {
        ServiceReference<?> admin = reference("org.osgi.service.remoteserviceadmin.RemoteServiceAdmin");
        return admin == null ? null : admin.getProperty(Constants.SERVICE_ID);
    }

    private AutoCloseable update(Object configuration, Dictionary<String, Object> properties) {
        try {
            Class<?> type =
                    owner("org.osgi.service.cm.ConfigurationAdmin").loadClass("org.osgi.service.cm.Configuration");
            call(configuration, type, "update", properties);
            return () -> call(configuration, type, "delete");
        } catch (ClassNotFoundException | InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the reference that a bundle has to an imported service; null if there is none} */
    static ServiceReference<?> imported(Bundle consumer, String type) throws Exception {
        ServiceReference<?>[] references =
                consumer.getBundleContext().getServiceReferences(type, "(service.imported=*)");
        return references == null ? null : references[0];
    }

    /** Stops the framework, and removes what it has stored. */
    void end() throws BundleException, InterruptedException, IOException {
        framework.stop();
        framework.waitForStop(30_000);
        try (Stream<Path> files = Files.walk(storage)) {
            files.sorted(Comparator.reverseOrder()).forEach(RemoteFramework::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
