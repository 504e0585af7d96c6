package io.helve.remote.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.internal.ConfigurationReader;
import io.helve.operator.ResourceCloser;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.client.CallClient;
import io.helve.remote.guard.RemoteCaller;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.remote.statistics.ExportedEndpoint;
import io.helve.remote.statistics.ImportedEndpoint;
import io.helve.remote.statistics.ImportedEndpoint.Connection;
import io.helve.remote.statistics.RemoteSnapshot;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamUrl;
import io.helve.testkit.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.aries.rsa.spi.Endpoint;
import org.apache.aries.rsa.spi.IntentUnsatisfiedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.ServiceException;
import org.osgi.framework.Version;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;

/** What Remote Service Admin may ask of the provider, without a framework. */
class SpDistributionProviderTest extends SocketTest {
    private CallServers servers;
    private SpDistributionProvider provider;
    private RemoteRecords records;

    /** What the registry has. */
    private final List<ImportedServices.Imported> imported = new CopyOnWriteArrayList<>();

    /** A service. */
    public interface Doubler {
        Version twice(Version version);

        Promise<Integer> twice(int number);

        Promise<Integer> never();
    }

    /** A service with a method whose result cannot travel yet. */
    public interface Streaming {
        Flow.Publisher<String> stream();
    }

    private static final Doubler DOUBLER = new Doubler() {
        @Override
        public Version twice(Version version) {
            return new Version(2 * version.getMajor(), 0, 0);
        }

        @Override
        public Promise<Integer> twice(int number) {
            return Promises.resolved(2 * number);
        }

        @Override
        public Promise<Integer> never() {
            return Promises.failed(new ServiceException("never", ServiceException.FACTORY_ERROR));
        }
    };

