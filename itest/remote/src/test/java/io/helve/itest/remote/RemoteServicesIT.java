package io.helve.itest.remote;

import static io.helve.itest.remote.RemoteFramework.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.testkit.tls.Authority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Services of one framework are called from another. */
@Timeout(180)
class RemoteServicesIT {
    private static final String CALCULATOR = "io.helve.itest.remote.api.Calculator";
    private static final String UNSUITABLE = "io.helve.itest.remote.api.Unsuitable";
    private static final String URL = "io.helve.sp.url";

    private static RemoteFramework near;
    private static RemoteFramework far;
    private static Bundle service;
    private static Bundle consumer;

    private final List<ServiceRegistration<?>> registered = new ArrayList<>();
    private final List<AutoCloseable> discovered = new ArrayList<>();

    @BeforeAll
    static void startTheFrameworks() throws Exception {
        far = new RemoteFramework();
        near = new RemoteFramework();
        far.install("api", TestBundle.api("1.1"));
        service = far.install("service", TestBundle.service());
        near.install("api", TestBundle.api("1.0"));
        consumer = near.install("consumer", TestBundle.consumer());
        for (RemoteFramework each : List.of(near, far)) {
            each.service("org.apache.aries.rsa.spi.DistributionProvider");
        }
    }

    @AfterAll
    static void stopTheFrameworks() throws Exception {
        near.end();
        far.end();
        eventually("the end of all threads")
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(
                                thread -> thread.isAlive() && thread.getName().startsWith("helve-")));
    }

    @AfterEach
    void withdraw() throws Exception {
        for (AutoCloseable each : discovered) {
            each.close();
        }
        registered.forEach(ServiceRegistration::unregister);
        eventually("no exports").until(() -> far.exported().isEmpty());
        eventually("no imports").until(() -> RemoteFramework.imported(consumer, CALCULATOR) == null);
    }

    private ServiceRegistration<?> register(String type, Map<String, Object> properties) throws Exception {
        Dictionary<String, Object> all = new Hashtable<>(Map.of("service.exported.interfaces", type));
        properties.forEach(all::put);
        Object object = service.loadClass("io.helve.itest.remote.service.CalculatorService")
                .getConstructor()
                .newInstance();
        ServiceRegistration<?> made = service.getBundleContext().registerService(type, object, all);
        registered.add(made);
        return made;
    }

    private Map<String, Object> exported() {
        eventually("an export").until(() -> far.exported().size() == 1);
        return far.exported().get(0);
    }

    private Object imported() throws Exception {
        discovered.add(near.discover(exported()));
        eventually("an import").until(() -> RemoteFramework.imported(consumer, CALCULATOR) != null);
        ServiceReference<?> reference = RemoteFramework.imported(consumer, CALCULATOR);
        return consumer.getBundleContext().getService(reference);
    }

    private static Class<?> script() throws ClassNotFoundException {
        return consumer.loadClass("io.helve.itest.remote.consumer.CalculatorConsumer");
    }

    private static String failure(Object proxy) throws Exception {
        return (String) script().getMethod("failure", Object.class).invoke(null, proxy);
    }

    @Test
    void aServiceIsCalledFromAnotherFramework() throws Exception {
        register(CALCULATOR, Map.of("colour", "red"));
        Object proxy = imported();
        assertNotNull(proxy);
        @SuppressWarnings("unchecked")
        Function<Object, List<String>> script =
                (Function<Object, List<String>>) script().getConstructor().newInstance();
        assertEquals(
                List.of(
                        "sum 3",
                        "text ab",
                        "version 2.0.0 null",
                        "default a calculator",
                        "rest {EUR=6}",
                        "overdrawn me has 10",
                        "primes [2, 3, 5, 7]",
                        "failed java.lang.IllegalStateException: as promised",
                        "equal true"),
                script.apply(proxy));
    }

    @Test
    void anEndpointHasThePropertiesThatConsumersNeed() throws Exception {
        register(CALCULATOR, Map.of("colour", "red", "service.exported.intents", "osgi.async"));
        Map<String, Object> endpoint = exported();
        assertArrayEquals(new String[] {"io.helve.sp"}, (String[]) endpoint.get("service.imported.configs"));
        assertTrue(((List<?>) endpoint.get("service.intents")).containsAll(List.of("osgi.basic", "osgi.async")));
        assertEquals("red", endpoint.get("colour"));
        assertTrue(endpoint.get(URL).toString().startsWith("tcp://127.0.0.1:"));
        assertTrue(endpoint.keySet().stream().noneMatch(key -> key.startsWith("service.exported.")));
    }

    @Test
    void aCallThatTakesTooLongIsAServiceExceptionOfTypeRemote() throws Exception {
        register(CALCULATOR, Map.of("osgi.basic.timeout", "200"));
        assertEquals("REMOTE", failure(imported()));
    }

    @Test
    void aServiceThatHasGoneIsAServiceExceptionOfTypeRemote() throws Exception {
        ServiceRegistration<?> registration = register(CALCULATOR, Map.of("osgi.basic.timeout", 1000));
        Object proxy = imported();
        registration.unregister();
        registered.remove(registration);
        eventually("no exports").until(() -> far.exported().isEmpty());
        assertEquals("REMOTE", failure(proxy));
    }

    private static String statistics(RemoteFramework framework) {
        return framework
                .call("io.helve.remote.statistics.RemoteStatistics", "snapshot")
                .toString();
    }

    /** {@return what a command prints} */
    private static String command(RemoteFramework framework, String name, String... words) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            framework.call("io.helve.ops.osgi.GogoCommands", name, (Object) words);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void operatorsSeeAndCallWhatIsExportedAndImported() throws Exception {
        register(CALCULATOR, Map.of("osgi.basic.timeout", "2000"));
        discovered.add(near.discover(exported()));
        eventually("an import").until(() -> RemoteFramework.imported(consumer, CALCULATOR) != null);
        assertTrue(statistics(near).contains("tenants=[]"), () -> statistics(near));
        assertTrue(statistics(near).contains("connection=IDLE"), () -> statistics(near));
        assertEquals(
                "3",
                command(near, "call", "Calculator", "add", "1", "2")
                        .lines()
                        .findFirst()
                        .orElseThrow());
        assertEquals(
                "ab",
                command(far, "call", CALCULATOR, "add", "a", "b")
                        .lines()
                        .findFirst()
                        .orElseThrow());
        ServiceReference<?> reference = RemoteFramework.imported(consumer, CALCULATOR);
        assertEquals("REMOTE", failure(consumer.getBundleContext().getService(reference)));
        String imported = statistics(near);
        assertTrue(imported.contains("tenants=[io.helve.itest.remote.consumer ["), imported);
        assertTrue(imported.contains("connection=CONNECTED"), imported);
        assertTrue(imported.contains("calls=2, inProgress=0, failed=1, timeouts=1"), imported);
        assertTrue(imported.contains("no answer in time in 2000 ms"), imported);
        String exported = statistics(far);
        assertTrue(exported.contains("tenant=io.helve.itest.remote.service ["), exported);
        eventually("the call that goes on at the server")
                .until(() -> statistics(far).contains("unbound=[], calls=1, inProgress=1"));
        assertTrue(command(near, "endpoints").contains("imported"), () -> command(near, "endpoints"));
    }

    private Map<String, Object> certificates(Path folder, Authority authority, String name) throws IOException {
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        Path authorities = folder.resolve("authorities.pem");
        authority.issue(name, "localhost", "127.0.0.1").write(certificate, key);
        Files.writeString(authorities, authority.pem());
        return Map.of(
                "tls.certificate", certificate.toString(),
                "tls.key", key.toString(),
                "tls.authorities", authorities.toString());
    }

    @Test
    void aConfidentialServiceIsCalledOverTlsWithTheCertificatesThatBothConfigurationsName(@TempDir Path folder)
            throws Exception {
        Authority authority = new Authority("authority");
        discovered.add(far.configure(certificates(folder, authority, "far")));
        discovered.add(near.configure(certificates(folder, authority, "near")));
        register(CALCULATOR, Map.of("service.exported.intents", "osgi.confidential"));
        assertTrue(
                exported().get(URL).toString().startsWith("tls+tcp://127.0.0.1:"),
                () -> exported().toString());
        assertTrue(((List<?>) exported().get("service.intents")).contains("osgi.confidential"));
        Object proxy = imported();
        @SuppressWarnings("unchecked")
        Function<Object, List<String>> script =
                (Function<Object, List<String>>) script().getConstructor().newInstance();
        assertEquals("sum 3", script.apply(proxy).get(0));
    }

    @Test
    void aGuardOfABundleDecidesWhoMayCall() throws Exception {
        Object guard = service.loadClass("io.helve.itest.remote.service.StrictGuard")
                .getConstructor()
                .newInstance();
        registered.add(
                service.getBundleContext().registerService("io.helve.remote.guard.RemoteCallGuard", guard, null));
        register(CALCULATOR, Map.of());
        assertEquals("REFUSED", failure(imported()));
    }

    @Test
    void anUnsupportedConfigTypeIntentOrInterfaceExportsNothing() throws Exception {
        register(CALCULATOR, Map.of("service.exported.configs", "com.example.other"));
        register(CALCULATOR, Map.of("service.exported.intents", "com.example.intent"));
        register(CALCULATOR, Map.of("service.exported.intents.extra", new String[] {"osgi.confidential"}));
        register(CALCULATOR, Map.of("service.intents", List.of("com.example.intent")));
        register(UNSUITABLE, Map.of());
        register(CALCULATOR, Map.of("last", true)); // the services before it have been looked at by then
        assertEquals(true, exported().get("last"));
    }

    @Test
    void garbageInAPropertyOfOurTypeExportsNothing() throws Exception {
        register(CALCULATOR, Map.of("io.helve.sp.calls.max", "many"));
        register(CALCULATOR, Map.of("io.helve.sp.url", "nowhere"));
        register(CALCULATOR, Map.of("io.helve.sp.mistyped", 1));
        register(CALCULATOR, Map.of("last", true));
        assertEquals(true, exported().get("last"));
    }

    @Test
    void aChangedPropertyOfTheServiceIsThatOfTheEndpoint() throws Exception {
        ServiceRegistration<?> registration = register(CALCULATOR, Map.of("colour", "red"));
        assertEquals("red", exported().get("colour"));
        registration.setProperties(
                new Hashtable<>(Map.of("service.exported.interfaces", CALCULATOR, "colour", "green")));
        eventually("the change")
                .until(() -> far.exported().stream().anyMatch(endpoint -> "green".equals(endpoint.get("colour"))));
    }

    @Test
    void anInterfaceWithAnotherMajorVersionIsNotImported() throws Exception {
        register(CALCULATOR, Map.of());
        Map<String, Object> endpoint = new HashMap<>(exported());
        endpoint.put("endpoint.package.version.io.helve.itest.remote.api", "2.0.0");
        discovered.add(near.discover(endpoint));
        eventually("an import").until(() -> RemoteFramework.imported(consumer, CALCULATOR) != null);
        assertEquals(null, consumer.getBundleContext().getService(RemoteFramework.imported(consumer, CALCULATOR)));
    }

    @Test
    void noPortIsOpenBeforeAServiceIsExported() throws Exception {
        register(CALCULATOR, Map.of());
        String url = exported().get(URL).toString();
        registered.remove(0).unregister();
        eventually("no exports").until(() -> far.exported().isEmpty());
        int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        eventually("a closed port").until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return !socket.isConnected();
            } catch (IOException e) {
                return true;
            }
        });
        assertFalse(far.exported().iterator().hasNext());
    }
}
