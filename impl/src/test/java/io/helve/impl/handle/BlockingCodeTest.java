package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.InlineExecutor;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.LoopThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Code of tenants that blocks is seen and contained, wherever it runs. */
class BlockingCodeTest extends EngineTest {
    private final Gate gate = new Gate();

    @Override
    protected AioConfig.Builder config() {
        return super.config().threads(2, 2).slowCallback(Duration.ofMillis(20));
    }

    private static AioOperation start(Aio aio) {
        return AioOperation.start(aio, null);
    }

    @Test
    void anInlineCallbackThatBlocksAnEventLoopIsReportedAndItsTenantLosesThePrivilege() {
        log.expect("Slow callback");
        AtomicReference<String> ran = new AtomicReference<>();
        try (LoopThread loop = new LoopThread();
                Aio blocking = factory.on(AioFactory.INLINE).alloc(done -> gate.pass());
                Aio next = factory.on(AioFactory.INLINE)
                        .alloc(done -> ran.set(Thread.currentThread().getName()))) {
            AioOperation operation = start(blocking);
            CompletableFuture<Void> finished = loop.later(() -> operation.finish(AioError.OK, 0));
            LogRecord entry = log.take("Slow callback of test: on thread shared-loop");
            assertTrue(List.of(entry.getThrown().getStackTrace()).toString().contains("Gate.pass"));
            log.take("Inline callbacks of test run on the pool for 60 s");
            assertEquals(1, runtime.snapshot().slowCallbacks());
            assertEquals(1, runtime.snapshot().inlineSuspensions());
            gate.open();
            finished.join();
            AioOperation later = start(next);
            loop.later(() -> later.finish(AioError.OK, 0)).join();
            awaitIdle(next);
            assertTrue(ran.get().startsWith("helve-aio-test-"), ran::get);
        }
    }

    @Test
    void aCancellerThatBlocksDelaysNoTimer() {
        log.expect("Slow canceller of test");
        try (Aio blocked = factory.alloc();
                Aio other = factory.alloc()) {
            blocked.setTimeout(Duration.ofMillis(1));
            AioOperation.start(blocked, (operation, reason) -> {
                gate.pass();
                operation.finish(reason, 0);
            });
            gate.awaitEntered();
            for (int i = 0; i < 10; i++) {
                factory.sleep(Duration.ofMillis(1), other);
                awaitIdle(other);
            }
            assertTrue(blocked.isBusy(), "the canceller still blocks");
            log.take("Slow canceller of test");
            gate.open();
            awaitIdle(blocked);
            assertEquals(AioError.ETIMEDOUT, blocked.result());
        }
    }

    @Test
    void anExecutorThatBlocksStopsNoEventLoop() {
        log.expect("Slow callback");
        AtomicReference<String> called = new AtomicReference<>();
        Executor blocking = task -> {
            called.set(Thread.currentThread().getName());
            gate.pass();
            task.run();
        };
        try (LoopThread loop = new LoopThread();
                Aio aio = factory.on(blocking).alloc(done -> {})) {
            AioOperation operation = start(aio);
            loop.later(() -> operation.finish(AioError.OK, 0)).join(); // the loop goes on
            gate.awaitEntered();
            assertTrue(called.get().startsWith("helve-aio-test-"), called::get);
            gate.open();
            awaitIdle(aio);
        }
    }

    @Test
    void anExecutorThatDeclaresNotToBlockIsCalledOnTheEventLoop() {
        AtomicReference<Thread> called = new AtomicReference<>();
        InlineExecutor inline = task -> {
            called.set(Thread.currentThread());
            task.run();
        };
        try (LoopThread loop = new LoopThread();
                Aio aio = factory.on(inline).alloc(done -> {})) {
            AioOperation operation = start(aio);
            loop.later(() -> {
                        operation.finish(AioError.OK, 0);
                        assertSame(Thread.currentThread(), called.get());
                    })
                    .join();
        }
    }

    @Test
    void anExecutorThatDeclaresNotToBlockAndDoesLosesThePrivilege() {
        log.expect("Slow callback");
        AtomicReference<String> called = new AtomicReference<>();
        InlineExecutor blocking = task -> {
            called.set(Thread.currentThread().getName());
            gate.pass();
            task.run();
        };
        try (LoopThread loop = new LoopThread();
                Aio first = factory.on(blocking).alloc(done -> {});
                Aio second = factory.on(blocking).alloc(done -> {})) {
            AioOperation operation = start(first);
            CompletableFuture<Void> finished = loop.later(() -> operation.finish(AioError.OK, 0));
            log.take("Slow callback of test: on thread shared-loop");
            log.take("Inline callbacks of test run on the pool for 60 s");
            gate.open();
            finished.join();
            AioOperation later = start(second);
            loop.later(() -> later.finish(AioError.OK, 0)).join();
            awaitIdle(second);
            assertTrue(called.get().startsWith("helve-aio-test-"), called::get);
        }
    }

