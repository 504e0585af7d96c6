package io.helve.impl.file;

import static io.helve.testkit.Await.await;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.impl.runtime.DaemonThreads;
import io.helve.testkit.CapturedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The threads of files: their number, their names, and when they start and end. */
class FileThreadsTest extends FileFixture {
    private final List<Aio> writes = new ArrayList<>();

    private GatedChannel startWrites(int n) throws IOException {
        Path path = dir.resolve("gated");
        GatedChannel channel = new GatedChannel(FileChannel.open(path, CREATE, WRITE));
        AioFile file = gated(channel, path, WRITE);
        for (int i = 0; i < n; i++) {
            Aio aio = aio(ByteBuffer.allocate(1));
            writes.add(aio);
            file.write(i, aio);
        }
        return channel;
    }

    private void allSucceed() {
        writes.forEach(aio -> ends(aio, AioError.OK, 1));
    }

    @Test
    void thereIsNoThreadBeforeItIsNeeded() throws IOException {
        assertEquals(List.of(), threads());
        open(Files.writeString(dir.resolve("f"), "x"));
        assertEquals(List.of("helve-file-filetest-1"), threads());
    }

    @Test
    void noMoreOperationsAreAtWorkThanThereMayBe() throws IOException {
        GatedChannel channel = startWrites(20);
        await().until(() -> channel.inside.get() == 2);
        assertEquals(2, threads().size());
        channel.permits.release(20);
        allSucceed();
        assertEquals(2, channel.most.get());
    }

    @Test
    void moreThreadsTakeEffectAtOnce() throws IOException {
        GatedChannel channel = startWrites(20);
        await().until(() -> channel.inside.get() == 2);
        service.configure(5);
        await().until(() -> channel.inside.get() == 5);
        channel.permits.release(20);
        allSucceed();
        assertEquals(5, channel.most.get());
    }

    @Test
    void fewerThreadsTakeEffectAsOperationsEnd() throws IOException {
        GatedChannel channel = startWrites(20);
        await().until(() -> channel.inside.get() == 2);
        service.configure(1);
        channel.permits.release(2);
        await().until(() -> channel.permits.availablePermits() == 0
                && channel.inside.get() == 1
                && threads().size() == 1);
        channel.permits.release(18);
        allSucceed();
    }

    @Test
    void idleThreadsEndAndComeBack() throws IOException {
        FileService brief = new FileService(POOL, 2, new DaemonThreads()::newThread, Duration.ofMillis(10));
        try (FileTenant user = brief.openTenant(() -> null)) {
            Path path = Files.writeString(dir.resolve("f"), "x");
            for (int round = 0; round < 3; round++) {
                Aio aio = aio();
                user.open(path, aio);
                ends(aio, AioError.OK, 0);
                await().until(() -> threads().isEmpty());
            }
        } finally {
            brief.close();
        }
    }

    @Test
    void threadsAreDaemonsAndHoldNothingOfTheirMaker() throws Exception {
        ClassLoader foreign = new ClassLoader(getClass().getClassLoader()) {};
        Thread user = new Thread(() -> {
            Aio aio = aio();
            tenant.open(dir, aio, READ);
            done(aio);
        });
        user.setContextClassLoader(foreign);
        user.start();
        user.join();
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals(threads().get(0)))
                .findFirst()
                .orElseThrow();
        assertTrue(thread.isDaemon());
        assertEquals(FileService.class.getClassLoader(), thread.getContextClassLoader());
    }

    @Test
    void aThreadSurvivesAnInlineCompletionThatFailsAndInterrupts() throws IOException {
        service.configure(1);
        AioFile file = open(Files.writeString(dir.resolve("f"), "abc"));
        Aio inline = tracked(runtime.factory().on(AioFactory.INLINE).alloc(a -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("expected by this test");
        }));
        file.size(inline);
        ends(inline, AioError.OK, 3);
        Aio read = aio(ByteBuffer.allocate(3));
        file.read(0, read); // on an interrupted thread this would close the channel
        ends(read, AioError.OK, 3);
        read.setIov(ByteBuffer.allocate(1));
        file.read(3, read);
        ends(read, AioError.OK, -1);
        assertEquals(1, threads().size());
    }

    @Test
    void closeIsBoundedInTimeWhenAThreadDoesNotComeBack() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "abc"));
        CountDownLatch release = holdThread(file);
        service.close(Duration.ofMillis(50));
        assertEquals(1, release.getCount());
        await().until(() -> threads().size() == 1);
        release.countDown();
        await().until(() -> threads().isEmpty());
    }

    @Test
    void anInterruptDoesNotEndTheWaitForThreads() throws IOException {
        open(Files.writeString(dir.resolve("f"), "abc"));
        Thread.currentThread().interrupt();
        service.close();
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), threads());
    }

    @Test
    void aThousandServicesLeaveNoThread() throws IOException {
        Path path = Files.writeString(dir.resolve("f"), "x");
        for (int i = 0; i < 1000; i++) {
            FileService next = new FileService(POOL, 2, new DaemonThreads()::newThread);
            try (Aio aio = runtime.factory().alloc()) {
                next.openTenant(() -> null).open(path, aio);
                if (i % 2 == 0) {
                    done(aio).check();
                }
                next.close();
                done(aio);
            }
        }
        assertEquals(List.of(), threads());
    }

    @Test
    void closingWaitsForAThreadThatStartsMeanwhile() throws InterruptedException {
        AtomicBoolean none = new AtomicBoolean();
        FileThreads few = new FileThreads(
                new ReentrantLock(),
                body -> {
                    if (none.get()) {
                        throw new OutOfMemoryError("unable to create native thread, says the test");
                    }
                    return new DaemonThreads().newThread("helve-file-" + POOL + "-few", body);
                },
                2,
                Duration.ofSeconds(60));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        AtomicBoolean early = new AtomicBoolean();
        few.submit(work(() -> reached(release)));
        try (CapturedLog log = new CapturedLog()) {
            none.set(true);
            few.submit(work(() -> reached(second))); // the first thread takes this, and starts one for the next
            few.submit(work(() -> {
                second.countDown();
                early.set(joined.await(300, TimeUnit.MILLISECONDS));
            }));
            none.set(false);
            log.take("No thread to be had");
        }
        few.close();
        Thread closing = new Thread(() -> {
            few.join(System.nanoTime() + LIMIT.toNanos());
            joined.countDown();
        });
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        closing.join();
        assertEquals(0, second.getCount());
        assertFalse(early.get(), "closing has not waited for the second thread");
    }

    private interface Body {
        void run() throws InterruptedException;
    }

    private static FileWork work(Body body) {
        return new FileWork() {
            @Override
            void run() {
                try {
                    body.run();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static void reached(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
}
