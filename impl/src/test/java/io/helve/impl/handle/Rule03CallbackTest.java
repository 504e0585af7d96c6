package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import io.helve.impl.TestMessage;
import io.helve.message.Message;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rule 3: the callback runs on the pool, once, after all results are set; the handle is busy until it has returned. */
class Rule03CallbackTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();

    @Test
    void runsOnAPoolThreadNeverOnTheStackOfWhoFinishes() {
        AtomicReference<Thread> ran = new AtomicReference<>();
        try (Aio aio = factory.alloc(done -> ran.set(Thread.currentThread()))) {
            provider.start(aio);
            provider.succeed();
            awaitIdle(aio);
            assertNotSame(Thread.currentThread(), ran.get());
            assertTrue(
                    ran.get().getName().startsWith("helve-aio-test-"), ran.get().getName());
            assertTrue(ran.get().isDaemon());
        }
    }

    @Test
    void neverRunsNestedInAnotherCallback() {
        AtomicInteger depth = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        ManualProvider inner = ManualProvider.obedient();
        runtime.configure(config().threads(1, 1).build());
        try (Aio second = factory.alloc(done -> deepest.accumulateAndGet(depth.get(), Math::max));
                Aio first = factory.alloc(done -> {
                    depth.incrementAndGet();
                    inner.succeed();
                    depth.decrementAndGet();
                })) {
            inner.start(second);
            factory.sleep(Duration.ZERO, first);
            awaitIdle(first);
            awaitIdle(second);
        }
        assertEquals(0, deepest.get());
    }

    @Test
    void getsTheHandleAndTheArgument() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        try (Aio aio = factory.alloc((done, argument) -> seen.addAll(List.of(done, argument)), "argument")) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
            assertEquals(List.of(aio, "argument"), seen);
        }
    }

    @Test
    void mayHaveANullArgument() {
        AtomicReference<Object> seen = new AtomicReference<>("unset");
        try (Aio aio = factory.alloc((done, argument) -> seen.set(argument), null)) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
        }
        assertNull(seen.get());
    }

    @Test
    void seesResultCountCauseOutputsAndMessage() {
        Message message = TestMessage.create();
        IOException cause = new IOException();
        List<Object> seen = new CopyOnWriteArrayList<>();
        try (Aio aio = factory.alloc(done -> seen.addAll(List.of(
                done.result(), done.count(), done.cause(), done.getOutput(0), done.getOutput(3), done.getMessage())))) {
            AioOperation operation = provider.start(aio);
            operation.setOutput(0, "first");
            operation.setOutput(3, "last");
            operation.setMessage(message);
            operation.finish(AioError.ECONNSHUT, 42, cause);
            awaitIdle(aio);
            assertEquals(List.of(AioError.ECONNSHUT, 42L, cause, "first", "last", message), seen);
        }
    }

    @Test
    void keepsTheHandleBusyUntilItHasReturned() throws Exception {
        Gate gate = new Gate();
        try (Aio aio = factory.alloc(done -> gate.pass())) {
            factory.sleep(Duration.ZERO, aio);
            gate.awaitEntered();
            assertTrue(aio.isBusy());
            assertFalse(aio.await(Duration.ofMillis(20)));
            gate.open();
            awaitIdle(aio);
            assertFalse(aio.isBusy());
        }
    }

    @Test
    void thatThrowsIsLoggedAndCountedAndTheHandleAndTheThreadLiveOn() {
        runtime.configure(config().threads(1, 1).build());
        List<String> ran = new CopyOnWriteArrayList<>();
        try (Aio aio = factory.alloc(done -> {
            ran.add(Thread.currentThread().getName() + Thread.currentThread().getId());
            throw new NoClassDefFoundError("of the test");
        })) {
            for (int i = 1; i <= 2; i++) {
                factory.sleep(Duration.ZERO, aio);
                awaitIdle(aio);
                assertFalse(aio.isBusy());
                assertEquals(AioError.OK, aio.result());
                assertSame(
                        NoClassDefFoundError.class,
                        log.take("failed").getThrown().getClass());
                assertEquals(i, runtime.snapshot().callbackFailures());
            }
        }
        assertEquals(ran.get(0), ran.get(1), "the same thread");
    }

    @Test
    void thatThrowsSomethingThatCannotEvenBeLoggedDoesNotHurtEither() {
        runtime.configure(config().threads(1, 1).build());
        try (Aio aio = factory.alloc(done -> {
            throw new UnprintableError();
        })) {
            log.setFailing(true);
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
            log.setFailing(false);
            assertEquals(1, runtime.snapshot().callbackFailures());
        }
    }

    @Test
    void hasTheContextClassLoaderOfTheUserAndTheThreadGetsItsOwnBack() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        AtomicReference<Thread> ran = new AtomicReference<>();
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        try (URLClassLoader user = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(user);
            try {
                runtime = open(config().pool("loader").build());
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
            try (Aio aio = runtime.factory().alloc(done -> {
                ran.set(Thread.currentThread());
                seen.set(ran.get().getContextClassLoader());
                ran.get().setContextClassLoader(null);
            })) {
                runtime.factory().sleep(Duration.ZERO, aio);
                awaitIdle(aio);
                assertSame(user, seen.get());
                assertSame(EngineTest.class.getClassLoader(), ran.get().getContextClassLoader());
            }
        }
    }

    @Test
    void leavesNoInterruptBehindOnTheThread() {
        runtime.configure(config().threads(1, 1).build());
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        try (Aio aio = factory.alloc(done -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        })) {
            for (int i = 0; i < 2; i++) {
                factory.sleep(Duration.ZERO, aio);
                awaitIdle(aio);
            }
        }
        assertEquals(List.of(false, false), interrupted);
    }

    @Test
    void aHandleWithoutOneCompletesOnTheSpot() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            provider.succeed();
            assertFalse(aio.isBusy());
            assertEquals(List.of(), threads("helve-aio-"), "nothing was dispatched");
        }
    }

    private static final class UnprintableError extends Error {
        private static final long serialVersionUID = 1L;
    }
}
