package io.helve.itest.framework;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;

/** The services are found in the registry and work. */
public class ServiceIT extends FrameworkTest {
    @Test
    public void thisIsTheFrameworkThatTheBuildSaysItIs() {
        assertEquals(
                System.getProperty("framework.bundle"), context.getBundle(0).getSymbolicName());
    }

    @Test
    public void eachServiceIsPublishedForTheDefaultPool() throws Exception {
        for (Class<?> type : new Class<?>[] {AioFactory.class, AioFiles.class, AioStatistics.class}) {
            service(type);
            var references = references(type, "default");
            assertEquals(type.getName(), 1, references.size());
            assertSame(bundleNamed("io.helve.impl"), references.get(0).getBundle());
        }
    }

    @Test
    public void factoryAndFilesAreOfScopeBundle() {
        service(AioFactory.class);
        service(AioFiles.class);
        for (Class<?> type : new Class<?>[] {AioFactory.class, AioFiles.class}) {
            Object scope = context.getServiceReference(type).getProperty(Constants.SERVICE_SCOPE);
            assertEquals(type.getName(), Constants.SCOPE_BUNDLE, scope);
        }
    }

    @Test
    public void aSleepEndsInTimeAndRunsItsCallbackOnTheCompletionPool() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        AioFactory factory = service(AioFactory.class);
        try (Aio aio = factory.alloc(done -> {
            thread.set(Thread.currentThread());
            loader.set(Thread.currentThread().getContextClassLoader());
        })) {
            long start = System.nanoTime();
            factory.sleep(Duration.ofMillis(50), aio);
            assertTrue(aio.await(Duration.ofSeconds(60)));
            assertTrue("never early", System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(50));
            assertEquals(AioError.OK, aio.result());
        }
        String name = thread.get().getName();
        assertTrue(name, name.matches("helve-aio-default-\\d+"));
        assertTrue(name, thread.get().isDaemon());
        assertSame(
                "callbacks see the class loader of their bundle",
                context.getBundle().adapt(BundleWiring.class).getClassLoader(),
                loader.get());
    }

    @Test
    public void aFileIsWrittenAndReadBack() throws Exception {
        Path path = Files.createTempFile("helve", ".txt");
        AioFiles files = service(AioFiles.class);
        try (Aio aio = service(AioFactory.class).alloc()) {
            files.open(path, aio, StandardOpenOption.READ, StandardOpenOption.WRITE);
            aio.await();
            AioFile file = (AioFile) aio.check().getOutput(0);

            aio.setIov(utf8("scatter, "), utf8("gather"));
            file.write(0, aio);
            aio.await();
            assertEquals(15, aio.check().count());

            ByteBuffer first = ByteBuffer.allocate(7);
            ByteBuffer second = ByteBuffer.allocate(100);
            aio.setIov(first, second);
            file.read(0, aio);
            aio.await();
            assertEquals(15, aio.check().count());
            assertEquals("scatter", text(first));
            assertEquals(", gather", text(second));

            file.close(aio);
            aio.await();
            aio.check();
            assertArrayEquals("scatter, gather".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(path));
        } finally {
            Files.delete(path);
        }
    }

    @Test
    public void aMissingFileIsENOENT() throws Exception {
        AioFiles files = service(AioFiles.class);
        try (Aio aio = service(AioFactory.class).alloc()) {
            files.open(Path.of("no", "such", "file"), aio);
            aio.await();
            assertEquals(AioError.ENOENT, aio.result());
        }
    }

    @Test
    public void cancelEndsAnOperation() throws Exception {
        AioFactory factory = service(AioFactory.class);
        try (Aio aio = factory.alloc()) {
            factory.sleep(Aio.INFINITE, aio);
            aio.cancel();
            aio.await();
            assertEquals(AioError.ECANCELED, aio.result());
        }
    }

    @Test
    public void aTimeoutEndsAnOperation() throws Exception {
        AioFactory factory = service(AioFactory.class);
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(20));
            factory.sleep(Aio.INFINITE, aio);
            aio.await();
            assertEquals(AioError.ETIMEDOUT, aio.result());
        }
    }

    @Test
    public void submitGivesAFutureOfOneOperation() throws Exception {
        AioFactory factory = service(AioFactory.class);
        CompletableFuture<AioError> result =
                factory.submit(aio -> factory.sleep(Duration.ofMillis(1), aio)).thenApply(Aio::result);
        assertEquals(AioError.OK, result.get(60, TimeUnit.SECONDS));
    }

    @Test
    public void cancellingTheFutureCancelsTheOperation() throws Exception {
        AioFactory factory = service(AioFactory.class);
        long before = cancelled();
        CompletableFuture<Aio> future = factory.submit(aio -> factory.sleep(Aio.INFINITE, aio));
        assertFalse(future.isDone());
        future.cancel(false);
        eventually("the operation cancelled").until(() -> cancelled() == before + 1);
    }

    private long cancelled() {
        return service(AioStatistics.class).snapshot().total().cancelled();
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer read) {
        return StandardCharsets.UTF_8.decode(read.flip()).toString();
    }
}
