package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import io.helve.testkit.RandomBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** nng's own byte streams, by way of {@code streams.c}: each side dials once, and both send at the same time. */
class NngIT extends StreamTest {
    private static final String CASES = """
            scheme,     ours,    theirs
            tcp,        1,       1
            tcp,        65536,   65536
            tcp,        3000000, 4194304
            ipc,        1,       1
            ipc,        65536,   65536
            ipc,        4194304, 3000000
            abstract,   65536,   65536
            ws,         1,       1
            ws,         65536,   65536
            ws,         3000000, 4194304
            tls+tcp,    1,       1
            tls+tcp,    65536,   65536
            tls+tcp,    4194304, 3000000
            """;
    private static final long OUR_SEED = 7;
    private static final long THEIR_SEED = 11;

    @TempDir
    static Path temp;

    private static Path program;
    private static Certificates certificates;

    @BeforeAll
    static void compileTheirSide() throws IOException {
        Installed.programs("gcc");
        Installed.file(Path.of("/usr/include/nng/nng.h"));
        certificates = new Certificates(temp);
        program = Files.createDirectories(Path.of(System.getProperty("build.dir"), "c"))
                .resolve("streams");
        Path source = Path.of("src", "test", "c", "streams.c");
        Program.run(List.of(
                "gcc",
                "-std=c11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-O2",
                "-o",
                program.toString(),
                source.toString(),
                "-lnng"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = CASES)
    void nngDials(String scheme, int ours, int theirs) {
        assumeNative(scheme.equals("abstract"));
        StreamListener listener = streams.listener(listenUrl(scheme, "ours"));
        if (scheme.startsWith("tls")) {
            listener.set(
                    StreamOptions.TLS,
                    TlsConfig.builder()
                            .identity(certificates.server, certificates.server, null)
                            .build());
        }
        try (listener) {
            listener.listen();
            CompletableFuture<Stream> accepting = io.accepting(listener);
            try (Program nng = nng("dial", listener.dialUrl().toString(), ours, theirs);
                    Stream stream = joined(nng, accepting)) {
                converse(stream, nng, ours, theirs);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = CASES)
    void nngListens(String scheme, int ours, int theirs) {
        assumeNative(scheme.equals("abstract"));
        String url = listenUrl(scheme, "theirs");
        try (Program nng = nng("listen", url, ours, theirs)) {
            int port = nng.awaitNumber("^listening (\\d+)$");
            try (StreamDialer dialer = streams.dialer(url.replace(":0", ":" + port))) {
                if (scheme.startsWith("tls")) {
                    dialer.set(
                            StreamOptions.TLS,
                            TlsConfig.builder().trust(certificates.ca).build());
                }
                try (Stream stream = io.dial(dialer)) {
                    converse(stream, nng, ours, theirs);
                }
            }
        }
    }

    private static String listenUrl(String scheme, String side) {
        return switch (scheme) {
            case "ipc" -> "ipc://" + temp.resolve(side + ".ipc");
            case "abstract" ->
                "abstract://helve-" + side + "-" + ProcessHandle.current().pid();
            case "ws" -> "ws://127.0.0.1:0/streams";
            default -> scheme + "://127.0.0.1:0";
        };
    }

    private static Program nng(String side, String url, int ours, int theirs) {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), side, url, "" + theirs, "" + THEIR_SEED, "" + ours));
        if (url.startsWith("tls")) {
            command.add(certificates.ca.toString());
            if (side.equals("listen")) {
                command.add(certificates.server.toString());
            }
        }
        return Program.start(command);
    }

    private static Stream joined(Program nng, CompletableFuture<Stream> accepting) {
        eventually("an accepted connection, or an end of " + nng).until(() -> accepting.isDone() || !nng.isAlive());
        assertTrue(accepting.isDone(), nng::toString);
        return accepting.join();
    }

    private void converse(Stream stream, Program nng, int ours, int theirs) {
        byte[] out = RandomBytes.of(OUR_SEED, ours);
        var sent = io.sending(stream, out);
        byte[] in = io.receive(stream, theirs);
        sent.join().check();
        assertEquals(
                "sent " + theirs + " " + RandomBytes.digest(in),
                nng.await("^sent \\d+ \\p{XDigit}+$").group());
        assertEquals(RandomBytes.digest(RandomBytes.of(THEIR_SEED, theirs)), RandomBytes.digest(in));
        assertEquals(
                "received " + ours + " " + RandomBytes.digest(out),
                nng.await("^received \\d+ \\p{XDigit}+$").group());
        assertEquals(ours, sent.join().count());
        nng.endInput();
        assertEquals(0, nng.awaitExit(), nng::toString);
    }
}
