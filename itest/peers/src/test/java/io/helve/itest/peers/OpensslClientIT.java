package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.stream.TlsConfig.Version;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import io.helve.testkit.RandomBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openssl s_client} against our listeners. */
class OpensslClientIT extends StreamTest {
    @TempDir
    Path temp;

    private Certificates certificates;

    @BeforeEach
    void makeCertificates() throws IOException {
        Installed.programs("openssl");
        certificates = new Certificates(temp);
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void dataGoesBothWays(String option, String version) {
        byte[] bytes = RandomBytes.of(1, 1 << 20);
        try (StreamListener listener = listen(server());
                Program client = client(listener, option);
                Stream stream = io.accept(listener)) {
            assertEquals(version, stream.get(StreamProperty.TLS_VERSION));
            assertNotNull(stream.get(StreamProperty.TLS_CIPHER));
            assertEquals("localhost", stream.get(StreamProperty.TLS_SERVER_NAME));
            var sent = io.sending(stream, bytes);
            client.write(bytes);
            assertArrayEquals(bytes, io.receive(stream, bytes.length));
            assertEquals(bytes.length, sent.join().check().count());
            io.shutdown(stream);
            assertEquals(0, client.awaitExit(), client::toString);
            assertArrayEquals(bytes, client.output());
        }
    }

    @Test
    void anEndOfTheirInputIsAnEndForUs() {
        try (StreamListener listener = listen(server());
                Program client = client(listener, "-no_ign_eof");
                Stream stream = io.accept(listener)) {
            client.write("all there is\n");
            client.endInput();
            assertEquals("all there is\n", new String(io.receiveAll(stream), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aVersionThatIsTooOldIsRefusedAndTheNextOneIsAccepted() {
        TlsConfig config =
                server().toBuilder().versions(Version.TLS_1_3, Version.TLS_1_3).build();
        try (StreamListener listener = listen(config)) {
            CompletableFuture<Stream> accepting = io.accepting(listener);
            try (Program client = client(listener, "-tls1_2")) {
                client.await("alert protocol version");
                assertNotEquals(0, client.awaitExit());
            }
            refused(1, accepting);
            accepted(listener, accepting, "-tls1_3").close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aClientThatMustShowACertificateDoes(String option) {
        try (StreamListener listener = listen(asking(AuthMode.REQUIRED))) {
            CompletableFuture<Stream> accepting = io.accepting(listener);
            try (Program without = client(listener, option)) {
                without.await("alert");
                without.awaitExit();
            }
            refused(1, accepting);
            try (Program untrusted = client(listener, option, identity(certificates.otherClient))) {
                untrusted.await("alert");
                untrusted.awaitExit();
            }
            refused(2, accepting);
            try (Stream stream = accepted(listener, accepting, option, identity(certificates.client))) {
                assertTrue(stream.get(StreamProperty.TLS_VERIFIED));
                assertEquals(
                        "CN=client",
                        stream.get(StreamProperty.TLS_PEER_CERTIFICATES)
                                .get(0)
                                .getSubjectX500Principal()
                                .getName());
            }
        }
    }

    @Test
    void aClientThatMayShowACertificateIsVerifiedIfItDoes() {
        try (StreamListener listener = listen(asking(AuthMode.OPTIONAL))) {
            CompletableFuture<Stream> accepting = io.accepting(listener);
            try (Stream stream = accepted(listener, accepting)) {
                assertNotEquals(true, stream.get(StreamProperty.TLS_VERIFIED));
            }
            accepting = io.accepting(listener);
            try (Program untrusted = client(listener, "-tls1_2", identity(certificates.otherClient))) {
                untrusted.await("alert");
                untrusted.awaitExit();
            }
            refused(1, accepting);
            try (Stream stream = accepted(listener, accepting, "-tls1_3", identity(certificates.client))) {
                assertTrue(stream.get(StreamProperty.TLS_VERIFIED));
            }
        }
    }

    @Test
    void aClientThatDoesNotTrustUsIsNotAccepted() {
        try (StreamListener listener = listen(server())) {
            CompletableFuture<Stream> accepting = io.accepting(listener);
            try (Program client = Program.start(
                    "openssl",
                    "s_client",
                    "-connect",
                    address(listener),
                    "-CAfile",
                    certificates.otherCa.toString(),
                    "-verify_return_error")) {
                client.await("certificate verify failed");
                assertNotEquals(0, client.awaitExit());
            }
            refused(1, accepting);
            accepted(listener, accepting).close();
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, 'other,http/1.1', http/1.1", "-tls1_3, 'http/1.1,helve/1', helve/1"})
    void anApplicationProtocolIsAgreedOn(String option, String offered, String chosen) {
        TlsConfig config = server().toBuilder().alpn("helve/1", "http/1.1").build();
        try (StreamListener listener = listen(config);
                Program client = client(listener, option, "-alpn", offered);
                Stream stream = io.accept(listener)) {
            assertEquals(chosen, stream.get(StreamProperty.TLS_ALPN), client::toString);
        }
    }

    @Test
    void aRenewedCertificateIsShownToTheNextClient() throws IOException {
        try (StreamListener listener = listen(server());
                Program before = Program.start(show(listener));
                Stream stays = io.accept(listener)) {
            before.await("subject=CN = localhost");
            certificates.renewServer("renewed");
            try (Program after = Program.start(show(listener));
                    Stream stream = io.accept(listener)) {
                after.await("subject=CN = renewed");
                io.send(stream, "new\n".getBytes(StandardCharsets.US_ASCII));
                after.await("^new$");
            }
            io.send(stays, "still here\n".getBytes(StandardCharsets.US_ASCII));
            before.await("^still here$");
        }
    }

    private TlsConfig server() {
        return TlsConfig.builder()
                .identity(certificates.server, certificates.server, null)
                .build();
    }

    private TlsConfig asking(AuthMode mode) {
        return server().toBuilder().authMode(mode).trust(certificates.ca).build();
    }

    private StreamListener listen(TlsConfig config) {
        StreamListener listener = streams.listener("tls+tcp://127.0.0.1:0").set(StreamOptions.TLS, config);
        listener.listen();
        return listener;
    }

    private static String[] identity(Path file) {
        return new String[] {"-cert", file.toString(), "-key", file.toString()};
    }

    private Program client(StreamListener listener, String option, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-quiet",
                "-connect",
                address(listener),
                "-servername",
                "localhost",
                "-CAfile",
                certificates.ca.toString(),
                "-verify_hostname",
                "localhost",
                "-verify_return_error",
                option));
        command.addAll(List.of(more));
        return Program.start(command);
    }

    private static List<String> show(StreamListener listener) {
        return List.of("openssl", "s_client", "-ign_eof", "-connect", address(listener));
    }

    /** Waits until so many have been refused, and sees that nobody noticed. */
    private void refused(int count, CompletableFuture<Stream> accepting) {
        eventually("a refused client is counted").until(() -> acceptFailures() == count);
        assertFalse(accepting.isDone());
    }

    private Stream accepted(StreamListener listener, CompletableFuture<Stream> accepting) {
        return accepted(listener, accepting, "-tls1_3");
    }

    /** Has a client connect that is as it should be, talks to it, and returns the connection. */
    private Stream accepted(
            StreamListener listener, CompletableFuture<Stream> accepting, String option, String... more) {
        try (Program client = client(listener, option, more)) {
            eventually("an accepted connection").until(accepting::isDone);
            Stream stream = accepting.join();
            client.write("hello");
            assertEquals("hello", new String(io.receive(stream, 5), StandardCharsets.US_ASCII));
            return stream;
        }
    }
}