    @Test
    void aCancellerThatBlocksDoesNotHoldUpTheThreadThatStopsTheTenant() {
        runtime.configure(config().drainTime(Duration.ofMillis(50)).build());
        log.expect("Slow canceller of test");
        log.expect("stops, and has waited for its");
        log.expect("are still running");
        log.expect("Canceller"); // the gate fails when the pool interrupts it
        Aio aio = factory.alloc();
        AioOperation.start(aio, (operation, reason) -> gate.pass());
        long start = System.nanoTime();
        runtime.close();
        assertTrue(System.nanoTime() - start < SOON.toNanos());
        gate.awaitEntered();
        gate.open();
    }

    @Test
    void closingSaysWhoWaitsForWhom() {
        runtime.configure(config().drainTime(Duration.ofMillis(20))
                .slowCallback(Duration.ofDays(1))
                .build());
        try (Aio aio = factory.alloc(done -> gate.pass())) {
            factory.sleep(Duration.ZERO, aio);
            gate.awaitEntered();
            Thread closing = new Thread(aio::close, "closing-thread");
            closing.start();
            LogRecord entry = log.take("Thread closing-thread");
            String text = entry.getMessage();
            assertTrue(
                    text.matches(
                            "Thread closing-thread, which closes or stops it, waits for its callback, which runs on "
                                    + "thread helve-aio-test-\\d+ after \\d+ ms: handle \\d+ of test: in its callback.*"),
                    text);
            assertTrue(List.of(entry.getThrown().getStackTrace()).toString().contains("Gate.pass"));
            gate.open();
            eventually(() -> !closing.isAlive());
        }
    }

    @Test
    void closingSaysWhatAProviderIsDoing() {
        runtime.configure(config().drainTime(Duration.ofMillis(20)).build());
        try (Aio aio = factory.alloc()) {
            AioOperation operation = AioOperation.start(aio, new AioCanceller() {
                @Override
                public void cancel(AioOperation cancelled, AioError reason) {}

                @Override
                public String describe() {
                    return "something endless";
                }
            });
            Thread stopping = new Thread(aio::stop, "stopping-thread");
            stopping.start();
            log.take("waits for its operation: something endless after");
            operation.finish(AioError.OK, 0);
            eventually(() -> !stopping.isAlive());
        }
    }

    @Test
    void aStoppingTenantSaysWhatHasNotEnded() {
        runtime.configure(config().drainTime(Duration.ofMillis(20))
                .slowCallback(Duration.ofDays(1))
                .build());
        log.expect("are still running");
        factory.sleep(Duration.ZERO, factory.alloc(done -> gate.pass()));
        gate.awaitEntered();
        Thread closing = new Thread(runtime::close);
        closing.start();
        LogRecord entry = log.take("test stops, and has waited for its callback, which runs on thread helve-aio-test-");
        assertTrue(List.of(entry.getThrown().getStackTrace()).toString().contains("Gate.pass"));
        gate.open();
        eventually(() -> !closing.isAlive());
    }

    @Test
    void aBoundedCloseTellsWhetherTheHandleHasEnded() {
        runtime.configure(config().slowCallback(Duration.ofDays(1)).build());
        Aio aio = factory.alloc(done -> gate.pass());
        factory.sleep(Duration.ZERO, aio);
        gate.awaitEntered();
        assertFalse(
                aio.close(Duration.ofSeconds(-1))); // closes without waiting, so what was left of a time may be given
        assertTrue(aio.isStopped());
        assertFalse(aio.close(Duration.ofMillis(1)));
        assertFalse(aio.close(Duration.ZERO));
        gate.open();
        assertTrue(aio.close(SOON));
        assertTrue(aio.close(Duration.ZERO));
        assertTrue(aio.close(Duration.ofSeconds(Long.MIN_VALUE)));
        assertEquals(0, runtime.snapshot().total().open());
    }

    @Test
    void aBoundedCloseInsideTheCallbackDoesNotWait() {
        AtomicReference<Boolean> ended = new AtomicReference<>();
        Aio aio = factory.alloc(done -> ended.set(done.close(SOON)));
        factory.sleep(Duration.ZERO, aio);
        eventually(() -> ended.get() != null);
        assertFalse(ended.get());
        assertTrue(aio.close(SOON));
    }
}
