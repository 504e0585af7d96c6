package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.testkit.CapturedLog;
import io.helve.testkit.tls.Authority;
import io.helve.testkit.tls.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read again when they have changed, and connections that are there do not notice. */
class ReloadTest extends TlsTest {
    @TempDir
    private Path directory;

    private Path chain;
    private Path key;
    private CapturedLog log;

    @BeforeEach
    void write() throws IOException {
        chain = directory.resolve("chain.pem");
        key = directory.resolve("key.pem");
        SERVER.write(chain, key);
        log = helve.log();
    }

    @AfterEach
    void warningsAreExpected() {
        log.takeAll("keeps the certificates it has");
    }

    /** What a new connection shows its dialer. */
    private X509Certificate shown(StreamListener listener) {
        Pair pair = connect(dialer(listener, client()), listener);
        X509Certificate certificate =
                pair.dialed().get(StreamProperty.TLS_PEER_CERTIFICATES).get(0);
        pair.dialed().stop();
        pair.accepted().stop();
        return certificate;
    }

    @Test
    void newCertificatesAreShownToNewConnections() throws Exception {
        StreamListener listener = listener(TlsConfig.builder().identity(chain, key, null));
        Pair old = connect(dialer(listener, client()), listener);
        assertEquals(SERVER.certificate(), shown(listener));
        Issued renewed = AUTHORITY.issue("renewed", "localhost");
        renewed.write(chain, key);
        assertEquals(renewed.certificate(), shown(listener));
        sendAll(old.dialed(), bytes("still"));
        receive(old.accepted(), 5);
    }

    @Test
    void aFileThatIsReplacedByAnotherIsSeen() throws Exception {
        StreamListener listener = listener(TlsConfig.builder().identity(chain, key, null));
        assertEquals(SERVER.certificate(), shown(listener));
        Issued renewed = AUTHORITY.issue("renewe", "localhost");
        Path newChain = directory.resolve("new-chain.pem");
        Path newKey = directory.resolve("new-key.pem");
        renewed.write(newChain, newKey);
        Files.setLastModifiedTime(newChain, Files.getLastModifiedTime(chain));
        Files.setLastModifiedTime(newKey, Files.getLastModifiedTime(key));
        Files.move(newChain, chain, StandardCopyOption.ATOMIC_MOVE);
        Files.move(newKey, key, StandardCopyOption.ATOMIC_MOVE);
        assertEquals(renewed.certificate(), shown(listener));
    }

    @Test
    void halfOfTheNewFilesChangesNothingAndIsLoggedOnce() throws Exception {
        StreamListener listener = listener(TlsConfig.builder().identity(chain, key, null));
        Issued renewed = AUTHORITY.issue("renewed", "localhost");
        Files.writeString(chain, renewed.chainPem());
        for (int i = 0; i < 3; i++) {
            assertEquals(SERVER.certificate(), shown(listener));
        }
        assertEquals(1, log.messages().size(), () -> log.messages().toString());
        assertTrue(
                log.messages().get(0).contains(key.toString()),
                () -> log.messages().toString());
        Files.writeString(key, renewed.keyPem());
        assertEquals(renewed.certificate(), shown(listener));
        assertEquals(1, log.messages().size());
    }

    @Test
    void brokenAndMissingFilesChangeNothing() throws Exception {
        StreamListener listener = listener(TlsConfig.builder().identity(chain, key, null));
        Files.writeString(chain, SERVER.chainPem().substring(0, 100));
        assertEquals(SERVER.certificate(), shown(listener));
        Files.delete(chain);
        assertEquals(SERVER.certificate(), shown(listener));
        assertEquals(SERVER.certificate(), shown(listener));
        assertEquals(2, log.messages().size(), () -> log.messages().toString());
        Issued renewed = AUTHORITY.issue("renewed", "localhost");
        renewed.write(chain, key);
        assertEquals(renewed.certificate(), shown(listener));
    }

    @Test
    void newAuthoritiesAreTrusted() throws Exception {
        Authority next = new Authority("Next authority");
        Path ca = Files.writeString(directory.resolve("ca.pem"), next.pem());
        StreamListener listener = listener(server());
        StreamDialer dialer = dialer(listener, TlsConfig.builder().trust(ca));
        Aio accept = aio();
        listener.accept(accept);
        fails(AioError.EPEERAUTH, run(dialer::dial));
        Files.writeString(ca, next.pem() + AUTHORITY.pem());
        closing((Stream) ok(run(dialer::dial)).getOutput(0));
        closing((Stream) ok(accept).getOutput(0));
    }

    @Test
    void anotherConfigurationIsUsedFromThenOn() {
        StreamListener listener = listener(server());
        assertEquals(SERVER.certificate(), shown(listener));
        Issued other = AUTHORITY.issue("other", "localhost");
        listener.set(StreamOptions.TLS, server(other).build());
        assertEquals(other.certificate(), shown(listener));
        listener.set(
                StreamOptions.TLS, server(other).authMode(AuthMode.REQUIRED).build());
        fails(AioError.ECRYPTO, refused(listener, client()));
    }
}
