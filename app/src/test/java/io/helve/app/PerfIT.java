package io.helve.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.app.Helve.ProgramResult;
import io.helve.testkit.Installed;
import io.helve.testkit.tls.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code helve perf} as a user sees it: two processes measure with each other. */
class PerfIT {
    @TempDir
    Path temp;

    private Helve local;
    private Helve remote;

    @BeforeEach
    void open() throws IOException {
        local = new Helve(Files.createDirectory(temp.resolve("local")));
        remote = new Helve(Files.createDirectory(temp.resolve("remote")));
    }

    @AfterEach
    void nothingIsLeft() {
        local.close();
        remote.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "wss://127.0.0.1:0/perf"})
    void theLatencyBetweenTwoProcesses(String url) throws Exception {
        List<String> shown = new ArrayList<>();
        List<String> trusted = new ArrayList<>();
        if (url.startsWith("wss")) {
            PemFiles certificate = PemFiles.ofLocalhost(temp);
            shown.addAll(List.of("--cert=" + certificate.certificate(), "--key=" + certificate.key()));
            trusted.add("--cacert=" + certificate.certificate());
        }
        Process listening = start("local_lat", shown, url, "64", "1000");

        ProgramResult measured =
                remote.run(arguments("remote_lat", trusted, local.awaitListening(listening), "64", "1000"));

        assertEquals(0, measured.code(), measured.err());
        assertEquals("", measured.err());
        assertTrue(
                measured.out()
                        .matches("total time: .* \\[s]\nmessage size: 64 \\[B]\nround trip count: 1000\n"
                                + "average latency: .* \\[us]\n"),
                measured.out());
        ProgramResult end = local.end(listening);
        assertEquals(0, end.code(), end.err());
        assertEquals("", end.out());
        assertEquals(List.of(), CopyIT.list(local.temporary()));
        assertEquals(List.of(), CopyIT.list(remote.temporary()));
    }

    @Test
    void theThroughputBetweenTwoProcesses() throws Exception {
        Process listening = start("local_thr", List.of("--pair0"), "tcp://127.0.0.1:0", "1000", "10000");

        ProgramResult sent = remote.run(
                arguments("remote_thr", List.of("--pair0"), local.awaitListening(listening), "1000", "10000"));

        assertEquals(new ProgramResult(0, "", ""), sent);
        ProgramResult measured = local.end(listening);
        assertEquals(0, measured.code(), measured.err());
        assertTrue(
                measured.out()
                        .matches("total time: .* \\[s]\nmessage size: 1000 \\[B]\nmessage count: 10000\n"
                                + "throughput: \\d+ \\[msg/s]\nthroughput: .* \\[Mb/s]\n"),
                measured.out());
    }

    @Test
    void nngSeesWhatItsOwnPerfWouldSend() throws Exception {
        Installed.programs("nngcat");
        String url = "ipc://" + temp.resolve("nng");
        Path seen = temp.resolve("seen");
        Process nngcat = new ProcessBuilder("nngcat", "--pair1", "--listen", url, "--count", "5", "--quoted")
                .redirectOutput(seen.toFile())
                .start();
        try {
            Helve.awaitListening(temp.resolve("nng"));

            assertEquals(new ProgramResult(0, "", ""), remote.run("perf", "remote_thr", url, "2", "3"));

            assertEquals(0, nngcat.waitFor());
            String message = "\"\\x00\\x00\"";
            assertEquals(List.of("\"\"", message, message, message, message), Files.readAllLines(seen));
        } finally {
            nngcat.destroyForcibly();
        }
    }

    @Test
    void whoWaitsForAPeerCanBeInterrupted() throws Exception {
        assumeTrue(!InterruptIT.isIgnored(InterruptIT.SIGINT), "this process was started in a way that ignores SIGINT");
        for (String program : List.of("local_lat", "local_thr")) {
            Process listening = start(program, List.of(), "tcp://127.0.0.1:0", "1", "1");
            local.awaitListening(listening);

            Helve.signal("INT", listening);

            assertEquals(130, local.end(listening).code());
        }
    }

    @Test
    void theShellHasIt() throws Exception {
        Path script = Files.writeString(temp.resolve("script"), "helve:perf inproc_thr 8 100\nhelve:perf fly\n");

        ProgramResult outcome = local.run(script, "shell");

        assertEquals(1, outcome.code());
        assertTrue(outcome.out().contains("message count: 100\n"), outcome.out());
        assertTrue(outcome.err().startsWith("helve: Unknown command: 'fly'"), outcome.err());
    }

    @Test
    void nobodyListens() throws Exception {
        ProgramResult outcome = remote.run("perf", "remote_lat", "ipc://" + temp.resolve("nobody"), "1", "1");

        assertEquals(3, outcome.code());
        assertTrue(outcome.err().startsWith("helve: ipc://"), outcome.err());
    }

    private Process start(String program, List<String> options, String... arguments) throws IOException {
        return local.start(local.builder(arguments(program, options, arguments)));
    }

    private static String[] arguments(String program, List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(List.of("perf", program));
        all.addAll(options);
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
