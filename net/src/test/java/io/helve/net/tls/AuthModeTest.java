package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.LogRecords;
import io.helve.net.socket.ListeningChannel;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFailure;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.stream.TlsConfig.Version;
import io.helve.testkit.tls.Authority;
import io.helve.testkit.tls.Issued;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which side must show a certificate, and what happens if the certificate is missing or not trusted. */
class AuthModeTest extends TlsTest {
    /**
     * An authority with the same name and another key. The name makes its clients show their certificates to servers
     * that trust the first authority.
     */
    private static final Authority IMPOSTOR = new Authority("Helve test authority");

    private static TlsConfig.Builder with(TlsConfig.Builder config, Issued issued) {
        return config.identity(issued.chainPem(), issued.keyPem(), null);
    }

    private static TlsConfig.Builder both(AuthMode mode, Version version) {
        return server().authMode(mode).versions(version, version);
    }

    // ---- dialers

    @ParameterizedTest
    @EnumSource(
            value = AuthMode.class,
            names = {"DEFAULT", "OPTIONAL", "REQUIRED"})
    void aDialerVerifies(AuthMode mode) {
        Pair pair = connect(server(), client().authMode(mode));
        assertEquals(true, pair.dialed().get(StreamProperty.TLS_VERIFIED));
        assertEquals(List.of(SERVER.certificate()), pair.dialed().get(StreamProperty.TLS_PEER_CERTIFICATES));
        assertEquals(false, pair.accepted().get(StreamProperty.TLS_VERIFIED));
        assertNull(pair.accepted().get(StreamProperty.TLS_PEER_CERTIFICATES));
    }

    @ParameterizedTest
    @EnumSource(
            value = AuthMode.class,
            names = {"DEFAULT", "OPTIONAL", "REQUIRED"})
    void aDialerRefusesAServerOfAnotherAuthority(AuthMode mode) {
        StreamListener listener = listener(server(IMPOSTOR.issue("server", "localhost")));
        Aio dial = refused(listener, client().authMode(mode));
        fails(AioError.EPEERAUTH, dial);
        assertTrue(dial.cause().getMessage().contains(listener.dialUrl().toString()), dial.cause()::getMessage);
    }

    @Test
    void aDialerTrustsWhomTheJdkTrustsIfItIsNotToldOtherwise() {
        fails(AioError.EPEERAUTH, refused(listener(server()), TlsConfig.builder()));
    }

    @Test
    void aDialerRefusesAnExpiredCertificate() {
        StreamListener listener = listener(server(AUTHORITY.issueExpired("server", "localhost")));
        fails(AioError.EPEERAUTH, refused(listener, client()));
    }

    @Test
    void aDialerThatDoesNotVerifyTakesAnything() {
        Issued bad = IMPOSTOR.issueExpired("server", "elsewhere.example");
        Pair pair = connect(server(bad), client().authMode(AuthMode.NONE));
        assertEquals(false, pair.dialed().get(StreamProperty.TLS_VERIFIED));
        assertEquals(List.of(bad.certificate()), pair.dialed().get(StreamProperty.TLS_PEER_CERTIFICATES));
    }

    // ---- listeners

    @ParameterizedTest
    @EnumSource(
            value = AuthMode.class,
            names = {"DEFAULT", "NONE"})
    void aListenerDoesNotAskByDefault(AuthMode mode) {
        Pair pair = connect(server().authMode(mode), with(client(), CLIENT));
        assertNull(pair.accepted().get(StreamProperty.TLS_PEER_CERTIFICATES));
        assertEquals(false, pair.accepted().get(StreamProperty.TLS_VERIFIED));
    }

    @ParameterizedTest
    @EnumSource(
            value = AuthMode.class,
            names = {"OPTIONAL", "REQUIRED"})
    void aListenerThatAsksSeesTheClient(AuthMode mode) {
        for (Version version : Version.values()) {
            Pair pair = connect(both(mode, version), with(client(), CLIENT));
            assertEquals(true, pair.accepted().get(StreamProperty.TLS_VERIFIED));
            assertEquals(List.of(CLIENT.certificate()), pair.accepted().get(StreamProperty.TLS_PEER_CERTIFICATES));
        }
    }

