package io.helve.itest.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.inject.Inject;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.FlightRecorder;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The feature is installed, used, uninstalled and installed again, as an administrator would do it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeatureIT {
    private static final String SLEEPER = "io.helve.itest.karaf.user.SleeperActivator";
    private static final String STREAMER = "io.helve.itest.karaf.user.StreamerActivator";
    private static final String MESSENGER = "io.helve.itest.karaf.user.MessengerActivator";
    private static final String STUCK = "io.helve.itest.karaf.user.StuckActivator";
    private static final List<String> SERVICES =
            List.of("io.helve.aio.AioFactory", "io.helve.file.AioFiles", "io.helve.aio.AioStatistics");

    private static final String PACKAGES =
            "org.osgi.framework,io.helve.aio,io.helve.file,io.helve.stream,io.helve.message,io.helve.sp";

    private static final String COMMANDS = "(&(osgi.command.scope=helve)(osgi.command.function=copy))";

    /** As Karaf's feature webconsole installs it. */
    private static final String INVENTORY = "mvn:org.apache.felix/org.apache.felix.inventory/1.1.0";

    private static final String CONFIGURATION = "{\":configurator:resource-version\": 1, \"io.helve.aio.pool~json\":"
            + " {\"aio.pool\": \"json\", \"threads.max:Integer\": 3, \"idle.time\": \"2s\"}}";

    @Inject
    private FeaturesService features;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] karaf() {
        return new Option[] {KarafContainer.karaf()};
    }

    /** A test that fails must not make the others fail. */
    @After
    public void uninstallWhatATestHasLeft() throws Exception {
        for (Feature feature : features.listInstalledFeatures()) {
            if (feature.getName().startsWith("helve") && features.isRequired(feature)) {
                features.uninstallFeature(
                        feature.getName(),
                        feature.getVersion(),
                        EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            }
        }
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith("test:")) {
                bundle.uninstall();
            }
        }
    }

    @Test
    public void theFeatureIsInstalledUsedUninstalledAndInstalledAgain() throws Exception {
        addRepository();
        for (int round = 1; round <= 2; round++) {
            install();
            Bundle user = startUser(SLEEPER);
            Object service = registeredBy(user);
            assertEquals("slept OK, wrote 42", ((Callable<?>) service).call());
            assertFalse("threads at work", threads().isEmpty());

            features.uninstallFeature("helve");

            eventually("services and threads gone")
                    .until(() -> services() == 0 && threads().isEmpty());
            assertEquals("what was pending ended once", List.of("ESTOPPED"), ((Supplier<?>) service).get());
            assertTrue(noneIsLeft("io.helve.api") && noneIsLeft("io.helve.impl"));
            user.uninstall();
        }
    }

    @Test
    public void theCommandsComeWithTheirFeature() throws Exception {
        addRepository();
        features.installFeature("helve-shell", EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("the commands").until(() -> context.getServiceReferences((String) null, COMMANDS) != null);
        features.uninstallFeature("helve-shell");
        eventually("threads gone").until(() -> threads().isEmpty());
        assertTrue(noneIsLeft("io.helve.shell") && noneIsLeft("io.helve.impl"));
    }

    @Test
    public void theOperatorsCommandsComeWithTheirFeature() throws Exception {
        addRepository();
        Bundle inventory = context.installBundle(INVENTORY);
        inventory.start();
        Set<String> wanted = Set.of("helve-ops", "helve-health", "helve-sp");
        features.installFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("the commands")
                .until(() -> KarafShell.complete(context, "helve:close ").contains("--help"));
        eventually("the sockets").until(() -> isThere("io.helve.sp.SpSockets"));
        Bundle user = startUser(MESSENGER);
        ((Callable<?>) registeredBy(user)).call();

        assertTrue(KarafShell.run(context, "helve:pools").contains("default"));
        String sockets = KarafShell.run(context, "helve:sockets --bundle " + user.getBundleId());
        String id = sockets.replaceAll("(?s).*(socket/\\d+).*", "$1");
        assertTrue(sockets, sockets.contains("rep") && sockets.contains("req"));
        eventually("the roles of the commands in force").until(() -> isForbidden("helve:close nothing"));
        assertThrows(Exception.class, () -> KarafShell.runAs(context, "helve:close " + id, "viewer"));
        assertTrue(KarafShell.runAs(context, "helve:sockets", "viewer").contains(id + " "));
        assertTrue(KarafShell.run(context, "helve:close " + id).contains("closed " + id));
        assertFalse(KarafShell.run(context, "helve:sockets").contains(id + " "));
        assertTrue(KarafShell.complete(context, "helve:so").contains("helve:sockets"));
        assertTrue(KarafShell.complete(context, "helve:sockets --j").contains("--json"));
        assertTrue(KarafShell.complete(context, "helve:sockets --bundle ").contains("io.helve.itest.karaf.user"));
        assertTrue(KarafShell.complete(context, "helve:close socket/").stream()
                .anyMatch(each -> each.matches("socket/\\d+")));

        assertTrue(inventory().contains("helve:sockets"));
        assertTrue("events of Flight Recorder", hasEvent("io.helve.Pool"));

        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName beans = new ObjectName("io.helve:*");
        eventually("a bean for each socket")
                .until(() -> server.queryNames(new ObjectName("io.helve:type=Socket,*"), null)
                                .size()
                        == 1);
        String healthCheck = "org.apache.felix.hc.api.HealthCheck";
        eventually("the health checks").until(() -> {
            ServiceReference<?>[] checks = context.getAllServiceReferences(healthCheck, "(hc.tags=helve)");
            return checks != null && checks.length == 7;
        });

        features.uninstallFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("threads gone").until(() -> threads().isEmpty());
        assertEquals(Set.of(), server.queryNames(beans, null));
        assertFalse("events of Flight Recorder", hasEvent("io.helve.Pool"));
        user.uninstall();
        inventory.uninstall();
        assertTrue(noneIsLeft("io.helve.ops") && noneIsLeft("io.helve.impl"));
    }

    /** By reflection: with the classes, this test would be wired to the bundles that come and go. */
    @Test
    public void eachRegistryOfMicrometerAndEachOpenTelemetryGetsMetrics() throws Exception {
        addRepository();
        Set<String> wanted = Set.of("helve-metrics", "helve-opentelemetry", "helve-sp");
        features.installFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("the sockets").until(() -> isThere("io.helve.sp.SpSockets"));
        Bundle user = startUser(MESSENGER);
        ((Callable<?>) registeredBy(user)).call();

        Bundle micrometer = bundleNamed("micrometer-core");
        Object registry = micrometer
                .loadClass("io.micrometer.core.instrument.simple.SimpleMeterRegistry")
                .getConstructor()
                .newInstance();
        String registryType = "io.micrometer.core.instrument.MeterRegistry";
        ServiceRegistration<?> registration =
                micrometer.getBundleContext().registerService(registryType, registry, null);
        eventually("meters of the pool and of sockets").until(() -> {
            String meters = meters(registry);
            return meters.contains("helve.pool.threads.live") && meters.contains("helve.socket.sent.messages");
        });
        assertTrue(meters(registry), meters(registry).contains("io.helve.itest.karaf.user [" + user.getBundleId()));
        registration.unregister();
        assertFalse(meters(registry), meters(registry).contains("helve."));

        Set<String> scopes = ConcurrentHashMap.newKeySet();
        Bundle openTelemetry = bundleNamed("opentelemetry-api");
        Class<?> type = openTelemetry.loadClass("io.opentelemetry.api.OpenTelemetry");
        Object noop = type.getMethod("noop").invoke(null);
        Object telemetry =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, words) -> {
                    if (called.getName().equals("getMeter")) {
                        scopes.add((String) words[0]);
                    }
                    return called.invoke(noop, words);
                });
        openTelemetry.getBundleContext().registerService(type.getName(), telemetry, null);
        eventually("instruments").until(() -> scopes.contains("io.helve"));

        features.uninstallFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("threads gone").until(() -> threads().isEmpty());
        user.uninstall();
        assertTrue(noneIsLeft("io.helve.ops") && noneIsLeft("micrometer-core") && noneIsLeft("opentelemetry-api"));
    }

    /** {@return the ids of all meters of a registry, with their tags} */
    private static String meters(Object registry) throws Exception {
        StringBuilder ids = new StringBuilder();
        for (Object meter : (List<?>) registry.getClass().getMethod("getMeters").invoke(registry)) {
            ids.append(meter.getClass().getMethod("getId").invoke(meter)).append('\n');
        }
        return ids.toString();
    }

    /** Whoever may run the command is told that nothing open has this id. */
    private boolean isForbidden(String command) {
        try {
            KarafShell.runAs(context, command, "viewer");
            return false;
        } catch (Exception e) {
            return !String.valueOf(e.getMessage()).contains("nothing open has the id");
        }
    }

    @Test
    public void theCommandsOfTheGuideWorkFromTheFirstToTheLast() throws Exception {
        KarafPage page = new KarafPage(context);
        page.run("Install");
        eventually("the commands")
                .until(() -> KarafShell.complete(context, "helve:close ").contains("--help"));
        String application = page.run("An application");
        assertTrue(
                application, application.contains("io.helve.examples.heartbeat [") && application.contains("a sleep"));
        String configuration = page.run("Configuration");
        assertTrue(configuration, configuration.contains("slow.callback"));
        String everything = page.run("A look at everything");
        assertTrue(everything, everything.contains("default") && everything.contains("pool/default"));
        Bundle stuck = startUser(STUCK);
        assertEquals("stuck", ((Callable<?>) registeredBy(stuck)).call());
        String diagnosis = page.run("A callback that hangs");
        assertTrue(diagnosis, diagnosis.contains(STUCK) && diagnosis.contains("stayStuck"));
        stuck.uninstall();
        page.run("Uninstall");
        eventually("threads gone").until(() -> threads().isEmpty());
        assertTrue(noneIsLeft("io.helve.ops") && noneIsLeft("io.helve.impl"));
        bundleNamed("io.helve.examples.heartbeat").uninstall();
    }

    @Test
    public void theKarHasAllThatTheFeaturesName() throws Exception {
        try (ZipFile kar = new ZipFile(System.getProperty("helve.kar"))) {
            Set<String> entries = kar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
            String features = entries.stream()
                    .filter(name -> name.endsWith("-features.xml"))
                    .findFirst()
                    .orElseThrow();
            String text = new String(kar.getInputStream(kar.getEntry(features)).readAllBytes(), UTF_8);
            List<String> named = Pattern.compile("mvn:([^<]+)</")
                    .matcher(text)
                    .results()
                    .map(found -> pathOf(found.group(1).split("/")))
                    .toList();
            assertTrue(named.toString(), named.size() > 15);
            named.forEach(path -> assertTrue(path + " is not in " + entries, entries.contains(path)));
        }
    }

    /** The path in a repository of group, artifact, version, and perhaps type and classifier. */
    private static String pathOf(String... coordinates) {
        String type = coordinates.length > 3 ? coordinates[3] : "jar";
        String classifier = coordinates.length > 4 ? "-" + coordinates[4] : "";
        return "repository/" + coordinates[0].replace('.', '/') + "/" + coordinates[1] + "/" + coordinates[2] + "/"
                + coordinates[1] + "-" + coordinates[2] + classifier + "." + type;
    }

    private Bundle bundleNamed(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** {@return what the web console shows on its page about Helve} */
    private String inventory() throws Exception {
        String printers = "org.apache.felix.inventory.InventoryPrinter";
        String filter = "(felix.inventory.printer.name=helve)";
        eventually("the printer").until(() -> context.getAllServiceReferences(printers, filter) != null);
        Object printer = context.getService(context.getAllServiceReferences(printers, filter)[0]);
        StringWriter text = new StringWriter();
        for (Method method : printer.getClass().getMethods()) {
            if (method.getName().equals("print")) {
                method.invoke(printer, new PrintWriter(text, true), null, false); // without a format: text
            }
        }
        return text.toString();
    }

    private static boolean hasEvent(String name) {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .anyMatch(type -> type.getName().equals(name));
    }

    @Test
    public void eachFeatureBringsAFileWithAllKeysWhichKarafWatches() throws Exception {
        addRepository();
        Path etc = Path.of(System.getProperty("karaf.etc"));
        Set<String> wanted = Set.of("helve-ops", "helve-net", "helve-sp");
        features.installFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        for (String name : List.of("aio", "net", "sp", "ops")) {
            assertTrue(
                    name,
                    Files.readString(etc.resolve("io.helve." + name + ".cfg")).contains("# Values: "));
        }
        Path file = etc.resolve("io.helve.aio.cfg");
        String comments = Files.readString(file);
        try {
            Files.writeString(file, comments.replace("# threads.max = 0", "threads.max = 7"));
            eventuallyThreadsMaxIs(7);
            features.uninstallFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            features.installFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            assertTrue("an administrator's file stays", Files.readString(file).contains("\nthreads.max = 7"));
            eventuallyThreadsMaxIs(7);
        } finally {
            Files.writeString(file, comments);
        }
        eventuallyThreadsMaxIs(0);
        features.uninstallFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("threads gone").until(() -> threads().isEmpty());
    }

    private void eventuallyThreadsMaxIs(int wanted) {
        String row = "\"configuration\":\"io.helve.aio\",\"key\":\"threads.max\",\"value\":\"" + wanted + "\"";
        eventually("threads.max = " + wanted)
                .ignoreExceptions() // the command comes a moment after its feature
                .until(() -> KarafShell.run(context, "helve:config --json").contains(row));
    }

    @Test
    public void aBundleConfiguresAPoolThroughTheConfigurator() throws Exception {
        addRepository();
        Set<String> wanted = Set.of("helve-ops");
        features.installFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        Bundle configuring = context.installBundle("test:configuration", configuringBundle());
        configuring.start();
        eventually("the pool").ignoreExceptions().until(() -> pool("json").contains("\"max\":3"));
        configuring.uninstall();
        eventually("the pool gone").until(() -> pool("json").isEmpty());
        features.uninstallFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("threads gone").until(() -> threads().isEmpty());
    }

    /** A bundle without classes whose configuration is for the Configurator, which Karaf has. */
    private static InputStream configuringBundle() throws IOException {
        Manifest manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.put(Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "io.helve.itest.karaf.configuration");
        headers.putValue(
                Constants.REQUIRE_CAPABILITY,
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.configurator)(version>=1.0)(!(version>=2.0)))\"");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("OSGI-INF/configurator/pools.json"));
            jar.write(CONFIGURATION.getBytes(UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** {@return the row of a pool in JSON, or an empty text} */
    private String pool(String name) throws Exception {
        String row = "\\{\"pool\":\"" + name + "\"[^}]*\\}";
        Matcher matcher = Pattern.compile(row).matcher(KarafShell.run(context, "helve:pools --json"));
        return matcher.find() ? matcher.group() : "";
    }

    @Test
    public void withAllFeaturesEveryBundleIsActiveBelowTheStartLevelOfUsersAndNoneWaits() throws Exception {
        addRepository();
        Set<String> all = new TreeSet<>();
        for (Feature feature : features.getRepository("helve-" + System.getProperty("helve.version"))
                .getFeatures()) {
            all.add(feature.getName());
        }
        assertTrue(
                all.toString(), all.containsAll(Set.of("helve", "helve-net", "helve-sp", "helve-shell", "helve-ops")));
        features.installFeatures(all, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("the sockets").until(() -> isThere("io.helve.sp.SpSockets"));
        eventually("all bundles active and none waiting").until(() -> waiting().isEmpty());
        List<Bundle> ours = ours();
        assertTrue(ours.toString(), ours.size() > all.size());
        for (Bundle bundle : ours) {
            int level = bundle.adapt(BundleStartLevel.class).getStartLevel();
            assertTrue(bundle + " starts at " + level, level < 80);
        }
        features.uninstallFeatures(all, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        eventually("threads gone").until(() -> threads().isEmpty());
        assertEquals(List.of(), ours());
    }

    private List<Bundle> ours() {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().matches("(io\\.helve|io\\.netty)\\..*")
                        && !bundle.getSymbolicName().startsWith("io.helve.itest"))
                .toList();
    }

    /** {@return our bundles that do not run, and the bundles of which Karaf says that they wait for something} */
    private List<String> waiting() throws Exception {
        String listed = KarafShell.run(context, "bundle:list -t 0 -s --no-format");
        assertTrue(listed, listed.contains("io.helve.api"));
        List<String> waiting = new ArrayList<>(
                listed.lines().filter(line -> line.contains("Waiting")).toList());
        for (Bundle bundle : ours()) {
            if (bundle.getState() != Bundle.ACTIVE && bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                waiting.add(bundle.toString());
            }
        }
        return waiting;
    }

    @Test
    public void streamsComeWithTheirFeatureAndGoWithIt() throws Exception {
        addRepository();
        for (String feature : List.of("helve-net", "helve-net-linux")) {
            features.installFeature(feature, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            eventually("streams over tcp")
                    .until(() -> isThere("io.helve.aio.AioFactory", "(aio.pool=default)")
                            && isThere("io.helve.stream.provider.StreamProvider", "(stream.scheme=tcp)")
                            && isThere("io.helve.stream.StreamFactory", "(stream.scheme=tcp)"));
            Bundle user = startUser(STREAMER);
            Object service = registeredBy(user);
            assertEquals("hello over " + transport(feature), ((Callable<?>) service).call());

            features.uninstallFeature(feature);

            eventually("services and threads gone")
                    .until(() -> context.getServiceReference("io.helve.stream.StreamFactory") == null
                            && threads().isEmpty());
            eventually("what was pending ended")
                    .until(() -> !((Supplier<?>) service).get().equals(List.of()));
            user.uninstall();
            assertTrue(noneIsLeft("io.helve.net") && noneIsLeft("io.netty.common") && noneIsLeft("io.helve.impl"));
        }
    }

    @Test
    public void socketsComeWithTheirFeatureAndGoWithIt() throws Exception {
        addRepository();
        for (String beside : List.of("helve", "helve-net")) {
            Set<String> wanted = Set.of(beside, "helve-sp");
            features.installFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            String scheme = beside.equals("helve") ? "inproc" : "tcp";
            eventually("the sockets").until(() -> isThere("io.helve.sp.SpSockets", "(sp.scheme=" + scheme + ")"));
            Bundle user = startUser(MESSENGER);
            Object service = registeredBy(user);
            assertEquals("ping, pong over " + scheme, ((Callable<?>) service).call());

            features.uninstallFeatures(wanted, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));

            eventually("services and threads gone")
                    .until(() -> !isThere("io.helve.sp.SpSockets") && threads().isEmpty());
            eventually("what was pending ended")
                    .until(() -> !((Supplier<?>) service).get().equals(List.of()));
            user.uninstall();
            assertTrue(noneIsLeft("io.helve.sp") && noneIsLeft("io.helve.impl"));
        }
    }

    /** What carries streams with a feature on this machine. */
    private static String transport(String feature) {
        boolean linux = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        return feature.equals("helve-net-linux") && linux ? "epoll" : "nio";
    }

    private void addRepository() throws Exception {
        String version = System.getProperty("helve.version");
        features.addRepository(URI.create("mvn:io.helve/io.helve.karaf/" + version + "/xml/features"));
    }

    private void install() throws Exception {
        // without it, Karaf would also refresh this test's bundle
        features.installFeature("helve", EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        assertTrue(features.isInstalled(features.getFeature("helve")));
        eventually("the services").until(() -> services() == SERVICES.size());
    }

    private Bundle startUser(String activator) throws IOException, BundleException {
        Bundle user = context.installBundle("test:user", userBundle(activator));
        user.start();
        return user;
    }

    private static Object registeredBy(Bundle bundle) {
        ServiceReference<?> reference = bundle.getRegisteredServices()[0];
        return bundle.getBundleContext().getService(reference);
    }

    private InputStream userBundle(String activator) throws IOException {
        Manifest manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.put(Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "io.helve.itest.karaf.user");
        headers.putValue(Constants.BUNDLE_ACTIVATOR, activator);
        headers.putValue(Constants.IMPORT_PACKAGE, PACKAGES);
        String file = activator.replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream in = context.getBundle().getEntry(file).openStream()) {
            jar.putNextEntry(new ZipEntry(file));
            in.transferTo(jar);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** Asks by name: with the classes, this test would be wired to the bundle that comes and goes. */
    private long services() throws Exception {
        long found = 0;
        for (String name : SERVICES) {
            ServiceReference<?>[] references = context.getAllServiceReferences(name, "(aio.pool=default)");
            found += references == null ? 0 : references.length;
        }
        return found;
    }

    private boolean isThere(String service) throws Exception {
        return isThere(service, null);
    }

    private boolean isThere(String service, String filter) throws Exception {
        return context.getAllServiceReferences(service, filter) != null;
    }

    private boolean noneIsLeft(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return false;
            }
        }
        return true;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("helve-"))
                .toList();
    }

    private static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(20));
    }
}
