package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioHandle;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 1: one operation at a time; starting one on a busy handle is an error that names the running operation. */
class Rule01OneOperationAtATimeTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();

    @Test
    void aBusyHandleRefusesAnotherOperationAndNamesTheRunningOne() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> provider.start(aio));
            assertTrue(e.getMessage().contains("a manual operation"), e.getMessage());
            assertTrue(provider.succeed(), "the running operation is not disturbed");
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void aSleepIsNamedToo() {
        try (Aio aio = factory.alloc()) {
            factory.sleep(Duration.ofHours(1), aio);
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> factory.sleep(Duration.ofHours(1), aio));
            assertTrue(e.getMessage().contains("a sleep"), e.getMessage());
        }
    }

    @Test
    void aCancellerWithoutDescriptionIsNamedByItsClass() {
        try (Aio aio = factory.alloc()) {
            AioOperation.start(aio, (operation, reason) -> operation.finish(reason, 0));
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> provider.start(aio));
            assertTrue(e.getMessage().contains(getClass().getName()), e.getMessage());
        }
    }

    /** What must not be called while an operation is in progress, by name. */
    private static Map<String, Consumer<Aio>> refused() {
        return Map.ofEntries(
                Map.entry("result", Aio::result),
                Map.entry("count", Aio::count),
                Map.entry("cause", Aio::cause),
                Map.entry("check", Aio::check),
                Map.entry("getOutput", aio -> aio.getOutput(0)),
                Map.entry("getMessage", Aio::getMessage),
                Map.entry("setMessage", aio -> aio.setMessage(null)),
                Map.entry("setIov", aio -> aio.setIov(ByteBuffer.allocate(1))),
                Map.entry("setInput", aio -> aio.setInput(0, "input")),
                Map.entry("setTimeout", aio -> aio.setTimeout(Duration.ofSeconds(1))),
                Map.entry("setExpire", aio -> aio.setExpire(Instant.now())),
                Map.entry("skipCallback", Aio::skipCallback));
    }

    private static void assertRefusesAll(Aio aio, String operation) {
        refused().forEach((name, call) -> {
            String message = assertThrows(IllegalStateException.class, () -> call.accept(aio), name)
                    .getMessage();
            assertTrue(message.startsWith(name + " while an operation is in progress: " + operation), message);
        });
    }

    private static void assertAllowsAll(Aio aio) {
        refused().forEach((name, call) -> call.accept(aio));
        aio.setExpire(null);
        aio.skipped();
    }

    @Test
    void resultsAndParametersAreRefusedWhileAnOperationIsInProgressAndTheErrorNamesIt() throws Exception {
        try (Aio aio = factory.alloc()) {
            assertAllowsAll(aio);
            provider.start(aio);
            assertRefusesAll(aio, "a manual operation");
            provider.succeed();
            aio.await();
            assertAllowsAll(aio);
            aio.reap();
            assertAllowsAll(aio);
        }
    }

    @Test
    void theCallbackMayUseTheHandleUntilTheNextOperationIsStarted() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicInteger callbacks = new AtomicInteger();
        try (Aio aio = factory.alloc(done -> {
            if (callbacks.incrementAndGet() == 1) {
                try {
                    assertAllowsAll(done);
                    provider.start(done);
                    assertRefusesAll(done, "a manual operation");
                    provider.succeed();
                    assertRefusesAll(done, "an operation that is completing");
                } catch (Throwable e) {
                    failure.set(e);
                }
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
            assertNull(failure.get(), () -> String.valueOf(failure.get()));
            assertEquals(2, callbacks.get());
        }
    }

    @Test
    void anOperationIsInProgressUntilItsCallbackBegins() {
        AtomicReference<Runnable> completion = new AtomicReference<>();
        try (Aio aio = factory.on(completion::set).alloc(done -> {})) {
            provider.start(aio);
            provider.succeed();
            assertRefusesAll(aio, "an operation that is completing");
            completion.get().run();
            assertAllowsAll(aio);
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aHandleWhoseCallbackRunsMayBeStartedByAnyThreadAndItsCompletionIsHeldBack(Executor executor) {
        Gate gate = new Gate();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<AioError> results = new CopyOnWriteArrayList<>();
        try (Aio aio = factory.on(executor).alloc(done -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            results.add(done.result());
            if (results.size() == 1) {
                gate.pass();
            }
            running.decrementAndGet();
        })) {
            factory.sleep(Duration.ofMillis(1), aio);
            gate.awaitEntered();
            provider.start(aio);
            assertTrue(aio.isBusy());
            provider.operation.finish(AioError.EAGAIN, 0);
            assertEquals(List.of(AioError.OK), results, "held back");
            assertThrows(IllegalStateException.class, () -> provider.start(aio), "its completion waits");
            gate.open();
            awaitIdle(aio);
            assertEquals(List.of(AioError.OK, AioError.EAGAIN), results);
            assertEquals(1, most.get());
            log.takeAll("rejected its callback");
        }
    }

    static List<Executor> executors() {
        return List.of(AioFactory.INLINE, Runnable::run, task -> new Thread(task).start(), task -> {
            throw new RejectedExecutionException();
        });
    }

    /** Two handles that start each other, as the receive and the send of a conversation do. */
    @Test
    void twoHandlesWhoseCallbacksStartEachOtherGoOnForAnyNumberOfRounds() {
        int rounds = Integer.getInteger("helve.test.rounds", 20_000);
        AtomicInteger left = new AtomicInteger(rounds);
        Aio[] pair = new Aio[2];
        pair[0] = factory.alloc(done -> startOther(pair[1], left));
        pair[1] = factory.alloc(done -> startOther(pair[0], left));
        factory.sleep(Duration.ZERO, pair[0]);
        Awaitility.await().atMost(Duration.ofHours(8)).until(() -> left.get() <= 0);
        pair[0].close();
        pair[1].close();
        assertEquals(0, runtime.snapshot().callbackFailures());
        assertEquals(rounds + 1, runtime.snapshot().total().succeeded());
    }

    private void startOther(Aio other, AtomicInteger left) {
        if (left.getAndDecrement() > 0) {
            factory.sleep(Duration.ZERO, other);
            long pause = Long.getLong("helve.test.pause", left.get() % 2000 == 0 ? 20_000_000 : 0);
            for (long end = System.nanoTime() + pause; System.nanoTime() - end < 0; ) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void withoutCaptureTheErrorHasNoCause() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            assertNull(assertThrows(IllegalStateException.class, () -> provider.start(aio))
                    .getCause());
        }
    }

    @Test
    void withCaptureTheErrorShowsWhereTheRunningOperationWasStarted() {
        runtime.configure(config().captureStarts(true).build());
        try (Aio aio = factory.alloc()) {
            startedFromHere(aio);
            Throwable startedAt = assertThrows(IllegalStateException.class, () -> provider.start(aio))
                    .getCause();
            assertTrue(
                    java.util.Arrays.stream(startedAt.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("startedFromHere")),
                    "the stack of the start");
            assertTrue(startedAt.getMessage().contains(Thread.currentThread().getName()), startedAt.getMessage());
        }
    }

    private void startedFromHere(Aio aio) {
        provider.start(aio);
    }

    @Test
    void aFinishedHandleTakesTheNextOperation() {
        try (Aio aio = factory.alloc()) {
            for (int i = 0; i < 3; i++) {
                provider.start(aio);
                provider.succeed();
            }
        }
        assertEquals(3, runtime.snapshot().total().succeeded());
    }

    @Test
    void whatIsNotAHandleIsRefusedWithItsClass() {
        Aio foreign = (Aio) Proxy.newProxyInstance(
                Aio.class.getClassLoader(), new Class<?>[] {Aio.class}, (proxy, method, arguments) -> null);
        String name = foreign.getClass().getName();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> AioHandle.of(foreign))
                .getMessage()
                .contains(name));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> factory.sleep(Duration.ZERO, foreign))
                .getMessage()
                .contains(name));
        assertThrows(NullPointerException.class, () -> AioHandle.of(null));
    }

    @Test
    void anyFactoryOfTheImplementationStartsASleepOnAHandleOfAnother() {
        AioFactory other = open(config().pool("other").build()).factory();
        try (Aio aio = factory.alloc()) {
            other.sleep(Duration.ofMillis(1), aio);
            awaitIdle(aio);
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void aMistakenDefaultTimeoutDoesNotLeaveTheHandleBusy() {
        try (Aio aio = factory.alloc()) {
            assertThrows(NullPointerException.class, () -> AioOperation.start(aio, provider, null));
            assertEquals(false, aio.isBusy());
            provider.start(aio);
            provider.succeed();
        }
    }
}