    /** {@return the only exported endpoint, as statistics show it} */
    private ExportedEndpoint statistics() {
        List<ExportedEndpoint> all = records.snapshot().exported();
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Test
    void statisticsTellWhatIsExportedWhereAndWhatIsImported() throws IOException {
        Endpoint endpoint = export(Map.of());
        ExportedEndpoint exported = statistics();
        assertEquals(endpoint.description().getId(), exported.id());
        assertEquals(List.of(Doubler.class.getName()), exported.interfaces());
        assertEquals(List.of(endpoint.description().getProperties().get("io.helve.sp.url")), exported.addresses());
        assertEquals(List.of(), exported.unbound());
        Map<String, Object> properties = endpoint.description().getProperties();
        String id = endpoint.description().getId();
        imported.add(new ImportedServices.Imported(id, List.of("consumer [7]"), properties));
        ImportedEndpoint before = records.snapshot().imported().get(0);
        assertEquals(Connection.IDLE, before.connection());
        assertEquals(exported.addresses(), before.addresses());
        Doubler doubler = (Doubler) provider.importEndpoint(
                Doubler.class.getClassLoader(), null, new Class<?>[] {Doubler.class}, endpoint.description());
        assertEquals(new Version(4, 0, 0), doubler.twice(new Version(2, 0, 0)));
        ImportedEndpoint after = records.snapshot().imported().get(0);
        assertEquals(List.of("consumer [7]"), after.tenants());
        assertEquals(List.of(Doubler.class.getName()), after.interfaces());
        assertEquals(Connection.CONNECTED, after.connection());
        assertEquals(1, after.calls());
        assertEquals(1, statistics().calls());
        assertEquals(1, statistics().latency().count());
        endpoint.close();
        imported.clear();
        assertEquals(new RemoteSnapshot(List.of(), List.of(), 0), records.snapshot());
    }

    @Test
    void statisticsTellAnAddressAtWhichTheServerDoesNotListenAnyMore() throws IOException {
        Endpoint endpoint = export(Map.of());
        SpStatistics all = runtime.service(SpStatistics.class);
        long listener = all.snapshot().children().stream()
                .filter(node -> node.name().equals("socket"))
                .flatMap(socket -> socket.children().stream())
                .filter(node -> node.name().equals("listener"))
                .map(node -> node.child("id").orElseThrow().value())
                .findFirst()
                .orElseThrow();
        assertTrue(((ResourceCloser) all).close("listener/" + listener));
        eventually(() -> statistics().unbound().equals(statistics().addresses()));
        endpoint.close();
    }

    @BeforeEach
    void open() {
        RemoteSettings settings = settings(Map.of());
        RemoteTypes types = FrameworkTypes.create();
        CallFormat format = new CallFormat(types);
        CallClient client = helve.closing(new CallClient(sockets, factory, format, settings.client()));
        servers = helve.closing(
                new CallServers(sockets, format, settings.server(), new CallWorkers(2), CallGuards.optional()));
        records = new RemoteRecords(servers, client, () -> imported);
        provider = new SpDistributionProvider(types, settings, servers, client, records, sockets::schemes);
    }

    private static RemoteSettings settings(Map<String, Object> properties) {
        return RemoteSettings.parse(new ConfigurationReader(properties));
    }

    private Endpoint export(Object service, Class<?> type, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "objectClass",
                new String[] {type.getName()},
                "service.exported.interfaces",
                "*",
                "endpoint.framework.uuid",
                "here",
                "endpoint.service.id",
                1L));
        properties.putAll(more);
        return provider.exportService(service, null, properties, new Class<?>[] {type});
    }

    private Endpoint export(Map<String, Object> more) {
        return export(DOUBLER, Doubler.class, more);
    }

    private Doubler imported(Map<String, Object> endpoint) {
        return (Doubler) provider.importEndpoint(
                Doubler.class.getClassLoader(),
                null,
                new Class<?>[] {Doubler.class},
                new EndpointDescription(endpoint));
    }

    @Test
    void whatIsExportedCanBeImportedAndCalled() throws Exception {
        try (Endpoint endpoint = export(Map.of())) {
            Doubler doubler = imported(endpoint.description().getProperties());
            assertEquals(new Version(4, 0, 0), doubler.twice(new Version(2, 1, 0)));
            assertEquals(6, doubler.twice(3).getValue());
            Throwable failure = doubler.never().getFailure();
            assertEquals(ServiceException.class, failure.getClass());
            assertEquals("never", failure.getMessage());
            assertThrows(NullPointerException.class, () -> doubler.twice((Version) null)); // the service's
        }
    }

    @Test
    void anEndpointSaysWhatAnImporterNeeds() throws IOException {
        try (Endpoint endpoint = export(Map.of("service.exported.intents", "osgi.basic", "service.ranking", 5))) {
            EndpointDescription described = endpoint.description();
            assertEquals(List.of(EndpointProperties.TYPE), described.getConfigurationTypes());
            assertEquals(Set.of("osgi.basic", "osgi.async"), Set.copyOf(described.getIntents()));
            assertEquals(List.of(Doubler.class.getName()), described.getInterfaces());
            assertEquals(5, described.getProperties().get("service.ranking"));
            assertTrue(
                    described.getProperties().keySet().stream().noneMatch(key -> key.startsWith("service.exported.")));
            assertNotNull(described.getId());
            assertFalse(described.getId().equals(export(Map.of()).description().getId()));
        }
    }

    @Test
    void anotherConfigTypeExportsNothing() {
        assertNull(export(Map.of("service.exported.configs", List.of("com.example.other"))));
        assertEquals(0, servers.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"service.exported.intents", "service.exported.intents.extra", "service.intents"})
    void anIntentThatCannotBeFulfilledExportsNothing(String key) {
        helve.log().expect("only [osgi.async, osgi.basic, osgi.private] can be fulfilled");
        assertNull(export(Map.of(key, "osgi.confidential")));
        assertNull(export(Map.of(key, new String[] {"osgi.basic", "com.example.intent"})));
        assertEquals(0, servers.size());
    }

    @Test
    void anInterfaceWhoseTypesCannotTravelExportsNothing() {
        helve.log().expect("Flow$Publisher<java.lang.String> is no type whose values can travel");
        assertNull(export(new Object(), Streaming.class, Map.of()));
        helve.log().expect("SpDistributionProviderTest is no public interface");
        assertNull(export(this, SpDistributionProviderTest.class, Map.of()));
        assertEquals(0, servers.size());
    }

    @ParameterizedTest
    @CsvSource({
        "io.helve.sp.calls.max, 0",
        "io.helve.sp.calls.max, many",
        "io.helve.sp.url, nowhere",
        "io.helve.sp.callsmax, 5",
        "IO.Helve.sp.service, 5",
        "osgi.basic.timeout, soon",
        "io.helve.sp.tls, perhaps"
    })
    void garbageIsAnIllegalArgument(String key, String value) {
        assertThrows(IllegalArgumentException.class, () -> export(Map.of(key, value)));
        assertThrows(IllegalArgumentException.class, () -> export(Map.of("service.intents", 5)));
        assertEquals(0, servers.size());
    }

    @Test
    void garbageInAnEndpointIsAnIllegalArgument() throws IOException {
        try (Endpoint endpoint = export(Map.of())) {
            for (String key :
                    List.of(EndpointProperties.URL, EndpointProperties.SERVICE, EndpointProperties.RECEIVE_MAX)) {
                Map<String, Object> properties =
                        new HashMap<>(endpoint.description().getProperties());
                properties.put(key, "garbage");
                assertThrows(IllegalArgumentException.class, () -> imported(properties), key);
                properties.remove(key);
                assertThrows(IllegalArgumentException.class, () -> imported(properties), key);
            }
            Map<String, Object> other = new HashMap<>(endpoint.description().getProperties());
            other.put("objectClass", new String[] {Streaming.class.getName()});
            assertThrows(
                    IntentUnsatisfiedException.class,
                    () -> provider.importEndpoint(
                            Streaming.class.getClassLoader(),
                            null,
                            new Class<?>[] {Streaming.class},
                            new EndpointDescription(other)));
        }
    }

    @Test
    void anAddressInUseExportsNothing() throws IOException {
        helve.log().expect("EADDRINUSE");
        try (Endpoint endpoint = export(Map.of())) {
            Object url = endpoint.description().getProperties().get(EndpointProperties.URL);
            assertNull(export(Map.of(EndpointProperties.URL, url)));
            assertEquals(1, servers.size());
        }
    }

    @Test
    void anEndpointIsClosedTwice() throws IOException {
        Endpoint endpoint = export(Map.of());
        assertEquals(1, servers.size());
        endpoint.close();
        endpoint.close();
        assertEquals(0, servers.size());
    }

    @Test
    void aServiceHasAnAddressOfItsOwnIfItSaysSo() throws Exception {
        String url = "ipc:///tmp/helve-remote-" + ProcessHandle.current().pid() + ".ipc";
        try (Endpoint endpoint = export(Map.of(EndpointProperties.URL, url, "service.intents", "osgi.private"))) {
            assertEquals(url, endpoint.description().getProperties().get(EndpointProperties.URL));
            assertEquals(
                    4,
                    imported(endpoint.description().getProperties())
                            .twice(2)
                            .timeout(TimeUnit.SECONDS.toMillis(30))
                            .getValue());
        }
    }

    @Test
    void aConfigurationThatNobodyCouldConnectToIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> settings(Map.of("bind.address", "*")));
        assertThrows(IllegalArgumentException.class, () -> settings(Map.of("bind.address", "0.0.0.0")));
        assertThrows(IllegalArgumentException.class, () -> settings(Map.of("bind.address", "no host")));
        assertThrows(IllegalArgumentException.class, () -> settings(Map.of("port.first", 5000, "port.last", 4000)));
        RemoteSettings wide =
                settings(Map.of("bind.address", "*", "advertised.address", "10.0.0.1", "port.first", 7000));
        assertEquals(7000, wide.server().bind().portLast());
        assertEquals("10.0.0.1", wide.server().bind().advertised());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true",
        "::1,true",
        "localhost,true",
        "10.1.2.3,true",
        "fd00::1,true",
        "8.8.8.8,false",
        "*,false",
        "example.org,false"
    })
    void anAddressIsPrivateIfNobodyElseReachesIt(String host, boolean isPrivate) {
        assertEquals(isPrivate, NetworkReach.isPrivate(host));
    }

    @Test
    void clientsTryTheAddressesOnTheirMachineFirstAndLeaveOutSchemesThatTheyDoNotKnow() {
        EndpointProperties given = new EndpointProperties(Map.of(
                EndpointProperties.URL, List.of("tcp://10.0.0.1:1", "quic://10.0.0.1:2", "tls+tcp://a:3", "ipc:///x")));
        assertEquals(
                List.of("ipc:///x", "tcp://10.0.0.1:1", "tls+tcp://a:3"),
                given.targetUrls(Set.of("tcp", "tls+tcp", "ipc")).stream()
                        .map(StreamUrl::toString)
                        .toList());
    }

    @Test
    void withAFolderForIpcAServiceIsCalledOverIpcOnTheSameMachine(@TempDir Path folder) throws Exception {
        AtomicReference<RemoteCaller> caller = new AtomicReference<>();
        RemoteFrameworks.Node node =
                new RemoteFrameworks(helve, sockets, factory).node(Map.of("ipc.folder", folder.toString()));
        node.guards().add(call -> {
            caller.set(call.caller());
            return true;
        });
        try (Endpoint endpoint = node.export(DOUBLER, Doubler.class, Map.of("service.intents", "osgi.private"))) {
            Map<String, Object> described = endpoint.description().getProperties();
            assertEquals(2, ((List<?>) described.get(EndpointProperties.URL)).size());
            assertEquals(4, node.imported(described, Doubler.class).twice(2).getValue());
            assertFalse(caller.get().address().orElse(null) instanceof InetSocketAddress);
        }
        assertThrows(IllegalArgumentException.class, () -> settings(Map.of("ipc.folder", "/does/not/exist")));
    }
}
