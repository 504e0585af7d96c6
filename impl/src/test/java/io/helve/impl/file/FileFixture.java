package io.helve.impl.file;

import static io.helve.testkit.Await.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFile;
import io.helve.impl.runtime.DaemonThreads;
import io.helve.testkit.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A runtime and a file service of two threads; after each test the counters add up and nothing is left over. */
abstract class FileFixture {
    static final Duration LIMIT = Await.SOON;
    static final String POOL = "filetest";

    @TempDir
    Path dir;

    AioRuntime runtime;
    FileService service;
    FileTenant tenant;
    private final List<Aio> handles = new ArrayList<>();
    private final List<CountDownLatch> holds = new ArrayList<>();

    @BeforeEach
    void openService() {
        AioConfig patient =
                AioConfig.builder().slowCallback(Duration.ofDays(1)).build(); // tests hold threads in callbacks
        runtime = AioRuntime.open(patient);
        service = new FileService(POOL, 2, new DaemonThreads()::newThread);
        tenant = service.openTenant(() -> null);
    }

    @AfterEach
    void nothingIsLeft() {
        holds.forEach(CountDownLatch::countDown);
        tenant.close();
        service.close();
        assertEquals(List.of(), threads(), "file threads after close");
        handles.forEach(Aio::close);
        AioCounters total = runtime.snapshot().total();
        assertEquals(0, total.inProgress(), total::toString);
        assertEquals(0, total.open(), total::toString);
        runtime.close();
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("helve-file-" + POOL + "-"))
                .sorted()
                .toList();
    }

    Aio aio(ByteBuffer... iov) {
        return tracked(runtime.factory().alloc(), iov);
    }

    Aio aio(Consumer<? super Aio> callback, ByteBuffer... iov) {
        return tracked(runtime.factory().alloc(callback), iov);
    }

    Aio tracked(Aio aio, ByteBuffer... iov) {
        handles.add(aio);
        aio.setIov(iov);
        return aio;
    }

    /** Occupies one thread for regular files until the latch is counted down. */
    CountDownLatch holdThread(AioFile file) {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        holds.add(release);
        Aio inline = tracked(runtime.factory().on(AioFactory.INLINE).alloc(a -> {
            held.countDown();
            hold(release);
        }));
        file.size(inline);
        waitFor(held);
        return release;
    }

    /** Waits without a time limit: the thread stays until the test releases it or ends. */
    private static void hold(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void waitFor(CountDownLatch latch) {
        await().atMost(LIMIT).until(() -> latch.getCount() == 0);
    }

    static Aio done(Aio aio) {
        try {
            assertTrue(aio.await(LIMIT), "still busy");
            return aio;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void ends(Aio aio, AioError result, long count) {
        done(aio);
        assertEquals(result, aio.result(), () -> "cause " + aio.cause());
        assertEquals(count, aio.count());
    }

    AioFile open(Path path, OpenOption... options) {
        Aio aio = aio();
        tenant.open(path, aio, options);
        done(aio).check();
        AioFile file = (AioFile) aio.getOutput(0);
        assertEquals(path, file.path());
        return file;
    }

    /** A regular file whose pieces wait at a gate. */
    RegularFile gated(GatedChannel channel, Path path, OpenOption... options) {
        RegularFile file = new RegularFile(tenant, path, OpenMode.of(options), channel, service.threads);
        tenant.opened(null, file);
        return file;
    }

    Path fifo() throws IOException, InterruptedException {
        Path path = dir.resolve("fifo");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo");
        assertEquals(
                0,
                new ProcessBuilder("/usr/bin/mkfifo", path.toString()).start().waitFor());
        return path;
    }

    static long write(FileChannel channel, String text) throws IOException {
        return channel.write(bytes(text));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String text(ByteBuffer... buffers) {
        StringBuilder text = new StringBuilder();
        for (ByteBuffer buffer : buffers) {
            text.append(UTF_8.decode(buffer.duplicate().flip()));
        }
        return text.toString();
    }
}
