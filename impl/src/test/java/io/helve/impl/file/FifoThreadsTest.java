package io.helve.impl.file;

import static io.helve.testkit.Await.await;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.file.AioFile;
import io.helve.testkit.CapturedLog;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** FIFOs wait for their other end on threads of their own, whatever becomes of their names. */
class FifoThreadsTest extends FileFixture {
    private final CapturedLog log = new CapturedLog();

    private Aio alloc() {
        return runtime.factory().alloc();
    }

    private static void awaitIdle(Aio aio) throws InterruptedException {
        assertTrue(aio.await(LIMIT), aio::toString);
    }

    private void assertOpens(Path path) throws Exception {
        try (Aio aio = alloc()) {
            tenant.open(
                    path, aio, path.startsWith("/dev") ? new OpenOption[] {READ} : new OpenOption[] {WRITE, CREATE});
            awaitIdle(aio);
            assertEquals(AioError.OK, aio.result());
            ((AioFile) aio.getOutput(0)).close();
        }
    }

    private void awaitBlocked(int count) {
        await().atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                                .filter(entry -> entry.getKey().getName().startsWith("helve-file-" + POOL))
                                .filter(entry -> entry.getValue().length > 0
                                        && entry.getValue()[0].getMethodName().startsWith("open"))
                                .count()
                        >= count);
    }

    @Test
    void aFifoMadeAnewWhileItsOpeningWaitsCostsNoThreadOfRegularFiles() throws Exception {
        Path fifo = fifo();
        List<Path> old = new ArrayList<>();
        for (int i = 0; i < 4; i++) { // the service has two threads for regular files
            try (Aio aio = alloc()) {
                tenant.open(fifo, aio, READ);
                awaitBlocked(i + 1);
                Path kept = dir.resolve("old" + i);
                Files.move(fifo, kept);
                old.add(kept);
                fifo();
                aio.cancel();
                awaitIdle(aio);
                assertEquals(AioError.ECANCELED, aio.result());
            }
        }
        assertOpens(dir.resolve("regular"));
        for (int i = 0; i < 4; i++) {
            log.take("was given up, and a thread stays in it");
        }
        for (Path path : old) { // frees the threads, since the fixture asserts that none is left
            FileChannel.open(path, READ, WRITE).close();
        }
        log.close();
    }

    @Test
    void aFifoWhoseNameIsGoneCostsNoThreadOfRegularFiles() throws Exception {
        Path fifo = fifo();
        try (Aio aio = alloc()) {
            tenant.open(fifo, aio, READ);
            awaitBlocked(1);
            Files.createLink(dir.resolve("link"), fifo);
            Files.delete(fifo);
            aio.cancel();
            awaitIdle(aio);
        }
        log.take("was given up");
        assertOpens(dir.resolve("regular"));
        FileChannel.open(dir.resolve("link"), READ, WRITE).close();
        log.close();
    }

    @Test
    void twoHundredAndFiftySixWaitingFifosDoNotKeepDevNullFromOpening() throws Exception {
        Path fifo = fifo();
        List<Aio> waiting = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            Aio aio = alloc();
            tenant.open(fifo, aio, READ);
            waiting.add(aio);
        }
        assertOpens(Path.of("/dev/null"));
        assertOpens(dir.resolve("regular"));
        for (Aio aio : waiting) {
            aio.cancel();
            awaitIdle(aio);
            aio.close();
        }
        log.takeAll("was given up");
        log.close();
    }

    @Test
    void anInterruptFromOutsideDoesNotCloseAFile() throws Exception {
        Path path = dir.resolve("regular");
        Files.writeString(path, "text");
        try (Aio aio = alloc()) {
            tenant.open(path, aio, READ);
            awaitIdle(aio);
            AioFile file = (AioFile) aio.getOutput(0);
            for (int i = 0; i < 200; i++) {
                aio.setIov(ByteBuffer.allocate(4));
                file.read(0, aio);
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("helve-file-" + POOL))
                        .forEach(Thread::interrupt);
                awaitIdle(aio);
                assertEquals(AioError.OK, aio.result());
                assertEquals(4, aio.count());
            }
            file.close();
        }
        log.close();
    }

    @Test
    void aTaskThatFailsWhileTheLogFailsTooCostsNoThread() throws Exception {
        log.setFailing(true);
        for (int i = 0; i < 4; i++) {
            service.threads.submit(new FileWork() {
                @Override
                void run() {
                    throw new AssertionError("says the test");
                }
            });
        }
        assertOpens(dir.resolve("regular"));
        log.close();
    }
}
