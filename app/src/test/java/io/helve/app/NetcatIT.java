package io.helve.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.app.Helve.ProgramResult;
import io.helve.testkit.FreePorts;
import io.helve.testkit.tls.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code helve netcat} and {@code helve echo} with each other, as a user sees them. */
class NetcatIT {

    @TempDir
    Path temp;

    private Helve echo;
    private Helve netcat;

    @BeforeEach
    void open() throws IOException {
        echo = new Helve(Files.createDirectory(temp.resolve("echo")));
        netcat = new Helve(Files.createDirectory(temp.resolve("netcat")));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        echo.close();
        netcat.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:0",
                "tcp://[::1]:0",
                "ipc://s",
                "abstract://helve-netcat-it",
                "tls+tcp://127.0.0.1:0",
                "ws://127.0.0.1:0/path",
                "wss://127.0.0.1:0/path"
            })
    void whatIsSentComesBack(String scheme) throws Exception {
        boolean tls = scheme.startsWith("tls") || scheme.startsWith("wss");
        String url = scheme.replace("ipc://s", "ipc://" + temp.resolve("s"));
        PemFiles certificate = tls ? PemFiles.ofLocalhost(temp) : null;
        Process server = start(
                echo,
                "echo",
                url,
                tls ? List.of("--cert=" + certificate.certificate(), "--key=" + certificate.key()) : List.of());
        Path input = text(1 << 20);

        ProgramResult outcome = netcat.run(
                input,
                arguments(
                        "--dial",
                        echo.awaitListening(server),
                        tls ? List.of("--cacert=" + certificate.certificate()) : List.of()));

        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        assertEquals(Files.readString(input), outcome.out());
        ProgramResult end = interrupt(echo, server);
        assertTrue(end.out().contains("\nechoed 1048576 bytes (1.00 MiB) and "), end.out());
        assertTrue(end.out().contains(" messages over 1 connections in "), end.out());
        assertTrue(end.out().endsWith(", 0 errors\n"), end.out());
        assertEquals("", end.err());
        assertEquals(List.of(), CopyIT.list(echo.temporary()));
        assertEquals(List.of(), CopyIT.list(netcat.temporary()));
        assertTrue(Files.notExists(temp.resolve("s")), "the socket file");
    }

    @Test
    void datagramsComeBack() throws Exception {
        Process server = start(echo, "echo", "udp://127.0.0.1:0", List.of());
        Path input = Files.writeString(temp.resolve("input"), "one\ntwo\nthree\n");

        ProgramResult outcome = netcat.run(
                input, arguments("--dial", echo.awaitListening(server), List.of("--lines", "--quit-after=3s")));

        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        assertEquals("one\ntwo\nthree\n", outcome.out());
        ProgramResult end = interrupt(echo, server);
        assertTrue(end.out().contains("\nechoed 11 bytes (11 B) and 3 messages over 0 connections in "), end.out());
    }

    @Test
    void oneNetcatTalksToAnother() throws Exception {
        Path there = Files.writeString(temp.resolve("there"), "from the one that listens\n");
        Path here = Files.writeString(temp.resolve("here"), "from the one that dials\n");
        Process listener = echo.start(echo.builder("netcat", "--listen", "tcp://127.0.0.1:0", "--verbose")
                .redirectInput(there.toFile()));

        ProgramResult dialed = netcat.run(
                here, arguments("--dial", echo.awaitListening(listener), List.of("--verbose", "--progress")));
        ProgramResult listened = echo.end(listener);

        assertEquals(0, dialed.code(), dialed.err());
        assertEquals(0, listened.code(), listened.err());
        assertEquals("from the one that listens\n", dialed.out());
        assertEquals("from the one that dials\n", listened.out());
        assertTrue(
                dialed.err()
                        .matches("(?s)helve: 127.0.0.1:\\d+ to 127.0.0.1:\\d+, \\w+\n"
                                + "helve: sent 24 bytes, received 26 bytes\n"
                                + "helve: sent 24 bytes \\(.*/s\\), received 26 bytes \\(.*/s\\) in .*\n"),
                dialed.err());
    }

    @Test
    void verboseTellsOfTls() throws Exception {
        PemFiles certificate = PemFiles.ofLocalhost(temp);
        Process server = start(
                echo,
                "echo",
                "tls+tcp://127.0.0.1:0",
                List.of("--cert=" + certificate.certificate(), "--key=" + certificate.key(), "--alpn=echo"));

        ProgramResult outcome = netcat.run(arguments(
                "--dial",
                echo.awaitListening(server),
                List.of("-v", "--insecure", "--alpn=other,echo", "--server-name=localhost")));

        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("helve: TLSv1.3, TLS_"), outcome.err());
        assertTrue(outcome.err().contains(", protocol echo\n"), outcome.err());
        assertTrue(outcome.err().contains("helve: peer certificate of CN=localhost, by CN=localhost, "), outcome.err());
        assertTrue(outcome.err().contains(", not verified\n"), outcome.err());
        interrupt(echo, server);
    }

    @Test
    void aStrangerIsNotTalkedTo() throws Exception {
        PemFiles certificate = PemFiles.ofLocalhost(temp);
        Process server = start(
                echo,
                "echo",
                "tls+tcp://127.0.0.1:0",
                List.of("--cert=" + certificate.certificate(), "--key=" + certificate.key()));
        String url = echo.awaitListening(server);

        ProgramResult outcome = netcat.run(arguments("--dial", url, List.of()));

        assertEquals(3, outcome.code());
        assertTrue(
                outcome.err()
                        .startsWith("helve: " + url + ": could not connect: the peer's certificate is not trusted"),
                outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
    }

    @Test
    void nobodyListens() throws Exception {
        int port = FreePorts.next();

        ProgramResult outcome = netcat.run("netcat", "--dial", "tcp://127.0.0.1:" + port);

        assertEquals(
                new ProgramResult(
                        3,
                        "",
                        "helve: tcp://127.0.0.1:" + port
                                + ": could not connect: connection refused; nobody listens there\n"),
                outcome);
    }

    @Test
    void wrongUsage() throws Exception {
        assertUsage("helve: Missing required argument (specify one of these)", "netcat");
        assertUsage("mutually exclusive", "netcat", "--dial=tcp://a:1", "--listen=tcp://b:1");
        assertUsage("--keep-open goes with --listen only", "netcat", "--dial=tcp://a:1", "--keep-open");
        assertUsage("there is nothing here for such a URL; there is abstract, ipc, ", "netcat", "--dial=carrier://a");
        assertUsage("--client-auth goes with listening only", "netcat", "--dial=wss://a", "--client-auth=required");
        assertUsage("helve: --client-auth must be none, ", "netcat", "--listen=wss://a:1", "--client-auth=perhaps");
        assertUsage("helve: TLS versions are 1.2 and 1.3, not 1.1; see ", "netcat", "--dial=wss://a", "--tls-min=1.1");
        assertUsage("--tls-min is above --tls-max", "netcat", "--dial=wss://a", "--tls-min=1.3", "--tls-max=1.2");
        assertUsage(
                "helve: --key-password-file missing: there is no such file; see ",
                "netcat",
                "--dial=wss://a",
                "--cert=x",
                "--key-password-file=missing");
        assertUsage("an option does not fit: ", "netcat", "--dial=tcp://a:1", "--insecure");
    }

    private void assertUsage(String message, String... arguments) throws Exception {
        ProgramResult outcome = netcat.run(arguments);

        assertEquals(2, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(message), outcome.err());
        assertEquals("", outcome.out());
    }

    private Process start(Helve helve, String command, String url, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "--listen", url));
        arguments.addAll(options);
        return helve.start(helve.builder(arguments.toArray(new String[0])));
    }

    private static String[] arguments(String option, String url, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("netcat", option, url));
        arguments.addAll(more);
        return arguments.toArray(new String[0]);
    }

    private static ProgramResult interrupt(Helve helve, Process process) throws Exception {
        boolean ignored = InterruptIT.isIgnored(InterruptIT.SIGINT);
        Helve.signal(ignored ? "TERM" : "INT", process);
        ProgramResult outcome = helve.end(process);
        assertEquals(ignored ? 143 : 130, outcome.code(), outcome.err());
        return outcome;
    }

    private Path text(int size) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            text.append((char) (i % 80 == 79 ? '\n' : 'a' + random.nextInt(26)));
        }
        return Files.writeString(temp.resolve("input"), text);
    }
}
