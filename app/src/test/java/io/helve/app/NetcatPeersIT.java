package io.helve.app;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.app.Helve.ProgramResult;
import io.helve.testkit.FreePorts;
import io.helve.testkit.Installed;
import io.helve.testkit.tls.PemFiles;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code helve netcat} and {@code helve echo} with programs that others wrote. Where one is missing its test is skipped
 * and says so; with {@code -Dpeers.required=true} it fails.
 */
class NetcatPeersIT {
    private static final int SIZE = 4 << 20;

    @TempDir
    Path temp;

    private final List<Process> peers = new ArrayList<>();
    private Helve helve;
    private Path ours;
    private Path theirs;
    private Path got;

    @BeforeEach
    void open() throws IOException {
        helve = new Helve(Files.createDirectory(temp.resolve("work")));
        ours = text("ours", "from helve\n");
        theirs = text("theirs", "from the peer\n");
        got = temp.resolve("got");
    }

    @AfterEach
    void close() {
        helve.close();
        peers.forEach(Process::destroyForcibly);
    }

    @Test
    void dialsSocat() throws Exception {
        Installed.programs("socat");
        int port = FreePorts.next();
        Process socat = peer(theirs, "socat", "-t10", "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr", "STDIO");
        awaitTcp(port);

        ProgramResult outcome = helve.run(ours, "netcat", "--dial", "tcp://127.0.0.1:" + port);

        assertBothSame(outcome, socat);
    }

    @Test
    void isDialedBySocat() throws Exception {
        Installed.programs("socat");
        Process netcat = listen("tcp://127.0.0.1:0");
        Process socat = peer(theirs, "socat", "-t10", "TCP:127.0.0.1:" + port(netcat), "STDIO");

        assertBothSame(helve.end(netcat), socat);
    }

    @Test
    void talksOverUnixSocketsWithSocat() throws Exception {
        Installed.programs("socat");
        Path socket = temp.resolve("s");
        Process socat = peer(theirs, "socat", "-t10", "UNIX-LISTEN:" + socket, "STDIO");
        Helve.awaitListening(socket);

        ProgramResult outcome = helve.run(ours, "netcat", "--dial", "ipc://" + socket);

        assertBothSame(outcome, socat);
    }

    @Test
    void isDialedByNetcat() throws Exception {
        Installed.netcat();
        Process netcat = listen("tcp://127.0.0.1:0");
        Process nc = peer(theirs, "nc", "-N", "127.0.0.1", port(netcat));

        assertBothSame(helve.end(netcat), nc);
    }

    /** The peer is fast: all its bytes and its end may arrive before the echo has received anything. */
    @Test
    void echoesToNetcatAgainAndAgain() throws Exception {
        Installed.netcat();
        Process echo = helve.start(helve.builder("echo", "--listen", "tcp://127.0.0.1:0"));
        String port = port(echo);
        Path line = Files.writeString(temp.resolve("line"), "hello\n");
        for (int i = 0; i < 20; i++) {
            Process nc = peer(line, "nc", "-N", "127.0.0.1", port);
            assertTrue(nc.waitFor(60, TimeUnit.SECONDS));
            assertEquals("hello\n", Files.readString(got), "connection " + i);
        }
    }

    @Test
    void exchangesDatagramsWithSocat() throws Exception {
        Installed.programs("socat");
        Process netcat =
                helve.start(helve.builder("netcat", "--listen", "udp://127.0.0.1:0", "--verbose", "--quit-after=1s")
                        .redirectInput(Files.writeString(temp.resolve("answer"), "an answer\n")
                                .toFile()));
        Path question = Files.writeString(temp.resolve("question"), "a question\n");
        Process socat = peer(question, "socat", "-t5", "STDIO", "UDP:127.0.0.1:" + port(netcat));

        ProgramResult outcome = helve.end(netcat);
        await().until(() -> Files.size(got) > 0);
        socat.destroy();

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("a question\n", outcome.out());
        assertEquals("an answer\n", Files.readString(got));
    }

    @Test
    void dialsOpenssl() throws Exception {
        Installed.programs("openssl");
        PemFiles certificate = PemFiles.ofLocalhost(temp);
        int port = FreePorts.next();
        // -rev answers each line with the same backwards
        peer(
                theirs,
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                certificate.certificate().toString(),
                "-key",
                certificate.key().toString(),
                "-rev");
        awaitTcp(port);
        Path line = Files.writeString(temp.resolve("line"), "abc\n");

        ProgramResult outcome = helve.run(
                line,
                "netcat",
                "--dial=tls+tcp://localhost:" + port,
                "--cacert=" + certificate.certificate(),
                "--verbose",
                "--quit-after=5s");

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("cba\n", outcome.out());
        assertTrue(outcome.err().contains("helve: TLSv1.3, "), outcome.err());
        assertTrue(outcome.err().contains(", verified\n"), outcome.err());
    }

    @Test
    void isDialedByOpenssl() throws Exception {
        Installed.programs("openssl");
        PemFiles certificate = PemFiles.ofLocalhost(temp);
        Process echo = helve.start(helve.builder(
                "echo",
                "--listen=tls+tcp://127.0.0.1:0",
                "--cert=" + certificate.certificate(),
                "--key=" + certificate.key(),
                "--client-auth=required",
                "--cacert=" + certificate.certificate()));
        String port = port(echo);
        ProcessBuilder builder = new ProcessBuilder(
                "openssl",
                "s_client",
                "-quiet",
                "-no_ign_eof",
                "-verify_return_error",
                "-connect",
                "127.0.0.1:" + port,
                "-servername",
                "localhost",
                "-CAfile",
                certificate.certificate().toString(),
                "-cert",
                certificate.certificate().toString(),
                "-key",
                certificate.key().toString());
        Process openssl = builder.redirectOutput(got.toFile())
                .redirectError(temp.resolve("openssl").toFile())
                .start();
        peers.add(openssl);
        openssl.getOutputStream().write("through the tunnel\n".getBytes());
        openssl.getOutputStream().flush();

        await().until(() -> Files.readString(got).equals("through the tunnel\n"));
        openssl.getOutputStream().close();
        assertTrue(openssl.waitFor(60, TimeUnit.SECONDS));
    }

    private Process listen(String url) throws IOException {
        return helve.start(helve.builder("netcat", "--listen", url, "--verbose").redirectInput(ours.toFile()));
    }

    private String port(Process process) throws IOException {
        return "" + URI.create(helve.awaitListening(process)).getPort();
    }

    private void assertBothSame(ProgramResult outcome, Process peer) throws Exception {
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(peer.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, peer.exitValue());
        assertEquals(-1, Files.mismatch(ours, got), "what the peer got");
        assertEquals(Files.readString(theirs), outcome.out(), "what helve got");
    }

    private Process peer(Path input, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(got.toFile())
                .redirectError(Redirect.DISCARD)
                .start();
        peers.add(process);
        return process;
    }

    private Path text(String name, String line) throws IOException {
        return Files.writeString(temp.resolve(name), line.repeat(SIZE / line.length()));
    }

    /** Waits until a program listens. Does not connect, because the program serves one connection only. */
    private static void awaitTcp(int port) {
        String listening = String.format(":%04X 00000000:0000 0A", port);
        await().until(() ->
                Stream.of("/proc/net/tcp", "/proc/net/tcp6").anyMatch(table -> contains(Path.of(table), listening)));
    }

    private static boolean contains(Path table, String text) {
        try {
            return Files.readString(table).contains(text)
                    || Files.readString(table)
                            .replaceAll(" 0{32}:", " 00000000:")
                            .contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