    @Test
    void anOptionalCertificateMayBeMissing() {
        Pair pair = connect(server().authMode(AuthMode.OPTIONAL), client());
        assertEquals(false, pair.accepted().get(StreamProperty.TLS_VERIFIED));
        assertNull(pair.accepted().get(StreamProperty.TLS_PEER_CERTIFICATES));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aRequiredCertificateMayNot(Version version) {
        StreamListener listener = listener(both(AuthMode.REQUIRED, version));
        Aio accept = aio();
        listener.accept(accept);
        fails(AioError.ECRYPTO, refused(listener, client()));
        eventually(() -> control.snapshot().acceptFailures() == 1);
        assertTrue(accept.isBusy(), "it goes on waiting");
        Aio dial = ok(run(dialer(listener, with(client(), CLIENT))::dial));
        closing((Stream) dial.getOutput(0));
        closing((Stream) ok(accept).getOutput(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = AuthMode.class,
            names = {"OPTIONAL", "REQUIRED"})
    void aClientOfAnotherAuthorityIsRefused(AuthMode mode) {
        for (Version version : Version.values()) {
            StreamListener listener = listener(both(mode, version));
            fails(AioError.ECRYPTO, refused(listener, with(client(), IMPOSTOR.issue("client"))));
            fails(AioError.ECRYPTO, refused(listener, with(client(), AUTHORITY.issueExpired("client"))));
        }
    }

    /** A client that refuses the listener's certificate, or whose own certificate is refused, is told apart. */
    @ParameterizedTest
    @EnumSource(Version.class)
    void aListenerCountsRefusedCertificatesOfBothSides(Version version) {
        Queue<StreamFailure> failures = new ConcurrentLinkedQueue<>();
        StreamListener listener =
                listener(both(AuthMode.REQUIRED, version)).set(StreamOptions.HANDSHAKE_FAILED, failures::add);
        refused(listener, with(client(), IMPOSTOR.issue("client")));
        eventually(() -> failures.size() == 1);
        assertEquals(AioError.EPEERAUTH, failures.remove().error());
        refused(listener, with(TlsConfig.builder().trust(new Authority("other").pem()), CLIENT));
        eventually(() -> failures.size() == 1);
        StreamFailure alert = failures.remove();
        assertEquals(AioError.ECRYPTO, alert.error());
        assertTrue(alert.text().contains("certificate"), alert::text);
        eventually(() -> listener.lastFailure().equals(Optional.of(alert)));
    }

    // ---- what is said of a refusal

    @Test
    void anExpiredCertificateSaysWhenItExpired() {
        Issued expired = AUTHORITY.issueExpired("server", "localhost");
        Aio dial = refused(listener(server(expired)), client());
        String date = "NotAfter: " + expired.certificate().getNotAfter();
        assertTrue(dial.cause().getMessage().contains(date), dial.cause()::getMessage);
    }

    @Test
    void theLogSaysWhenTheCertificateOfAClientExpired() {
        LogRecords log = closing(new LogRecords(ListeningChannel.class, Level.INFO));
        Issued expired = AUTHORITY.issueExpired("client");
        refused(listener(both(AuthMode.REQUIRED, Version.TLS_1_3)), with(client(), expired));
        eventually(() -> log.messages().size() == 1);
        String date = "NotAfter: " + expired.certificate().getNotAfter();
        assertTrue(log.messages().get(0).contains(date), log.messages()::toString);
    }

    @Test
    void noMessageHasACodeTwice() {
        StreamListener listener = listener(server());
        StreamDialer plain =
                closing(streams.dialer(listener.dialUrl().toString().replace("tls+tcp", "ws") + "/path"));
        listener.accept(aio());
        Aio lost = run(plain::dial);
        listener.stop();
        Aio refused = run(plain::dial);
        for (Aio dial : List.of(lost, refused)) {
            String message = dial.cause().getMessage();
            assertEquals(0, message.indexOf(dial.result().name()), message);
            assertEquals(-1, message.indexOf(dial.result().name(), 1), message);
        }
    }

    /** Data of the client that nobody reads must not make the listener's system reset the connection. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    void aClientThatIsRefusedWhileItSendsDoesNotTakeThatForALostConnection(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = listener(both(AuthMode.REQUIRED, Version.TLS_1_3));
        Issued impostor = IMPOSTOR.issue("client");
        StreamDialer dialer = dialer(listener, with(client(), impostor));
        listener.accept(aio());
        for (int i = 0; i < 20; i++) {
            Aio dial = run(dialer::dial);
            if (dial.result() == AioError.OK) {
                Stream stream = closing((Stream) dial.getOutput(0));
                Aio receive = receiving(stream, ByteBuffer.allocate(1));
                ended(send(stream, new byte[100_000]));
                fails(AioError.ECRYPTO, receive);
                assertTrue(receive.cause().getMessage().contains("alert"), receive.cause()::getMessage);
            } else {
                fails(AioError.ECRYPTO, dial);
            }
        }
    }
}
