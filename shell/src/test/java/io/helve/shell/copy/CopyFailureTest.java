package io.helve.shell.copy;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.AioConfig;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFiles;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.stdio.StandardStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that fails leaves the target as it was and no file beside the target, and its message says what to do. */
class CopyFailureTest {
    private static final int CHUNK = 4096;
    private static final int SIZE = 100 * CHUNK;

    @TempDir
    Path dir;

    private final AioRuntime runtime = AioRuntime.open();
    private Runnable beforeTheFirstByte = () -> {};
    private Path source;
    private Path target;

    @BeforeEach
    void files() throws IOException {
        source = Files.write(dir.resolve("source"), CopyTest.random(SIZE));
        target = Files.writeString(dir.resolve("target"), "as it was");
    }

    @AfterEach
    void theTargetIsAsItWasAndNothingIsLeft() throws IOException {
        long open = runtime.snapshot().total().open();
        runtime.close();
        assertEquals("as it was", Files.readString(target));
        assertEquals(List.of(), CopyTest.parts(dir));
        assertEquals(0, open, "handles");
    }

    @Test
    void aSourceThatShrinks() {
        beforeTheFirstByte = () -> resize(SIZE / 2);

        CommandException e = fail("source", "target", null);

        assertEquals(ExitCode.FAILED, e.exitCode());
        assertEquals(
                "source: changed while it was copied (409600 bytes at first, now 204800); copy it again when nobody writes"
                        + " to it",
                e.getMessage());
    }

    @Test
    void aSourceThatGrows() {
        beforeTheFirstByte = () -> resize(SIZE + 1);

        CommandException e = fail("source", "target", null);

        assertEquals(ExitCode.FAILED, e.exitCode());
        assertTrue(e.getMessage().contains("409600 bytes at first, now 409601"), e.getMessage());
    }

    @Test
    void anEmptySourceThatGrows() throws IOException {
        Files.write(source, new byte[0]);
        beforeTheFirstByte = () -> resize(1);

        CommandException e = fail("source", "target", null);

        assertEquals(ExitCode.FAILED, e.exitCode());
        assertTrue(e.getMessage().contains("0 bytes at first, now 1"), e.getMessage());
    }

    @Test
    void aFullDevice() {
        assumeTrue(Files.exists(Path.of("/dev/full")));

        CommandException e = fail("source", "/dev/full", null);

        assertEquals(ExitCode.TARGET, e.exitCode());
        assertEquals("/dev/full: writing failed: no space left; free some, or choose another target", e.getMessage());
    }

    @Test
    void aStreamThatFails() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("The cable is broken");
            }
        };

        CommandException e = assertThrows(CommandException.class, () -> copy("-", "target", null, broken));

        assertEquals(ExitCode.SOURCE, e.exitCode());
        assertEquals("standard input: reading failed: the cable is broken", e.getMessage());
    }

    @Test
    void aStreamThatGivesNothingInTime() throws IOException {
        try (PipedInputStream silent = new PipedInputStream(new PipedOutputStream())) {
            CommandException e =
                    assertThrows(CommandException.class, () -> copy("-", "target", Duration.ofMillis(50), silent));

            assertEquals(ExitCode.TIMEOUT, e.exitCode());
            assertEquals(
                    "standard input: reading took longer than the timeout; give it more time with --timeout",
                    e.getMessage());
        }
    }

    @Test
    void anInterruptWhileWaitingForAStream() throws Exception {
        PipedOutputStream slow = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(slow);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread copying = copying(outcome, in);
        copying.start();
        slow.write(CopyTest.random(SIZE / 200));
        slow.flush();
        await().until(() ->
                CopyTest.parts(dir).stream().anyMatch(part -> part.toFile().length() > 0));

        copying.interrupt();
        copying.join();

        assertEquals(InterruptedException.class, outcome.get().getClass());
    }

    @Test
    void anInterruptThatCameBefore() throws Exception {
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread copying = copying(outcome, InputStream.nullInputStream());
        beforeTheFirstByte = copying::interrupt;

        copying.start();
        copying.join();

        assertEquals(InterruptedException.class, outcome.get().getClass());
    }

    @Test
    void aQuotaOfHandlesThatIsTooSmall() {
        runtime.configure(AioConfig.builder().handlesMax(2).build());

        CommandException e = fail("source", "target", null);

        assertEquals(ExitCode.FAILED, e.exitCode());
        assertTrue(e.getMessage().startsWith("target: copying failed: ENOMEM"), e.getMessage());
    }

    @Test
    void anEngineThatStops() {
        beforeTheFirstByte = runtime::close;

        CommandException e = fail("source", "target", null);

        assertEquals(ExitCode.FAILED, e.exitCode());
    }

    /** A copy on a thread of its own: an interrupt on the test's would hit the channel that reports tests. */
    private Thread copying(AtomicReference<Throwable> outcome, InputStream in) {
        return new Thread(() -> {
            try {
                copy("-", "target", null, in);
            } catch (Throwable e) {
                outcome.set(e);
            }
        });
    }

    private CommandException fail(String from, String to, Duration timeout) {
        return assertThrows(CommandException.class, () -> copy(from, to, timeout, InputStream.nullInputStream()));
    }

    private void copy(String from, String to, Duration timeout, InputStream in) throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        FileCopy copy = new FileCopy(
                runtime.factory(),
                runtime.service(AioFiles.class),
                new FileCopy.Settings(CHUNK, 4, timeout),
                (copied, size) -> {
                    if (first.getAndSet(false)) {
                        beforeTheFirstByte.run();
                    }
                });
        copy.run(Route.of(from, to, dir), new StandardStreams(in, OutputStream.nullOutputStream(), false));
    }

    private void resize(long size) {
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
            if (size < channel.size()) {
                channel.truncate(size);
            } else {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
