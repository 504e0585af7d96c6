package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.stream.TlsConfig.Version;
import io.helve.testkit.tls.Authority;
import io.helve.testkit.tls.Issued;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why a dialer or a listener does not connect is in its statistics, and in the log once a minute. */
class LastErrorTest extends SpTest {
    private static final Authority AUTHORITY = new Authority("Helve test authority");

    private static String lastError(SpEndpoint endpoint) {
        return endpoint.statistics().child("last_error").orElseThrow().text();
    }

    private static Instant lastErrorTime(SpEndpoint endpoint) {
        SpStatistic node = endpoint.statistics().child("last_error_time").orElseThrow();
        assertEquals(SpStatistic.Unit.MILLISECONDS, node.unit());
        return Instant.ofEpochMilli(node.value());
    }

    @Test
    void aDialerInTheBackgroundTellsTheReasonAndTheTimeAndLogsItOnce() {
        Instant begin = Instant.now().minusMillis(1);
        SpSocket req = open(SpProtocol.REQ).set(SpOptions.RECONNECT_MIN, Duration.ofMillis(1));
        SpDialer dialer = req.dialer("inproc://nobody-listens");
        assertEquals("", lastError(dialer));
        assertEquals(Instant.EPOCH, lastErrorTime(dialer));
        try (LogLines lines = new LogLines()) {
            dialer.startInBackground();
            eventually(() -> dialer.statistics().child("refused").orElseThrow().value() > 5);
            String text = lastError(dialer);
            assertTrue(text.startsWith("ECONNREFUSED: "), text);
            assertTrue(text.contains("inproc://nobody-listens"), text);
            assertFalse(text.substring(5).contains("ECONNREFUSED"), text);
            assertFalse(lastErrorTime(dialer).isBefore(begin));
            assertFalse(lastErrorTime(dialer).isAfter(Instant.now()));
            assertEquals(List.of("The " + dialer + " cannot connect: " + text), lines.of(dialer));
        }
    }

    @Test
    void aFailureThatACallerIsToldIsNotLogged() throws InterruptedException {
        SpDialer dialer = open(SpProtocol.REQ).dialer("inproc://nobody-listens");
        try (LogLines lines = new LogLines()) {
            AioException thrown = null;
            try {
                dialer.start();
            } catch (AioException e) {
                thrown = e;
            }
            assertEquals(AioError.ECONNREFUSED, thrown.error());
            assertEquals(thrown.getMessage(), lastError(dialer));
            assertEquals(List.of(), lines.of(dialer));
        }
    }

    @Test
    void aListenerTellsWhyItHasNotAcceptedAPeer() throws Exception {
        SpSocket rep = open(SpProtocol.REP);
        var listener = rep.listener("tcp://127.0.0.1:0");
        listener.start();
        try (LogLines lines = new LogLines()) {
            try (Socket peer = new Socket("127.0.0.1", listener.dialUrl().port())) {
                peer.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                peer.getInputStream().readAllBytes();
            }
            eventually(() -> lines.of(listener).size() == 1); // it is counted before it is logged
            assertEquals(1, listener.statistics().child("proto").orElseThrow().value());
            assertTrue(lastError(listener).startsWith("EPROTO: "), lastError(listener));
            assertEquals(
                    List.of("The " + listener + " has not accepted a connection: " + lastError(listener)),
                    lines.of(listener));
        }
    }

    @Test
    void aPeerThatOnlyLooksWhetherThePortIsOpenIsNotLogged() throws Exception {
        SpSocket rep = open(SpProtocol.REP);
        var listener = rep.listener("tcp://127.0.0.1:0");
        listener.start();
        try (LogLines lines = new LogLines()) {
            new Socket("127.0.0.1", listener.dialUrl().port()).close();
            eventually(() -> !lastError(listener).isEmpty());
            assertEquals(List.of(), lines.of(listener));
        }
    }

    @Test
    void aLostConnectionIsTheLastErrorOfItsDialer() throws Exception {
        SpSocket req = open(SpProtocol.REQ).set(SpOptions.RECONNECT_MIN, Duration.ofDays(1));
        try (ServerSocket server = new ServerSocket(0)) {
            SpDialer dialer = req.dialer("tcp://127.0.0.1:" + server.getLocalPort());
            dialer.startInBackground();
            try (Socket peer = server.accept()) {
                peer.getOutputStream().write(new byte[] {0, 'S', 'P', 0, 0, 0x31, 0, 0});
                eventually(() -> pipes(req) == 1);
                peer.setSoLinger(true, 0);
            }
            eventually(() -> lastError(dialer).startsWith("ECONNRESET: "));
        }
    }

