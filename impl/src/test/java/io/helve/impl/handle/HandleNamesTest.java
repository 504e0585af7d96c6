package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Messages about handles tell which handle it is, and what it does since when. */
class HandleNamesTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();

    private static void assertMatches(String pattern, Object actual) {
        assertTrue(actual.toString().matches(pattern), () -> actual + " does not match " + pattern);
    }

    @Test
    void aHandleTellsItsNumberTheOperationInProgressAndItsAgeButNotTheLastResult() throws Exception {
        try (Aio aio = factory.alloc()) {
            assertMatches("handle \\d+ of test: idle", aio);
            provider.start(aio);
            assertMatches("handle \\d+ of test: pending for \\d+\\.\\d s, a manual operation", aio);
            provider.operation.finish(AioError.ECONNRESET, 0);
            aio.await();
            assertMatches("handle \\d+ of test: idle", aio);
            AioOperation uncancellable = AioOperation.start(aio, null);
            assertMatches("handle \\d+ of test: pending for .*, an operation that cannot be cancelled", aio);
            uncancellable.finish(AioError.OK, 0);
            aio.reap();
            assertMatches("handle \\d+ of test: closed, stopped", aio);
        }
    }

    @Test
    void theAgeBeginsWithTheStart() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            eventually(() -> age(aio) >= 0.3);
            provider.succeed();
            aio.setTimeout(Duration.ofHours(1)); // its start reads the clock itself
            long before = System.nanoTime();
            provider.start(aio);
            double age = age(aio);
            assertTrue(age <= (System.nanoTime() - before) / 1e9 + 0.1, () -> "age: " + age);
        }
    }

    private static double age(Aio aio) {
        String text = aio.toString();
        Matcher seconds = Pattern.compile("pending for ([0-9.]+) s").matcher(text);
        assertTrue(seconds.find(), text);
        return Double.parseDouble(seconds.group(1));
    }

    @Test
    void agesAreToldCoarselyWhenTheyAreLong() {
        assertEquals("0.0 s", Nanos.age(-1));
        assertEquals("2.3 s", Nanos.age(2_345_678_901L));
        assertEquals("59 s", Nanos.age(TimeUnit.SECONDS.toNanos(59)));
        assertEquals("3 min", Nanos.age(TimeUnit.SECONDS.toNanos(190)));
        assertEquals("49 h", Nanos.age(TimeUnit.HOURS.toNanos(49)));
    }

    @Test
    void handlesOfOneTenantHaveDifferentNumbers() {
        try (Aio one = factory.alloc();
                Aio other = factory.alloc()) {
            assertNotEquals(one.toString(), other.toString());
        }
    }

    @Test
    void aNamedFactoryNamesItsHandlesAlsoThoseOfSubmitAndOnAnExecutor() {
        AioFactory orders = factory.named("orders").on(AioFactory.INLINE);
        AtomicReference<String> submitted = new AtomicReference<>();
        try (Aio aio = orders.alloc()) {
            assertMatches("handle \\d+ \\(orders\\) of test: idle", aio);
            orders.submit(submitting -> {
                submitted.set(submitting.toString());
                factory.sleep(Duration.ZERO, submitting);
            });
            assertMatches("handle \\d+ \\(orders\\) of test: idle", submitted.get());
            provider.start(aio);
            assertMatches(
                    "start while an operation is in progress: a manual operation, for \\d+\\.\\d s, "
                            + "on handle \\d+ \\(orders\\) of test",
                    assertThrows(IllegalStateException.class, () -> provider.start(aio))
                            .getMessage());
        }
        assertEquals(
                "name must not be blank, but is \" \"",
                assertThrows(IllegalArgumentException.class, () -> factory.named(" "))
                        .getMessage());
    }

    @Test
    void theLogNamesTheHandleWhoseCallbackFails() {
        factory.named("orders").submit(aio -> factory.sleep(Duration.ZERO, aio)).join();
        try (Aio aio = factory.named("orders").alloc(done -> {
            throw new IllegalArgumentException("as the test wants it");
        })) {
            factory.sleep(Duration.ZERO, aio);
            assertMatches(
                    "Callback of handle \\d+ \\(orders\\) of test failed",
                    log.take("Callback of").getMessage());
        }
    }

    @Test
    void aTimeoutNeverStandsAlone() throws Exception {
        CompletableFuture<Object> stage = CompletableFuture.failedFuture(new TimeoutException());
        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> factory.submit(aio -> AioOperation.complete(aio, stage)).get(30, TimeUnit.SECONDS));
        assertMatches(
                "ETIMEDOUT: waiting for java.util.concurrent.CompletableFuture.*",
                failed.getCause().getMessage());
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(1));
            provider.start(aio);
            aio.await();
            aio.setTimeout(Aio.INFINITE);
            provider.start(aio);
            provider.operation.finish(AioError.ETIMEDOUT, 0);
            aio.await();
            assertEquals(
                    "ETIMEDOUT: a manual operation",
                    assertThrows(AioException.class, aio::check).getMessage(),
                    "without the limit of the operation before");
        }
    }
}
