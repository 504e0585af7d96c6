package io.helve.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.app.Helve.ProgramResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code helve copy}, as a user sees it. */
class CopyIT {
    private static final int LARGE = 64 << 20;

    @TempDir
    Path temp;

    private Path dir;
    private Helve helve;

    @BeforeEach
    void open() throws IOException {
        dir = Files.createDirectory(temp.resolve("work"));
        helve = new Helve(dir);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        helve.close();
        assertEquals(List.of(), list(helve.temporary()));
        assertEquals(
                List.of(),
                list(dir).stream().filter(name -> name.startsWith(".")).toList());
    }

    @Test
    void copiesALargeFile() throws Exception {
        Path source = random("source", LARGE);

        ProgramResult outcome = helve.run("copy", "source", "target");

        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        assertTrue(outcome.out().startsWith("target: copied 67108864 bytes (64.0 MiB) in "), outcome.out());
        assertEquals(-1, Files.mismatch(source, dir.resolve("target")));
    }

    @Test
    void copiesAnEmptyFile() throws Exception {
        Files.createFile(dir.resolve("source"));

        ProgramResult outcome = helve.run("copy", "source", "target");

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(0, Files.size(dir.resolve("target")));
    }

    @Test
    void copiesStandardInput() throws Exception {
        Path source = random("source", LARGE);

        ProgramResult outcome = helve.run(source, "copy", "--buffer=1M", "--depth=3", "-", "target");

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(-1, Files.mismatch(source, dir.resolve("target")));
    }

    @Test
    void copiesToStandardOutput() throws Exception {
        Files.writeString(dir.resolve("source"), "content");

        ProgramResult outcome = helve.run("copy", "source", "-");

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("content", outcome.out());
        assertTrue(outcome.err().startsWith("standard output: copied 7 bytes (7 B) in "), outcome.err());
        assertEquals(new ProgramResult(0, "content", ""), helve.run("copy", "-q", "source", "-"));
    }

    @Test
    void copiesIntoADirectoryWhateverItsName() throws Exception {
        Path source = random("übung – 1", 12_345);
        Files.createDirectory(dir.resolve("Ω"));

        ProgramResult outcome = helve.run("copy", "übung – 1", "Ω");

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(-1, Files.mismatch(source, dir.resolve("Ω/übung – 1")));
    }

    @Test
    void quietIsQuiet() throws Exception {
        random("source", 1);

        assertEquals(new ProgramResult(0, "", ""), helve.run("copy", "-q", "source", "target"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | nothing target       | nothing: there is no such file; check the name",
                "3 | . target             | .: is a directory; give a file, or pack it first",
                "4 | source ./source      | ./source: is the same file as source; choose another target",
                "4 | source link          | link: is the same file as source; choose another target",
                "4 | source a/b           | a/b: its directory is not there; make it first (mkdir -p ",
                "4 | source /dev/full     | /dev/full: writing failed: no space left; free some",
                "2 | - .                  | .: is a directory, and standard input has no name",
                "2 | source               | Missing required parameter: 'DST'; see helve copy --help",
                "2 | --depth=0 source x   | --depth must be 1 to 256; see helve copy --help",
                "2 | --buffer=65M source x | --buffer must be 1 to 64M; see helve copy --help",
                "2 | --buffer=5x source x | 5x' is not a size; write it as 4096, 256k or 1M",
                "2 | --timeout=5 source x | 5' is not a time; write it as 500ms, 30s, 5m or 1h",
                "2 | --nonsense source x  | Unknown option: '--nonsense'; see helve copy --help",
            })
    void saysWhatIsWrongAndWhatToDo(int code, String arguments, String message) throws Exception {
        random("source", 10_000);
        Files.createSymbolicLink(dir.resolve("link"), Path.of("source"));
        List<String> before = list(dir);

        ProgramResult outcome = helve.run(("copy " + arguments).split(" "));

        assertEquals(code, outcome.code(), outcome.err());
        assertTrue(outcome.err().startsWith("helve: ") && outcome.err().contains(message), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertEquals("", outcome.out());
        assertEquals(before, list(dir));
    }

    @Test
    void givesUpAfterTheTimeout() throws Exception {
        Path pipe = pipe();
        // for reading, too: so opening it waits for nobody
        RandomAccessFile silent = new RandomAccessFile(pipe.toFile(), "rw");
        try (silent) {
            ProgramResult outcome = helve.run(pipe, "copy", "--timeout=200ms", "-", "target");

            assertEquals(5, outcome.code());
            assertEquals(
                    "helve: standard input: reading took longer than the timeout; give it more time with --timeout\n",
                    outcome.err());
        }
        assertEquals(List.of("pipe"), list(dir));
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = dir.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no pipes here");
        return pipe;
    }

    private Path random(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return Files.write(dir.resolve(name), content);
    }

    static List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
