package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.tls.pem.Pem;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.testkit.tls.Authority;
import io.helve.testkit.tls.Der;
import io.helve.testkit.tls.Issued;
import io.helve.testkit.tls.PemText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which certificates and keys may come, and what is said of those that cannot be used. */
class CredentialsTest extends TlsTest {
    @TempDir
    private Path directory;

    private void works(TlsConfig.Builder server) {
        Pair pair = connect(server, client());
        sendAll(pair.dialed(), bytes("x"));
        receive(pair.accepted(), 1);
    }

    private static Issued issued(String algorithm) {
        return new Authority("Other " + algorithm, algorithm).issue("server", "localhost");
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    // ---- what works

    @Test
    void files() throws Exception {
        Path chain = file("chain.pem", SERVER.chainPem());
        Path key = file("key.pem", SERVER.keyPem());
        Path ca = file("ca.pem", AUTHORITY.pem());
        StreamListener listener = listener(TlsConfig.builder().identity(chain, key, null));
        connect(dialer(listener, TlsConfig.builder().trust(ca)), listener);
    }

    @Test
    void oneFileForAll() throws Exception {
        Path both = file("both.pem", "Comments are allowed\n" + SERVER.keyPem() + SERVER.chainPem() + AUTHORITY.pem());
        works(TlsConfig.builder().identity(both, both, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "RSASSA-PSS", "EC", "Ed25519", "Ed448"})
    void keysOfEveryAlgorithmPlainAndEncrypted(String algorithm) {
        Authority authority = new Authority("Authority of " + algorithm, algorithm);
        Issued issued = authority.issue("server", "localhost");
        for (String key : List.of(issued.keyPem(), issued.encryptedKeyPem("secret"))) {
            StreamListener listener = listener(TlsConfig.builder().identity(issued.chainPem(), key, "secret"));
            connect(dialer(listener, TlsConfig.builder().trust(authority.pem())), listener);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keysOfTheOldForms(String algorithm) {
        Authority authority = new Authority("Authority of " + algorithm, algorithm);
        Issued issued = authority.issue("server", "localhost");
        String key =
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + issued.oldKeyPem();
        StreamListener listener = listener(TlsConfig.builder().identity(issued.chainPem(), key, null));
        connect(dialer(listener, TlsConfig.builder().trust(authority.pem())), listener);
    }

    @Test
    void aKeyOfEd25519AsOpensslWritesIt() throws Exception {
        String key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
                + "-----END PRIVATE KEY-----\n"; // the one of RFC 8410
        assertEquals("EdDSA", Pem.of(null, key, "the key").key(null).getAlgorithm());
    }

    @Test
    void keyStores() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", AUTHORITY.certificate());
        TlsConfig.Builder server = TlsConfig.builder()
                .identity(SERVER.keyStore("secret"), "secret")
                .trust(trusted)
                .authMode(AuthMode.REQUIRED);
        Pair pair = connect(server, client().identity(CLIENT.keyStore("other"), "other"));
        assertEquals(true, pair.accepted().get(StreamProperty.TLS_VERIFIED));
    }

    // ---- what does not

    private AioException listenFails(TlsConfig.Builder config) {
        StreamListener listener = closing(streams.listener("tls+tcp://localhost:0"));
        listener.set(StreamOptions.TLS, config.build());
        AioException failure = assertThrows(AioException.class, listener::listen);
        assertEquals(AioError.ECRYPTO, failure.error());
        assertTrue(failure.getMessage().contains("tls+tcp://localhost:0"), failure::getMessage);
        assertEquals(null, listener.localAddress());
        return failure;
    }

    private void says(String expected, AioException failure) {
        assertTrue(failure.getMessage().contains(expected), failure::getMessage);
    }

    @Test
    void aListenerNeedsACertificate() {
        says("certificate", listenFails(TlsConfig.builder()));
        StreamListener unset = closing(streams.listener("tls+tcp://localhost:0"));
        assertEquals(
                AioError.ECRYPTO,
                assertThrows(AioException.class, unset::listen).error());
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        Path chain = file("chain.pem", SERVER.chainPem());
        Path missing = directory.resolve("missing.pem");
        says(missing + " is not there", listenFails(TlsConfig.builder().identity(chain, missing, null)));
        says(missing + " is not there", listenFails(server().trust(missing).authMode(AuthMode.REQUIRED)));
    }

    @Test
    void aFileThatIsCutOffIsNamed() throws Exception {
        String whole = SERVER.chainPem();
        Path chain = file("chain.pem", whole.substring(0, whole.length() / 2));
        Path key = file("key.pem", SERVER.keyPem());
        says(chain + " is cut off", listenFails(TlsConfig.builder().identity(chain, key, null)));
        String two = whole + AUTHORITY.pem(); // what is left would still be a chain
        Path shorter = file("shorter.pem", two.substring(0, two.length() - 5));
        says(shorter + " is cut off", listenFails(TlsConfig.builder().identity(shorter, key, null)));
    }

    @Test
    void aFileWithSomethingElseIsNamed() throws Exception {
        Path chain = file("chain.pem", SERVER.chainPem());
        says(chain + " has no private key", listenFails(TlsConfig.builder().identity(chain, chain, null)));
        Path key = file("key.pem", SERVER.keyPem());
        says(key + " has no certificate", listenFails(TlsConfig.builder().identity(key, key, null)));
        Path broken = file("broken.pem", PemText.of("CERTIFICATE", new byte[100]));
        says(broken.toString(), listenFails(TlsConfig.builder().identity(broken, key, null)));
    }

    @Test
    void aKeyOfAnotherCertificateIsNamed() throws Exception {
        Path chain = file("chain.pem", SERVER.chainPem());
        Path key = file("key.pem", CLIENT.keyPem());
        says(key.toString(), listenFails(TlsConfig.builder().identity(chain, key, null)));
        Path other = file("other.pem", issued("RSA").keyPem());
        says(other.toString(), listenFails(TlsConfig.builder().identity(chain, other, null)));
    }

    @Test
    void aChainThatIsNoneIsNamed() throws Exception {
        Path chain = file("chain.pem", SERVER.chainPem() + CLIENT.chainPem());
        Path key = file("key.pem", SERVER.keyPem());
        says(chain.toString(), listenFails(TlsConfig.builder().identity(chain, key, null)));
    }

    @Test
    void aPasswordThatIsMissingOrWrongIsSaid() {
        String key = SERVER.encryptedKeyPem("secret");
        says("password", listenFails(TlsConfig.builder().identity(SERVER.chainPem(), key, null)));
        says("password", listenFails(TlsConfig.builder().identity(SERVER.chainPem(), key, "wrong")));
        listenFails(TlsConfig.builder().identity(SERVER.keyStore("secret"), "wrong"));
    }

    @Test
    void howToConvertAKeyOfAnOldFormIsSaid() throws Exception {
        String old = SERVER.keyPem().replace(" PRIVATE KEY", " EC PRIVATE KEY");
        String encrypted = old.replaceFirst("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n\n");
        for (String text : List.of(PemText.of("OPENSSH PRIVATE KEY", new byte[100]), encrypted)) {
            Path key = file("key.pem", text);
            AioException failure =
                    listenFails(TlsConfig.builder().identity(file("chain.pem", SERVER.chainPem()), key, "secret"));
            says(key.toString(), failure);
            says("openssl pkcs8 -topk8", failure);
        }
    }

    @Test
    void whatIsWrongWithAKeyIsSaid() throws Exception {
        Path chain = file("chain.pem", SERVER.chainPem());
        byte[] unknown = Der.sequence(Der.integer(0), Der.sequence(Der.id(1, 2, 3)), Der.octets(new byte[1]));
        Path key = file("key.pem", PemText.of("PRIVATE KEY", unknown));
        says(key + " has a private key that cannot be read: its algorithm", listenFails(both(chain, key)));
        file("key.pem", PemText.of("EC PRIVATE KEY", Der.sequence(Der.integer(1), Der.octets(new byte[32]))));
        says("does not name its curve", listenFails(both(chain, key)));
        for (String label : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
            file("key.pem", PemText.of(label, new byte[100]));
            says(key + " has a private key that cannot be read", listenFails(both(chain, key)));
        }
    }

    private static TlsConfig.Builder both(Path chain, Path key) {
        return TlsConfig.builder().identity(chain, key, null);
    }

    @Test
    void aDialWithoutUsableFilesFailsAndNamesThem() {
        Path missing = directory.resolve("missing.pem");
        StreamListener listener = listener(server());
        Aio dial = run(dialer(listener, TlsConfig.builder().trust(missing))::dial);
        fails(AioError.ECRYPTO, dial);
        assertTrue(dial.cause().getMessage().contains(missing.toString()), dial.cause()::getMessage);
    }

    @Test
    void passwordsAreNotShown() {
        TlsConfig config = TlsConfig.builder()
                .identity(SERVER.chainPem(), SERVER.encryptedKeyPem("secret"), "secret")
                .build();
        assertEquals(-1, config.toString().indexOf("secret"), config::toString);
    }
}
