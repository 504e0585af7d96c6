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
import java.time.Duration;
import org.junit.jupiter.api.Test;

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

    @Test
    void aHandleWhoseCallbackRunsIsBusyForOthers() {
        Gate gate = new Gate();
        try (Aio aio = factory.alloc(done -> gate.pass())) {
            factory.sleep(Duration.ZERO, aio);
            gate.awaitEntered();
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> factory.sleep(Duration.ZERO, aio));
            assertTrue(e.getMessage().contains("its callback is running"), e.getMessage());
            gate.open();
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
