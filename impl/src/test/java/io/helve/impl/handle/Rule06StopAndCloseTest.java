package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import io.helve.impl.TestMessage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Rule 6: stop aborts with ESTOPPED, waits for the callback and makes the handle permanently unusable; close is stop
 * plus release; both are idempotent.
 */
class Rule06StopAndCloseTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();
    private final List<AioError> results = new CopyOnWriteArrayList<>();

    @Test
    void stopEndsTheOperationWithESTOPPED() {
        try (Aio aio = factory.alloc(done -> results.add(done.result()))) {
            provider.start(aio);
            aio.stop();
            assertFalse(aio.isBusy());
            assertEquals(List.of(AioError.ESTOPPED), results);
        }
        assertEquals(1, runtime.snapshot().total().stopped());
    }

    @Test
    void stopWaitsForTheCallback() throws Exception {
        Gate gate = new Gate();
        AtomicBoolean returned = new AtomicBoolean();
        try (Aio aio = factory.alloc(done -> {
            gate.pass();
            returned.set(true);
        })) {
            factory.sleep(Duration.ZERO, aio);
            gate.awaitEntered();
            AtomicBoolean seen = new AtomicBoolean();
            Thread stopper = new Thread(() -> {
                aio.stop();
                seen.set(returned.get());
            });
            stopper.start();
            eventually(() -> stopper.getState() == Thread.State.TIMED_WAITING);
            gate.open();
            stopper.join();
            assertTrue(seen.get());
        }
    }

    @Test
    void theNextStartCompletesOnceWithESTOPPEDAndLaterOnesAreSilent() {
        try (Aio aio = factory.alloc(done -> results.add(done.result()))) {
            aio.stop();
            assertNull(provider.start(aio));
            awaitIdle(aio);
            assertEquals(List.of(AioError.ESTOPPED), results);
            for (int i = 0; i < 3; i++) {
                assertNull(provider.start(aio));
                assertFalse(aio.isBusy());
            }
            aio.stop();
            assertNull(provider.start(aio));
        }
        assertEquals(List.of(AioError.ESTOPPED), results);
        assertEquals(List.of(), provider.asked);
    }

    @Test
    void aSelfReschedulingCallbackEndsAfterStop() {
        AtomicInteger callbacks = new AtomicInteger();
        try (Aio aio = factory.alloc(done -> {
            callbacks.incrementAndGet();
            factory.sleep(Duration.ZERO, done);
        })) {
            factory.sleep(Duration.ZERO, aio);
            eventually(() -> callbacks.get() > 100);
            aio.stop();
            assertFalse(aio.isBusy());
            int after = callbacks.get();
            factory.sleep(Duration.ZERO, aio);
            assertEquals(after, callbacks.get());
            assertEquals(AioError.ESTOPPED, aio.result());
        }
        assertEquals(callbacks.get(), runtime.snapshot().total().completed());
    }

    @Test
    void aSelfReschedulingCallbackEndsAfterClose() {
        AtomicInteger callbacks = new AtomicInteger();
        Aio aio = factory.alloc(done -> {
            callbacks.incrementAndGet();
            factory.sleep(Duration.ZERO, done);
        });
        factory.sleep(Duration.ZERO, aio);
        eventually(() -> callbacks.get() > 100);
        aio.close();
        assertFalse(aio.isBusy());
        assertEquals(callbacks.get(), runtime.snapshot().total().completed());
        assertEquals(0, runtime.snapshot().total().open());
    }

    @Test
    void aStopDuringTheStartGivesOneESTOPPED() {
        try (Aio aio = factory.alloc(done -> results.add(done.result()))) {
            aio.setTimeout(Duration.ZERO);
            aio.stop();
            assertNull(provider.start(aio));
            awaitIdle(aio);
            assertEquals(List.of(AioError.ESTOPPED), results, "stopped wins over the timeout");
        }
    }

    @Test
    void everyEarlyExitReleasesTheHandle() {
        List<Consumer<Aio>> exits = List.of(
                aio -> aio.setTimeout(Duration.ZERO),
                aio -> aio.setExpire(java.time.Instant.EPOCH),
                Aio::stop,
                Aio::close);
        for (Consumer<Aio> exit : exits) {
            for (boolean withCallback : new boolean[] {true, false}) {
                Aio aio = withCallback ? factory.alloc(done -> {}) : factory.alloc();
                exit.accept(aio);
                assertNull(provider.start(aio));
                awaitIdle(aio);
                aio.stop();
                aio.close();
            }
        }
    }

    @Test
    void stopAndCloseAreIdempotent() {
        Aio aio = factory.alloc();
        aio.stop();
        aio.stop();
        aio.close();
        aio.close();
        aio.reap();
        aio.stop();
        assertEquals(0, runtime.snapshot().total().open());
        assertEquals(1, runtime.snapshot().total().allocated());
    }

    @Test
    void manyThreadsMayStopAndCloseAtOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            Aio aio = factory.alloc(done -> results.add(done.result()));
            factory.sleep(Duration.ofHours(1), aio);
            Thread[] closers = new Thread[4];
            for (int i = 0; i < closers.length; i++) {
                closers[i] = new Thread(i % 2 == 0 ? aio::stop : aio::close);
                closers[i].start();
            }
            for (Thread closer : closers) {
                closer.join();
            }
            assertFalse(aio.isBusy());
        }
        assertEquals(200, results.size());
        assertEquals(0, runtime.snapshot().total().open());
    }

    @Test
    void aClosedHandleKeepsResultAndCountOnly() {
        Aio aio = factory.alloc();
        aio.setInput(0, "input");
        provider.start(aio);
        provider.operation.setOutput(0, "output");
        provider.operation.setMessage(TestMessage.create());
        provider.operation.finish(AioError.EMSGSIZE, 9);
        aio.close();
        assertEquals(AioError.EMSGSIZE, aio.result());
        assertEquals(9, aio.count());
        assertNull(aio.getInput(0));
        assertNull(aio.getOutput(0));
        assertNull(aio.getMessage());
    }

    @Test
    void aStartOnAClosedHandleDoesNotLookLikeSuccess() {
        Aio aio = factory.alloc();
        aio.close();
        assertEquals(AioError.OK, aio.result());
        assertNull(provider.start(aio), "refused silently");
        assertFalse(aio.isBusy());
        assertEquals(AioError.ESTOPPED, aio.result());
    }

    @Test
    void aClosedHandleHoldsOnToNothing() {
        Aio aio = factory.alloc((done, argument) -> {}, new Object());
        WeakReference<Object> input = new WeakReference<>(new Object());
        aio.setInput(1, input.get());
        aio.close();
        eventually(() -> {
            System.gc();
            return input.get() == null;
        });
        assertFalse(aio.isBusy());
    }

    @Test
    void reapDoesNotWaitAndTheReleaseFollowsByItself() {
        ManualProvider stubborn = ManualProvider.stubborn();
        Aio aio = factory.alloc(done -> results.add(done.result()));
        stubborn.start(aio);
        aio.reap();
        assertEquals(List.of(AioError.ESTOPPED), stubborn.asked);
        assertEquals(1, runtime.snapshot().total().open());
        stubborn.operation.finish(AioError.ECLOSED, 0);
        eventually(() -> runtime.snapshot().total().open() == 0);
        assertEquals(List.of(AioError.ECLOSED), results);
    }

    @Test
    void anInterruptDoesNotEndTheWaitOfStop() throws Exception {
        ManualProvider stubborn = ManualProvider.stubborn();
        Aio aio = factory.alloc();
        stubborn.start(aio);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread stopper = new Thread(() -> {
            Thread.currentThread().interrupt();
            aio.stop();
            interrupted.set(Thread.currentThread().isInterrupted() && !aio.isBusy());
        });
        stopper.start();
        eventually(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        stubborn.succeed();
        stopper.join();
        assertTrue(interrupted.get());
        aio.close();
    }
}
