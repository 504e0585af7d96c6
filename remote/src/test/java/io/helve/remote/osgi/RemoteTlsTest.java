package io.helve.remote.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.remote.osgi.RemoteFrameworks.Node;
import io.helve.testkit.SocketTest;
import io.helve.testkit.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.aries.rsa.spi.Endpoint;
import org.apache.aries.rsa.spi.IntentUnsatisfiedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.ServiceException;

/** Services that are offered with TLS, and the intent {@code osgi.confidential}. */
class RemoteTlsTest extends SocketTest {
    private static final Authority TRUSTED = new Authority("trusted");
    private static final String CONFIDENTIAL = "osgi.confidential";

    @TempDir
    private Path folder;

    private RemoteFrameworks frameworks;

    /** A service. */
    public interface Vault {
        String open(String key);
    }

    private static final Vault VAULT = key -> "opened with " + key;

    @BeforeEach
    void prepare() throws IOException {
        frameworks = new RemoteFrameworks(helve, sockets, factory);
        Files.writeString(folder.resolve("ca.pem"), TRUSTED.pem());
    }

    private Map<String, Object> configuration(Authority authority, String name) throws IOException {
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        authority.issue(name, "localhost", "127.0.0.1").write(certificate, key);
        return new HashMap<>(Map.of(
                "tls.certificate",
                certificate.toString(),
                "tls.key",
                key.toString(),
                "tls.authorities",
                folder.resolve("ca.pem").toString()));
    }

