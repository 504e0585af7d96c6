package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.testkit.tls.Authority;
import io.helve.testkit.tls.Issued;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners of {@code wss} share a port if they have loaded the same certificates and trust, from wherever. */
class SharedCertificatesTest extends StreamTest {
    private static final String PASSWORD = "secret";
    private static final Authority AUTHORITY = new Authority("Authority of shared ports");
    private static final Issued SERVER = AUTHORITY.issue("server", "localhost");

    @TempDir
    private Path directory;

    private static TlsConfig.Builder fromStore() {
        return TlsConfig.builder().identity(SERVER.keyStore(PASSWORD), PASSWORD);
    }

    private static TlsConfig.Builder fromText() {
        return TlsConfig.builder().identity(SERVER.chainPem(), SERVER.keyPem(), null);
    }

    private TlsConfig.Builder fromFiles(String name, Issued issued) throws Exception {
        Path chain = directory.resolve(name + "-chain.pem");
        Path key = directory.resolve(name + "-key.pem");
        issued.write(chain, key);
        return TlsConfig.builder().identity(chain, key, null);
    }

    private StreamListener first(TlsConfig.Builder config) {
        StreamListener listener = closing(streams.listener("wss://localhost:0/one"));
        listener.set(StreamOptions.TLS, config.build()).listen();
        return listener;
    }

    private StreamListener second(StreamListener first, TlsConfig.Builder config) {
        return closing(streams.listener(first.dialUrl().withPath("/two"))).set(StreamOptions.TLS, config.build());
    }

    private StreamDialer dialer(StreamListener listener) {
        TlsConfig trusting = TlsConfig.builder().trust(AUTHORITY.pem()).build();
        return closing(streams.dialer(listener.dialUrl())).set(StreamOptions.TLS, trusting);
    }

    private void share(TlsConfig.Builder one, TlsConfig.Builder two) {
        StreamListener first = first(one);
        StreamListener second = second(first, two);
        second.listen();
        assertEquals("/one", connect(dialer(first), first).accepted().get(StreamProperty.WS_PATH));
        assertEquals("/two", connect(dialer(second), second).accepted().get(StreamProperty.WS_PATH));
    }

    private void refuse(TlsConfig.Builder one, TlsConfig.Builder two) {
        AioException refused = assertThrows(AioException.class, second(first(one), two)::listen);
        assertEquals(AioError.EADDRINUSE, refused.error());
        assertTrue(refused.getMessage().contains("only with the same TLS configuration"), refused::getMessage);
    }

    @Test
    void aKeyStoreLoadedTwice() {
        share(fromStore(), fromStore());
    }

    @Test
    void pemTextBesideTheSameFilesAndACopyOfThem() throws Exception {
        share(fromText(), fromFiles("a", SERVER));
        share(fromFiles("b", SERVER), fromFiles("c", SERVER));
    }

    @Test
    void aKeyStoreBesidePemText() {
        share(fromStore(), fromText());
    }

    @Test
    void trustFromAKeyStoreBesideTrustFromPemText() {
        StreamListener first = first(fromText().trust(AUTHORITY.pem()).authMode(AuthMode.REQUIRED));
        second(first, fromStore().trust(AUTHORITY.trustStore()).authMode(AuthMode.REQUIRED))
                .listen();
    }

    @Test
    void otherTrustOrAnotherCertificateIsRefused() throws Exception {
        Authority other = new Authority("Another authority");
        refuse(
                fromText().trust(AUTHORITY.pem()).authMode(AuthMode.REQUIRED),
                fromText().trust(other.pem()).authMode(AuthMode.REQUIRED));
        refuse(fromText(), fromFiles("other", AUTHORITY.issue("server", "localhost")));
    }

    /** A certificate is public: a tenant that has no more must not get the peers that come because of it. */
    @Test
    void aCertificateWithTheKeyOfAnotherIsRefused() throws Exception {
        KeyStore foreign = AUTHORITY.issue("other", "localhost").keyStore(PASSWORD);
        foreign.setKeyEntry(
                "own", foreign.getKey("own", PASSWORD.toCharArray()), PASSWORD.toCharArray(), new Certificate[] {
                    SERVER.certificate()
                });
        refuse(fromText(), TlsConfig.builder().identity(foreign, PASSWORD));
    }

    @Test
    void whenAllFilesHaveChangedTheListenersGoOnSharing() throws Exception {
        StreamListener first = first(fromFiles("a", SERVER));
        StreamListener second = second(first, fromFiles("b", SERVER));
        second.listen();
        Issued renewed = AUTHORITY.issue("renewed", "localhost");
        fromFiles("a", renewed);
        Aio accept = aio();
        second.accept(accept);
        StreamDialer dialer = dialer(second);
        Aio refused = run(dialer::dial); // only the first listener has the new certificate
        assertTrue(refused.cause().getMessage().contains("421"), () -> String.valueOf(refused.cause()));
        fromFiles("b", renewed);
        eventually(() -> run(dialer::dial).result() == AioError.OK);
        Stream accepted = closing((Stream) ok(accept).getOutput(0));
        assertEquals("/two", accepted.get(StreamProperty.WS_PATH));
        helve.log().takeAll("keeps the certificates it has"); // if one of the two files was read before the other came
    }
}
