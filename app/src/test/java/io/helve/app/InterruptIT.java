package io.helve.app;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.app.Helve.ProgramResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C, and what a service manager sends, in the middle of a copy that waits for a slow pipe. */
class InterruptIT {
    static final int SIGINT = 2;

    @TempDir
    Path temp;

    private Path dir;
    private Path pipe;
    private Helve helve;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        dir = Files.createDirectory(temp.resolve("work"));
        helve = new Helve(dir);
        pipe = dir.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no pipes here");
        Files.writeString(dir.resolve("target"), "as it was");
    }

    @AfterEach
    void close() {
        helve.close();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, pipe", "TERM, 143, pipe", "INT, 130, -", "TERM, 143, -"})
    void leavesTheTargetAsItWasAndNothingElse(String signal, int code, String source) throws Exception {
        assumeTrue(
                !signal.equals("INT") || !isIgnored(SIGINT), "this process was started in a way that ignores SIGINT");
        // for reading, too: so opening it waits for nobody
        try (RandomAccessFile slow = new RandomAccessFile(pipe.toFile(), "rw")) {
            Process process = helve.start(
                    helve.builder("copy", "--buffer=4k", source, "target").redirectInput(pipe.toFile()));
            slow.write(new byte[100_000]);
            await().until(this::hasBegun);

            Helve.signal(signal, process);
            ProgramResult outcome = helve.end(process);

            assertEquals(code, outcome.code());
            assertEquals(
                    "helve: target: copying was interrupted; nothing was changed, start it again when you like\n",
                    outcome.err());
        }
        assertEquals("as it was", Files.readString(dir.resolve("target")));
        assertEquals(List.of("pipe", "target"), CopyIT.list(dir));
        assertEquals(List.of(), CopyIT.list(helve.temporary()));
    }

    @Test
    void leavesNothingEitherWhileItStarts() throws Exception {
        Process process = helve.start(helve.builder("shell"));
        await().until(() -> !CopyIT.list(helve.temporary()).isEmpty());

        Helve.signal("TERM", process);
        ProgramResult outcome = helve.end(process);

        assertEquals(143, outcome.code());
        assertFalse(outcome.err().contains("Exception"), outcome.err());
        assertFalse(outcome.err().contains("could not start"), outcome.err());
        assertEquals(List.of("pipe", "target"), CopyIT.list(dir));
        assertEquals(List.of(), CopyIT.list(helve.temporary()));
    }

    private boolean hasBegun() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(dir, ".target.helve-*.part")) {
            for (Path part : parts) {
                if (Files.size(part) > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A shell without job control lets what it starts in the background ignore SIGINT, and that is inherited. */
    static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).trim(), 16))
                .anyMatch(mask -> (mask >> (signal - 1) & 1) == 1);
    }
}