    @Test
    void aLostConnectionIsTheLastErrorOfItsListenerAlsoInTheStatisticsOfTheSocket() throws Exception {
        SpSocket rep = open(SpProtocol.REP);
        SpListener listener = rep.listener("tcp://127.0.0.1:0");
        listener.start();
        Instant begin = Instant.now().minusMillis(1);
        try (LogLines lines = new LogLines()) {
            try (Socket peer = new Socket("127.0.0.1", listener.dialUrl().port())) {
                peer.getOutputStream().write(new byte[] {0, 'S', 'P', 0, 0, 0x30, 0, 0});
                eventually(() -> pipes(rep) == 1);
                peer.setSoLinger(true, 0);
            }
            eventually(() -> pipes(rep) == 0);
            eventually(() -> lastError(listener).startsWith("ECONNRESET: "));
            assertFalse(lastErrorTime(listener).isBefore(begin));
            assertEquals(
                    1, listener.statistics().child("disconnect").orElseThrow().value());
            SpStatistic ofSocket = rep.statistics().child("listener").orElseThrow();
            assertEquals(
                    lastError(listener),
                    ofSocket.child("last_error").orElseThrow().text());
            assertEquals(
                    List.of(), lines.of(listener)); // the peer was accepted, and its end is no failure of listening
        }
    }

    private static SpDialer dialInBackground(SpSocket socket, SpListener listener, TlsConfig.Builder tls) {
        SpDialer dialer = socket.dialer(listener.dialUrl()).set(StreamOptions.TLS, tls.build());
        dialer.startInBackground();
        return dialer;
    }

    private SpListener secureListener(Issued identity, AuthMode mode) {
        SpListener listener = open(SpProtocol.REP)
                .listener("tls+tcp://localhost:0")
                .set(
                        StreamOptions.TLS,
                        TlsConfig.builder()
                                .identity(identity.chainPem(), identity.keyPem(), null)
                                .trust(AUTHORITY.pem())
                                .authMode(mode)
                                .build());
        listener.start();
        return listener;
    }

    @Test
    void anUntrustedCertificateIsTheLastErrorOfTheDialer() {
        SpListener listener = secureListener(new Authority("another").issue("server", "localhost"), AuthMode.NONE);
        SpDialer dialer = dialInBackground(
                open(SpProtocol.REQ), listener, TlsConfig.builder().trust(AUTHORITY.pem()));
        eventually(() -> lastError(dialer).startsWith("EPEERAUTH: "));
        assertTrue(dialer.statistics().child("auth").orElseThrow().value() > 0);
    }

    @Test
    void anExpiredCertificateSaysWhenItExpired() {
        Issued expired = AUTHORITY.issueExpired("server", "localhost");
        SpListener listener = secureListener(expired, AuthMode.NONE);
        SpDialer dialer = dialInBackground(
                open(SpProtocol.REQ), listener, TlsConfig.builder().trust(AUTHORITY.pem()));
        eventually(() -> lastError(dialer).startsWith("EPEERAUTH: "));
        String when = "NotAfter: " + expired.certificate().getNotAfter();
        assertTrue(lastError(dialer).contains(when), () -> lastError(dialer));
    }

    /** In TLS 1.3 the dialer's handshake is over before the listener has looked at the certificate. */
    @ParameterizedTest
    @EnumSource(Version.class)
    void aRefusedClientCertificateIsToldFromANetworkFault(Version version) {
        Issued refused = new Authority("Helve test authority").issue("client");
        SpListener listener = secureListener(AUTHORITY.issue("server", "localhost"), AuthMode.REQUIRED);
        SpDialer dialer = dialInBackground(
                open(SpProtocol.REQ),
                listener,
                TlsConfig.builder()
                        .trust(AUTHORITY.pem())
                        .identity(refused.chainPem(), refused.keyPem(), null)
                        .versions(version, version));
        eventually(() ->
                lastError(dialer).startsWith("ECRYPTO: ") && lastError(dialer).contains("certificate"));
        assertEquals(0, dialer.statistics().child("disconnect").orElseThrow().value());
        eventually(() -> lastError(listener).startsWith("EPEERAUTH: "));
        assertFalse(lastErrorTime(listener).equals(Instant.EPOCH));
        assertTrue(listener.statistics().child("auth").orElseThrow().value() > 0);
        assertEquals(0, listener.statistics().child("other").orElseThrow().value());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aListenerIsToldWhenADialerRefusesItsCertificate(Version version) {
        SpListener listener = secureListener(new Authority("another").issue("server", "localhost"), AuthMode.NONE);
        dialInBackground(
                open(SpProtocol.REQ),
                listener,
                TlsConfig.builder().trust(AUTHORITY.pem()).versions(version, version));
        eventually(() -> lastError(listener).startsWith("ECRYPTO: ")
                && lastError(listener).contains("certificate"));
        assertTrue(listener.statistics().child("auth").orElseThrow().value() > 0);
    }

    @Test
    void theFailuresOfAListenerStayKnownWhenItIsClosed() {
        SpListener listener = secureListener(new Authority("another").issue("server", "localhost"), AuthMode.NONE);
        dialInBackground(open(SpProtocol.REQ), listener, TlsConfig.builder().trust(AUTHORITY.pem()));
        eventually(() -> lastError(listener).startsWith("ECRYPTO: "));
        listener.close();
        assertTrue(lastError(listener).startsWith("ECRYPTO: "), () -> lastError(listener));
    }

    /** What the endpoints log meanwhile. */
    private static final class LogLines extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger(Endpoint.class.getName());
        private final List<String> lines = new CopyOnWriteArrayList<>();

        LogLines() {
            logger.addHandler(this);
        }

        List<String> of(SpEndpoint endpoint) {
            return lines.stream()
                    .filter(line -> line.contains(endpoint.toString()))
                    .toList();
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
