package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.stream.TlsConfig.Version;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our dialers against {@code openssl s_server}, which sends back each line with its letters in reverse. */
class OpensslServerIT extends StreamTest {
    @TempDir
    static Path temp;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws IOException {
        Installed.programs("openssl");
        certificates = new Certificates(temp);
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void dataGoesBothWays(String option, String version) {
        String lines = Content.lines(1, 1 << 20);
        try (Program server = server(certificates.server, option);
                Stream stream = dial(server, trusting())) {
            assertEquals(version, stream.get(StreamProperty.TLS_VERSION));
            assertTrue(stream.get(StreamProperty.TLS_VERIFIED));
            assertEquals(
                    "CN=localhost",
                    stream.get(StreamProperty.TLS_PEER_CERTIFICATES)
                            .get(0)
                            .getSubjectX500Principal()
                            .getName());
            String back =
                    new String(io.echo(stream, lines.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII);
            assertEquals(reversed(lines), back);
            io.shutdown(stream);
            assertEquals(0, io.receiveAll(stream).length);
        }
    }

    @Test
    void oneWhoseAuthorityWeDoNotTrustIsRefused() {
        try (Program server = server(certificates.server)) {
            TlsConfig other = TlsConfig.builder().trust(certificates.otherCa).build();
            assertEquals(AioError.EPEERAUTH, dialError(server, other));
            assertEquals(AioError.EPEERAUTH, dialError(server, TlsConfig.DEFAULTS));
            TlsConfig anybody = other.toBuilder().authMode(AuthMode.NONE).build();
            try (Stream stream = dial(server, anybody)) {
                assertFalse(stream.get(StreamProperty.TLS_VERIFIED));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    void oneWithAnotherNameIsRefused(String option) {
        try (Program server = server(certificates.elsewhere, option)) {
            assertEquals(AioError.EPEERAUTH, dialError(server, trusting()));
            try (Stream stream =
                    dial(server, trusting().toBuilder().verifyHost(false).build())) {
                assertTrue(stream.get(StreamProperty.TLS_VERIFIED));
            }
            TlsConfig named =
                    trusting().toBuilder().serverName("elsewhere.example").build();
            dial(server, named).close();
        }
    }

    @Test
    void anAddressIsAName() {
        try (Program server = server(certificates.server);
                StreamDialer dialer = streams.dialer("tls+tcp://127.0.0.1:" + port(server))) {
            io.dial(dialer.set(StreamOptions.TLS, trusting())).close();
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    void oneThatWantsToSeeACertificateSeesOurs(String option) {
        try (Program server = server(
                certificates.server,
                option,
                "-Verify",
                "1",
                "-verify_return_error",
                "-CAfile",
                certificates.ca.toString())) {
            TlsConfig known = trusting().toBuilder()
                    .identity(certificates.client, certificates.client, null)
                    .build();
            try (Stream stream = dial(server, known)) {
                io.send(stream, "abc\n".getBytes(StandardCharsets.US_ASCII));
                assertEquals("cba\n", new String(io.receive(stream, 4), StandardCharsets.US_ASCII));
            }
            TlsConfig unknown = trusting().toBuilder()
                    .identity(certificates.otherClient, certificates.otherClient, null)
                    .build();
            for (TlsConfig refused : List.of(trusting(), unknown)) {
                assertEquals(AioError.ECRYPTO, firstError(server, refused), server::toString);
            }
        }
    }

    @Test
    void withoutACommonVersionTheHandshakeFails() {
        try (Program server = server(certificates.server, "-tls1_2")) {
            TlsConfig newer = trusting().toBuilder()
                    .versions(Version.TLS_1_3, Version.TLS_1_3)
                    .build();
            assertEquals(AioError.ECRYPTO, dialError(server, newer));
        }
        try (Program server = server(certificates.server, "-tls1_3")) {
            TlsConfig older = trusting().toBuilder()
                    .versions(Version.TLS_1_2, Version.TLS_1_2)
                    .build();
            assertEquals(AioError.ECRYPTO, dialError(server, older));
        }
    }

    @Test
    void anApplicationProtocolIsAgreedOn() {
        try (Program server = server(certificates.server, "-alpn", "helve/1,http/1.1")) {
            TlsConfig offering =
                    trusting().toBuilder().alpn("other", "http/1.1", "helve/1").build();
            try (Stream stream = dial(server, offering)) {
                assertEquals("helve/1", stream.get(StreamProperty.TLS_ALPN));
            }
        }
    }

    @Test
    void oneThatIsKilledHasNotEndedInAnOrderlyWay() {
        try (Program server = server(certificates.server);
                Stream stream = dial(server, trusting())) {
            io.send(stream, "abc\n".getBytes(StandardCharsets.US_ASCII));
            io.receive(stream, 4);
            server.kill();
            AioError error = io.receiveUntilItFails(stream);
            assertTrue(LOST.contains(error), error::toString);
        }
    }

    private static TlsConfig trusting() {
        return TlsConfig.builder().trust(certificates.ca).build();
    }

    private static Program server(Path identity, String... options) {
        List<String> command = new ArrayList<>(
                List.of("openssl", "s_server", "-rev", "-accept", "127.0.0.1:0", "-cert", identity.toString(), "-key"));
        command.add(identity.toString());
        command.addAll(List.of(options));
        Program server = Program.start(command);
        port(server);
        return server;
    }

    private static int port(Program server) {
        return server.awaitNumber("^ACCEPT .*:(\\d+)$");
    }

    private StreamDialer dialer(Program server, TlsConfig config) {
        return streams.dialer("tls+tcp4://localhost:" + port(server)).set(StreamOptions.TLS, config);
    }

    private Stream dial(Program server, TlsConfig config) {
        try (StreamDialer dialer = dialer(server, config)) {
            return io.dial(dialer);
        }
    }

    private AioError dialError(Program server, TlsConfig config) {
        try (StreamDialer dialer = dialer(server, config)) {
            return io.dialError(dialer);
        }
    }

    /**
     * How it ends with a server that refuses us: with TLS 1.3 a client learns of that when it has finished its
     * handshake.
     */
    private AioError firstError(Program server, TlsConfig config) {
        try (StreamDialer dialer = dialer(server, config)) {
            return io.run(dialer::dial, aio -> {
                if (aio.result() != AioError.OK) {
                    return aio.result();
                }
                try (Stream stream = (Stream) aio.getOutput(0)) {
                    return io.receiveUntilItFails(stream);
                }
            });
        }
    }

    private static String reversed(String lines) {
        return lines.lines()
                .map(line -> new StringBuilder(line).reverse().append('\n'))
                .collect(Collectors.joining());
    }
}
