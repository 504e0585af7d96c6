package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule 4: inside its callback a handle may start its next operation, reap or close. Await and stop are errors there for
 * the handle itself, and for any handle on workers and on the threads of providers; on an executor of the user's they
 * are allowed for other handles.
 */
class Rule04InsideCallbacksTest extends EngineTest {
    enum Where {
        POOL,
        INLINE,
        DIRECT,
        EXECUTOR
    }

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void endExecutor() {
        executor.shutdown();
    }

    private AioFactory factory(Where where) {
        return switch (where) {
            case POOL -> factory;
            case INLINE -> factory.on(AioFactory.INLINE);
            case DIRECT -> factory.on(Runnable::run);
            case EXECUTOR -> factory.on(executor);
        };
    }

    /** Runs something in a callback, and fails if that does. */
    private void inCallback(Where where, Consumer<Aio> body) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        ManualProvider provider = ManualProvider.obedient();
        try (Aio aio = factory(where).alloc(done -> {
            try {
                body.accept(done);
            } catch (Throwable e) {
                failure.set(e);
            }
        })) {
            provider.start(aio);
            provider.succeed();
            awaitIdle(aio);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void awaitAndStopOfTheOwnHandleAreErrors(Where where) {
        inCallback(where, own -> {
            assertRefused(
                    "await of handle \\d+ of test inside its own callback .*: start the operation, .*", own::await);
            assertThrows(IllegalStateException.class, () -> own.await(Duration.ZERO));
            assertRefused("stop of handle \\d+ of test inside its own callback .*: use reap, .*", own::stop);
        });
    }

    private static void assertRefused(String pattern, Executable call) {
        String message = assertThrows(IllegalStateException.class, call).getMessage();
        assertTrue(message.matches(pattern), message);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXECUTOR")
    void awaitAndStopOfAnotherHandleAreErrors(Where where) {
        try (Aio other = factory.alloc()) {
            inCallback(where, own -> {
                assertRefused(
                        "await of handle \\d+ of test .*: start the operation, .*, or run .* on an executor .*",
                        other::await);
                assertThrows(IllegalStateException.class, () -> other.await(Aio.INFINITE));
                assertRefused("stop of handle \\d+ of test .*: use reap, .*, or run .* on an executor .*", other::stop);
            });
            other.stop();
        }
    }

    @Test
    void onAnExecutorOfTheUsersAnotherHandleMayBeWaitedFor() {
        AtomicReference<AioError> stopped = new AtomicReference<>();
        Aio other = factory.alloc(done -> stopped.set(done.result()));
        factory.sleep(Duration.ofHours(1), other);
        inCallback(Where.EXECUTOR, own -> {
            assertFalse(awaits(other));
            other.stop();
            assertEquals(AioError.ESTOPPED, stopped.get());
            other.close();
        });
        assertEquals(0, runtime.snapshot().total().open());
    }

    @Test
    void onVirtualThreadsAnotherHandleMayBeWaitedFor() throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        ExecutorService virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        CompletableFuture<AioError> seen = new CompletableFuture<>();
        factory.on(virtual).submit(aio -> factory.sleep(Duration.ZERO, aio)).thenRun(() -> {
            try (Aio other = factory.alloc()) {
                factory.sleep(Duration.ofMillis(1), other);
                other.await();
                seen.complete(other.result());
            } catch (Throwable e) {
                seen.completeExceptionally(e);
            }
        });
        assertEquals(AioError.OK, seen.get(30, TimeUnit.SECONDS));
        virtual.shutdown();
    }

    private static boolean awaits(Aio aio) {
        try {
            return aio.await(Duration.ofMillis(1));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheRuntimeIsAnErrorToo(Where where) {
        inCallback(where, own -> assertThrows(IllegalStateException.class, () -> runtime.close()));
    }

    @Test
    void theThreadMayWaitAgainAfterAnInlineCallback() {
        inCallback(Where.INLINE, own -> {});
        try (Aio aio = factory.alloc()) {
            aio.stop();
        }
    }

    @Test
    void aCallbackInsideAnInlineOneDoesNotLiftTheBan() {
        inCallback(Where.INLINE, outer -> {
            inCallbackNotWaiting();
            assertThrows(IllegalStateException.class, outer::await);
        });
    }

    private void inCallbackNotWaiting() {
        ManualProvider provider = ManualProvider.obedient();
        Aio inner = factory.on(AioFactory.INLINE).alloc(done -> {});
        provider.start(inner);
        provider.succeed();
        inner.reap();
    }

    @ParameterizedTest
    @EnumSource
    void closeOfTheOwnHandleIsPutOffUntilTheCallbackHasReturned(Where where) {
        AtomicReference<Boolean> busyAfterClose = new AtomicReference<>();
        Aio aio = factory(where).alloc(done -> {
            done.close();
            busyAfterClose.set(done.isBusy());
        });
        factory.sleep(Duration.ZERO, aio);
        eventually(() -> runtime.snapshot().total().open() == 0);
        awaitIdle(aio); // its place in the quota is free a moment earlier
        assertTrue(busyAfterClose.get());
        assertFalse(aio.isBusy());
        assertEquals(AioError.OK, aio.result());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXECUTOR")
    void closeOfAnotherHandleDoesNotWait(Where where) {
        ManualProvider stubborn = ManualProvider.stubborn();
        Aio other = factory.alloc();
        stubborn.start(other);
        inCallback(where, own -> other.close());
        assertTrue(other.isBusy());
        assertEquals(List.of(AioError.ESTOPPED), stubborn.asked);
        stubborn.operation.finish(AioError.ESTOPPED, 0);
        assertEquals(0, runtime.snapshot().total().open());
    }

    @ParameterizedTest
    @EnumSource
    void aHandleMayStartItsNextOperation(Where where) {
        AtomicInteger left = new AtomicInteger(1000);
        AtomicInteger nested = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        try (Aio aio = factory(where).alloc(done -> {
            deepest.accumulateAndGet(nested.incrementAndGet(), Math::max);
            if (left.decrementAndGet() > 0) {
                factory.sleep(Duration.ZERO, done);
                assertTrue(done.isBusy());
            }
            nested.decrementAndGet();
        })) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
        }
        assertEquals(0, left.get());
        assertEquals(1, deepest.get(), "the next callback runs after this one has returned");
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackThatAlwaysGoesOnAtOnceDoesNotExhaustTheStack(Where where) {
        int rounds = 200_000;
        AtomicInteger left = new AtomicInteger(rounds);
        try (Aio aio = factory(where).alloc(done -> {
            if (left.decrementAndGet() > 0) {
                factory.sleep(Duration.ZERO, done);
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
        }
        assertEquals(0, left.get());
        assertEquals(rounds, runtime.snapshot().total().succeeded());
    }

    @Test
    void onlyOneOperationMayBeStartedInACallback() {
        ManualProvider provider = ManualProvider.obedient();
        List<AioError> results = new CopyOnWriteArrayList<>();
        try (Aio aio = factory.alloc(done -> {
            results.add(done.result());
            if (results.size() == 1) {
                provider.start(done);
                provider.succeed();
                assertThrows(IllegalStateException.class, () -> provider.start(done), "its completion waits");
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
        }
        assertEquals(List.of(AioError.OK, AioError.OK), results);
    }

    @Test
    void reapInACallbackReleasesTheHandleByItself() {
        Aio aio = factory.alloc(Aio::reap);
        factory.sleep(Duration.ZERO, aio);
        eventually(() -> runtime.snapshot().total().open() == 0);
        awaitIdle(aio);
        factory.sleep(Duration.ZERO, aio);
        assertFalse(aio.isBusy(), "refused silently");
    }
}
