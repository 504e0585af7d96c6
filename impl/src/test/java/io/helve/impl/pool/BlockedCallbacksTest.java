package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Callbacks that block: the culprit is named, and neither timers nor other callbacks stop for it. */
class BlockedCallbacksTest extends EngineTest {
    @Override
    protected AioConfig.Builder config() {
        return super.config().threads(2, 2).slowCallback(Duration.ofMillis(20));
    }

    private void quiet() {
        runtime.configure(config().slowCallback(Duration.ofDays(1)).build());
    }

    @Test
    void aSlowCallbackIsReportedWithItsTenantAndStack() {
        Gate gate = new Gate();
        try (Aio slow = factory.alloc(done -> hereItBlocks(gate));
                Aio other = factory.alloc()) {
            factory.sleep(Duration.ZERO, slow);
            LogRecord entry = log.take("Slow callback");
            String text = entry.getMessage();
            assertTrue(text.contains("Slow callback of test: on thread helve-aio-test-"), text);
            assertTrue(
                    List.of(entry.getThrown().getStackTrace()).toString().contains("hereItBlocks"),
                    "the stack is that of the throwable");
            assertEquals(1, runtime.snapshot().slowCallbacks());
            for (int i = 0; i < 20; i++) {
                factory.sleep(Duration.ofMillis(5), other);
                awaitIdle(other);
            }
            assertEquals(1, runtime.snapshot().slowCallbacks(), "counted once, however long it takes");
            gate.open();
            awaitIdle(slow);
            String end = log.take("ended after").getMessage();
            assertTrue(end.matches("Slow callback of test: on thread helve-aio-test-\\d+ ended after [0-9,]+ ms"), end);
            log.takeAll("Slow callback");
            assertTrue(runtime.snapshot().runTime().max() >= 20_000_000);
        }
    }

    private static void hereItBlocks(Gate gate) {
        gate.pass();
    }

    @Test
    void theNextSlowCallbackIsReportedAgain() {
        log.expect("Slow callback");
        for (int i = 1; i <= 2; i++) {
            Gate gate = new Gate();
            try (Aio slow = factory.alloc(done -> gate.pass())) {
                factory.sleep(Duration.ZERO, slow);
                log.take("Slow callback");
                gate.open();
            }
            assertEquals(i, runtime.snapshot().slowCallbacks());
        }
    }

    @Test
    void quickOnesAreNotReported() {
        runtime.configure(config().slowCallback(Duration.ofSeconds(5)).build());
        try (Aio aio = factory.alloc(done -> {})) {
            for (int i = 0; i < 50; i++) {
                factory.sleep(Duration.ofMillis(1), aio);
                awaitIdle(aio);
            }
        }
        assertEquals(0, runtime.snapshot().slowCallbacks());
    }

    @Test
    void callbacksThatWaitForALaterOneDoNotDeadlock() {
        quiet();
        int waiting = 6;
        CountDownLatch later = new CountDownLatch(1);
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < waiting; i++) {
            handles.add(factory.alloc(done -> await(later)));
        }
        handles.add(factory.alloc(done -> later.countDown()));
        handles.forEach(aio -> factory.sleep(Duration.ZERO, aio));
        handles.forEach(EngineTest::awaitIdle);
        handles.forEach(aio -> assertEquals(AioError.OK, aio.result()));
        eventually(() -> runtime.snapshot().threads() <= 2);
        assertEquals(0, runtime.snapshot().spareThreads());
    }

    @Test
    void spareThreadsAreCountedAndLimited() {
        runtime.configure(
                config().slowCallback(Duration.ofDays(1)).threadsSpare(1).build());
        List<Gate> gates = new ArrayList<>();
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Gate gate = new Gate();
            gates.add(gate);
            handles.add(factory.alloc(done -> gate.pass()));
        }
        handles.forEach(aio -> factory.sleep(Duration.ZERO, aio));
        eventually(() -> runtime.snapshot().spareThreads() == 1);
        eventually(() -> runtime.snapshot().busyThreads() == 3);
        assertEquals(1, runtime.snapshot().queued());
        gates.forEach(Gate::open);
        handles.forEach(EngineTest::awaitIdle);
    }

    @Test
    void timersGoOnWhileAllThreadsAreBlocked() {
        quiet();
        List<Gate> gates = new ArrayList<>();
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Gate gate = new Gate();
            gates.add(gate);
            handles.add(factory.alloc(done -> gate.pass()));
            factory.sleep(Duration.ZERO, handles.get(i));
            gate.awaitEntered();
        }
        try (Aio sleeper = factory.alloc()) {
            sleeper.setTimeout(Duration.ofMillis(5));
            factory.sleep(Duration.ofHours(1), sleeper);
            awaitIdle(sleeper);
            assertEquals(AioError.ETIMEDOUT, sleeper.result());
        }
        gates.forEach(Gate::open);
        handles.forEach(Aio::close);
    }

    @Test
    void spareThreadsEndAlsoWhileTheLoadGoesOn() {
        quiet();
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Gate gate = new Gate();
            gates.add(gate);
            factory.sleep(Duration.ZERO, factory.alloc(done -> gate.pass()));
        }
        gates.forEach(Gate::awaitEntered);
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger callbacks = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            Aio aio = factory.alloc(done -> {
                callbacks.incrementAndGet();
                if (running.get()) {
                    factory.sleep(Duration.ZERO, done);
                }
            });
            factory.sleep(Duration.ZERO, aio);
        }
        eventually(() -> callbacks.get() > 1000);
        assertTrue(runtime.snapshot().spareThreads() > 0);
        gates.forEach(Gate::open);
        eventually(() -> runtime.snapshot().spareThreads() == 0);
        int before = callbacks.get();
        eventually(() -> callbacks.get() > before + 1000);
        running.set(false);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