    private static Map<String, Object> with(Map<String, Object> configuration, String key, Object value) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.put(key, value);
        return all;
    }

    private static String url(Endpoint endpoint) {
        return (String) endpoint.description().getProperties().get(EndpointProperties.URL);
    }

    private static void assertRemote(Vault vault) {
        ServiceException failure = assertThrows(ServiceException.class, () -> vault.open("x"));
        assertEquals(ServiceException.REMOTE, failure.getType());
    }

    @Test
    void aConfidentialServiceIsCalledOverTlsByAClientWithACertificate() throws IOException {
        Node server = frameworks.node(configuration(TRUSTED, "server"));
        Node client = frameworks.node(configuration(TRUSTED, "client"));
        try (Endpoint endpoint = server.export(VAULT, Vault.class, Map.of("service.exported.intents", CONFIDENTIAL))) {
            assertTrue(url(endpoint).startsWith("tls+tcp://127.0.0.1:"), url(endpoint));
            assertTrue(endpoint.description().getIntents().contains(CONFIDENTIAL));
            Vault vault = client.imported(endpoint.description().getProperties(), Vault.class);
            assertEquals("opened with a key", vault.open("a key"));
        }
    }

    @Test
    void aGuardSeesTheCertificateOfTheCaller() throws IOException {
        helve.log().expect("A remote call of Vault.open has been refused; its caller: certificate CN=mallory");
        Node server = frameworks.node(configuration(TRUSTED, "server"));
        server.guards()
                .add(call -> call.caller()
                        .certificate()
                        .filter(shown ->
                                shown.getSubjectX500Principal().getName().equals("CN=alice"))
                        .isPresent());
        try (Endpoint endpoint = server.export(VAULT, Vault.class, Map.of("io.helve.sp.tls", true))) {
            Map<String, Object> described = endpoint.description().getProperties();
            Node alice = frameworks.node(configuration(TRUSTED, "alice"));
            assertEquals(
                    "opened with a key", alice.imported(described, Vault.class).open("a key"));
            Node mallory = frameworks.node(configuration(TRUSTED, "mallory"));
            ServiceException refused = assertThrows(
                    ServiceException.class,
                    () -> mallory.imported(described, Vault.class).open("a key"));
            assertEquals(ServiceException.REMOTE, refused.getType());
            assertEquals("the server does not allow this caller to call Vault.open", refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMIIB\n",
                "nonsense"
            })
    void aDamagedFileIsRefusedWithTheConfigurationAndNotByTheConnections(String text) throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged.pem"), text);
        for (String key : List.of("tls.certificate", "tls.authorities")) {
            Map<String, Object> configuration = with(configuration(TRUSTED, "server"), key, damaged.toString());
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> RemoteFrameworks.settings(configuration));
            assertTrue(refused.getMessage().contains(key), refused.getMessage());
        }
    }

    @Test
    void servicesWithAndWithoutTlsHaveAServerEach() throws IOException {
        Node node = frameworks.node(with(configuration(TRUSTED, "server"), "tls", "true"));
        try (Endpoint secret = node.export(VAULT, Vault.class, Map.of());
                Endpoint open = node.export(VAULT, Vault.class, Map.of("io.helve.sp.tls", false));
                Endpoint other = node.export(VAULT, Vault.class, Map.of("io.helve.sp.tls", "true"))) {
            assertEquals(url(secret), url(other));
            assertTrue(url(open).startsWith("tcp://"), url(open));
            assertFalse(open.description().getIntents().contains(CONFIDENTIAL));
            assertEquals(2, node.servers().size());
        }
    }

    @Test
    void aClientWithoutACertificateOrWithOneOfAnotherAuthorityCannotCall() throws IOException {
        helve.log().expect("cannot connect");
        helve.log().expect("has not accepted a connection");
        Node server = frameworks.node(configuration(TRUSTED, "server"));
        Map<String, Object> options = Map.of("io.helve.sp.tls", true, "osgi.basic.timeout", 300);
        try (Endpoint endpoint = server.export(VAULT, Vault.class, options)) {
            Map<String, Object> described = endpoint.description().getProperties();
            Map<String, Object> bare =
                    Map.of("tls.authorities", folder.resolve("ca.pem").toString());
            assertRemote(frameworks.node(bare).imported(described, Vault.class));
            Map<String, Object> foreign = configuration(new Authority("foreign"), "client");
            assertRemote(frameworks.node(foreign).imported(described, Vault.class));
        }
    }

    @Test
    void aServerWhoseCertificateIsNotTrustedIsNotCalled() throws IOException {
        helve.log().expect("cannot connect");
        helve.log().expect("has not accepted a connection");
        Node server = frameworks.node(
                with(configuration(new Authority("foreign"), "server"), "tls.client.certificate", "none"));
        Map<String, Object> options = Map.of("io.helve.sp.tls", true, "osgi.basic.timeout", 300);
        try (Endpoint endpoint = server.export(VAULT, Vault.class, options)) {
            Node client = frameworks.node(configuration(TRUSTED, "client"));
            assertRemote(client.imported(endpoint.description().getProperties(), Vault.class));
        }
    }

    @Test
    void webSocketsWithTlsAreConfidential() throws IOException {
        Node node = frameworks.node(configuration(TRUSTED, "both"));
        Map<String, Object> options = Map.of(
                EndpointProperties.URL, List.of("wss://127.0.0.1:0/vault"), "service.intents", List.of(CONFIDENTIAL));
        try (Endpoint endpoint = node.export(VAULT, Vault.class, options)) {
            Vault vault = node.imported(endpoint.description().getProperties(), Vault.class);
            assertEquals("opened with a key", vault.open("a key"));
        }
    }

    @Test
    void aServiceWithAnAddressWithoutTlsIsNotConfidential() throws IOException {
        helve.log().expect("of the intents [osgi.confidential] only");
        Node node = frameworks.node(configuration(TRUSTED, "server"));
        List<String> urls = List.of("tls+tcp://127.0.0.1:0", "tcp://127.0.0.1:0");
        assertNull(
                node.export(VAULT, Vault.class, Map.of(EndpointProperties.URL, urls, "service.intents", CONFIDENTIAL)));
        assertNull(node.export(VAULT, Vault.class, Map.of("io.helve.sp.tls", false, "service.intents", CONFIDENTIAL)));
        assertThrows(
                IllegalArgumentException.class,
                () -> node.export(VAULT, Vault.class, Map.of(EndpointProperties.URL, urls, "io.helve.sp.tls", true)));
        assertEquals(0, node.servers().size());
    }

    @Test
    void withoutACertificateNothingIsOfferedWithTls() {
        helve.log().expect("TLS needs tls.certificate of PID io.helve.remote");
        Node node = frameworks.node(Map.of());
        assertNull(node.export(VAULT, Vault.class, Map.of("io.helve.sp.tls", true)));
        assertNull(node.export(VAULT, Vault.class, Map.of(EndpointProperties.URL, "tls+tcp://127.0.0.1:0")));
        assertEquals(0, node.servers().size());
    }

    @Test
    void aConfidentialEndpointIsCalledOverTlsOnly() throws IOException {
        Node node = frameworks.node(configuration(TRUSTED, "server"));
        try (Endpoint endpoint = node.export(VAULT, Vault.class, Map.of("service.intents", CONFIDENTIAL))) {
            Map<String, Object> described = new HashMap<>(endpoint.description().getProperties());
            described.put(EndpointProperties.URL, List.of("ipc:///tmp/somebody-else.ipc", url(endpoint)));
            assertEquals(
                    "opened with a key", node.imported(described, Vault.class).open("a key"));
            described.put(EndpointProperties.URL, "tcp://127.0.0.1:1");
            assertThrows(IntentUnsatisfiedException.class, () -> node.imported(described, Vault.class));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tls, true, tls.certificate must be set if tls is true",
        "tls.key, key.pem, tls.key and tls.key.password.file need tls.certificate",
        "tls.authorities, /does/not/exist, tls.authorities must be a file that can be read",
        "tls.client.certificate, sometimes, 'tls.client.certificate must be none, optional or required'"
    })
    void settingsThatCannotWorkAreRefused(String key, String value, String text) {
        assertRefused(Map.of(key, value), text);
    }

    @Test
    void clientsAreVerifiedByAuthoritiesThatTheConfigurationNames() throws IOException {
        Map<String, Object> configuration = configuration(TRUSTED, "server");
        configuration.remove("tls.authorities");
        assertRefused(configuration, "tls.authorities must be set unless tls.client.certificate is none");
        RemoteSettings settings = RemoteFrameworks.settings(with(configuration, "tls.client.certificate", "none"));
        assertTrue(settings.server().tls().isPresent());
    }

    private static void assertRefused(Map<String, ?> configuration, String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> RemoteFrameworks.settings(configuration));
        assertTrue(refused.getMessage().contains(text), refused.getMessage());
    }
}
