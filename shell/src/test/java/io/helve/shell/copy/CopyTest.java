package io.helve.shell.copy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.AioRuntime;
import io.helve.aio.AioSnapshot;
import io.helve.file.AioFiles;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.stdio.StandardStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a copy is when all goes well, on the real engine. */
class CopyTest {
    private static final int CHUNK = 4096;
    private static final int DEPTH = 4;

    @TempDir
    Path dir;

    private final AioRuntime runtime = AioRuntime.open();
    private OutputStream standardOutput = new ByteArrayOutputStream();

    @AfterEach
    void nothingIsLeft() throws IOException {
        AioSnapshot snapshot = runtime.snapshot();
        runtime.close();
        assertEquals(0, snapshot.total().open(), "handles");
        assertEquals(0, snapshot.total().inProgress(), "operations");
        assertEquals(List.of(), parts(dir));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, DEPTH * CHUNK, 1_000_003})
    void copiesAFileOfAnySizeByteForByte(int size) throws Exception {
        byte[] content = random(size);
        Files.write(dir.resolve("source"), content);

        long copied = copy("source", "target", CHUNK, DEPTH);

        assertEquals(size, copied);
        assertArrayEquals(content, Files.readAllBytes(dir.resolve("target")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, DEPTH * CHUNK, 1_000_003})
    void copiesAStreamOfAnySizeByteForByte(int size) throws Exception {
        byte[] content = random(size);

        long copied = run("-", "target", CHUNK, DEPTH, new Trickle(content));

        assertEquals(size, copied);
        assertArrayEquals(content, Files.readAllBytes(dir.resolve("target")));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 256", "300000, 3", "1048576, 8", "67108864, 1"})
    void copiesWithAnyBufferAndDepth(int chunk, int depth) throws Exception {
        byte[] content = random(chunk == 1 ? 5_000 : 3_000_000);
        Files.write(dir.resolve("source"), content);

        copy("source", "file", chunk, depth);
        run("-", "stream", chunk, depth, new ByteArrayInputStream(content));

        assertArrayEquals(content, Files.readAllBytes(dir.resolve("file")));
        assertArrayEquals(content, Files.readAllBytes(dir.resolve("stream")));
    }

    @Test
    void replacesTheTargetAndKeepsItsPermissions() throws Exception {
        Files.writeString(dir.resolve("source"), "new");
        Path target = Files.writeString(dir.resolve("target"), "old, and longer");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));

        copy("source", "target", CHUNK, DEPTH);

        assertEquals("new", Files.readString(target));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "r--------", "rw-r--r--"})
    void aNewTargetHasThePermissionsOfTheSource(String permissions) throws Exception {
        Path source = Files.writeString(dir.resolve("source"), "content");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString(permissions));

        copy("source", "target", CHUNK, DEPTH);

        assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("target"))));
    }

    @Test
    void aLinkedTargetStaysALink() throws Exception {
        Files.writeString(dir.resolve("source"), "new");
        Path file = Files.writeString(dir.resolve("file"), "old");
        Path link = Files.createSymbolicLink(dir.resolve("link"), file);

        copy("source", "link", CHUNK, DEPTH);

        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void aNameAsLongAsAFileSystemAllowsIsNoProblem() throws Exception {
        Files.writeString(dir.resolve("source"), "content");
        String name = "n".repeat(255);

        copy("source", name, CHUNK, DEPTH);

        assertEquals("content", Files.readString(dir.resolve(name)));
    }

    @Test
    void filesWhoseSizeNobodyKnowsAreReadToTheirEnd() throws Exception {
        Path cpuinfo = Path.of("/proc/version");
        assumeTrue(Files.exists(cpuinfo));

        copy(cpuinfo.toString(), "target", 16, DEPTH);

        assertArrayEquals(Files.readAllBytes(cpuinfo), Files.readAllBytes(dir.resolve("target")));
    }

    @Test
    void filesThatAreShorterThanTheySayAreReadToTheirEnd() throws Exception {
        Path file = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        assumeTrue(Files.exists(file));

        copy(file.toString(), "target", 16, DEPTH);

        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(dir.resolve("target")));
    }

    @Test
    void aPipeIsASource() throws Exception {
        Path pipe = pipe("pipe");
        byte[] content = random(1_000_003);
        Thread writer = new Thread(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(content);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();

        copy("pipe", "target", CHUNK, DEPTH);

        writer.join();
        assertArrayEquals(content, Files.readAllBytes(dir.resolve("target")));
    }

    @Test
    void aPipeIsATargetThatIsWrittenInOrder() throws Exception {
        Path pipe = pipe("pipe");
        byte[] content = random(1_000_003);
        Files.write(dir.resolve("source"), content);
        List<byte[]> read = new ArrayList<>();
        Thread reader = new Thread(() -> {
            try (InputStream in = Files.newInputStream(pipe)) {
                read.add(in.readAllBytes());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        reader.start();

        copy("source", "pipe", CHUNK, DEPTH);

        reader.join();
        assertArrayEquals(content, read.get(0));
    }

    @Test
    void standardOutputIsATargetThatIsWrittenInOrder() throws Exception {
        byte[] content = random(1_000_003);
        Files.write(dir.resolve("source"), content);

        long copied = copy("source", "-", CHUNK, DEPTH);

        assertEquals(content.length, copied);
        assertArrayEquals(content, ((ByteArrayOutputStream) standardOutput).toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"Broken pipe, BROKEN_PIPE", "No space left on device, FAILED"})
    void standardOutputThatFailsEndsTheCopy(String message, ExitCode code) throws Exception {
        Files.write(dir.resolve("source"), random(100_000));
        standardOutput = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };

        CommandException failure = assertThrows(CommandException.class, () -> copy("source", "-", CHUNK, DEPTH));

        assertEquals(code, failure.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"16384, 4", "65536, 4", "100000, 3", "1048576, 1"})
    void aSparseFileStaysSparse(int chunk, int depth) throws Exception {
        long size = (64 << 20) + 5;
        Path source = dir.resolve("source");
        try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
            for (long position : new long[] {0, 100_000, 20_000_000, 40_000_001}) {
                file.seek(position);
                file.write(random(10_000));
            }
            file.setLength(size);
        }

        long copied = copy("source", "target", chunk, depth);

        assertEquals(size, copied);
        assertEquals(-1, Files.mismatch(source, dir.resolve("target")));
        long used = kibibytesOnDisk(dir.resolve("target"));
        assertTrue(used < 4096, used + " KiB");
    }

    @Test
    void aFileOfZerosHasItsSize() throws Exception {
        Files.write(dir.resolve("source"), new byte[100_000]);

        copy("source", "target", CHUNK, DEPTH);

        assertArrayEquals(new byte[100_000], Files.readAllBytes(dir.resolve("target")));
    }

    /** As Java cannot tell, the system's program does. */
    private static long kibibytesOnDisk(Path file) throws Exception {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(du.waitFor() == 0, "no du here");
        return Long.parseLong(said.split("\\s")[0]);
    }

    @Test
    void tellsHowFarItIs() throws Exception {
        Files.write(dir.resolve("source"), random(100_000));
        List<Long> progress = new ArrayList<>();
        FileCopy copy = new FileCopy(
                runtime.factory(),
                runtime.service(AioFiles.class),
                new FileCopy.Settings(CHUNK, DEPTH, null),
                (copied, size) -> {
                    assertEquals(100_000, size);
                    progress.add(copied);
                });

        copy.run(Route.of("source", "target", dir), standard(InputStream.nullInputStream()));

        assertEquals(100_000, progress.get(progress.size() - 1));
        assertEquals(progress.stream().sorted().toList(), progress);
    }

    private long copy(String from, String to, int chunk, int depth) throws Exception {
        return run(from, to, chunk, depth, InputStream.nullInputStream());
    }

    private long run(String from, String to, int chunk, int depth, InputStream in) throws Exception {
        FileCopy copy = new FileCopy(
                runtime.factory(),
                runtime.service(AioFiles.class),
                new FileCopy.Settings(chunk, depth, null),
                (copied, size) -> {});
        return copy.run(Route.of(from, to, dir), standard(in));
    }

    private StandardStreams standard(InputStream in) {
        return new StandardStreams(in, standardOutput, false);
    }

    private Path pipe(String name) throws Exception {
        Path pipe = dir.resolve(name);
        try {
            int code = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
            assumeTrue(code == 0, "no pipes here");
        } catch (IOException e) {
            assumeTrue(false, "no mkfifo here");
        }
        return pipe;
    }

    static List<Path> parts(Path dir) throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.filter(file -> file.getFileName().toString().endsWith(".part"))
                    .toList();
        }
    }

    static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    /** A stream that gives as little at a time as a slow program does. */
    private static final class Trickle extends ByteArrayInputStream {
        Trickle(byte[] content) {
            super(content);
        }

        @Override
        public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(len, 777));
        }
    }
}
