package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2: each started operation completes exactly once, whatever races; the losers change nothing. */
class Rule02ExactlyOnceTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();
    private final List<AioError> results = new CopyOnWriteArrayList<>();

    @Test
    void aSecondFinishReturnsFalseAndChangesNothing() {
        try (Aio aio = factory.alloc(done -> results.add(done.result()))) {
            AioOperation operation = provider.start(aio);
            IOException cause = new IOException();
            assertTrue(operation.finish(AioError.EPROTO, 7, cause));
            assertFalse(operation.finish(AioError.OK, 8));
            operation.setOutput(0, "too late");
            awaitIdle(aio);
            assertEquals(List.of(AioError.EPROTO), results);
            assertEquals(7, aio.count());
            assertSame(cause, aio.cause());
            assertNull(aio.getOutput(0));
        }
    }

    @Test
    void aLateFinishDoesNotTouchTheNextOperation() {
        try (Aio aio = factory.alloc(done -> results.add(done.result()))) {
            AioOperation first = provider.start(aio);
            first.finish(AioError.ECLOSED, 0);
            awaitIdle(aio);
            AioOperation second = provider.start(aio);
            assertFalse(first.finish(AioError.EPROTO, 99));
            assertTrue(aio.isBusy());
            assertFalse(first.equals(second));
            assertTrue(second.finish(AioError.OK, 1));
            awaitIdle(aio);
            assertEquals(List.of(AioError.ECLOSED, AioError.OK), results);
            assertEquals(1, aio.count());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void ofManyThreadsThatFinishExactlyOneWins(int threads) throws Exception {
        AtomicInteger callbacks = new AtomicInteger();
        int rounds = 300;
        AtomicInteger won = new AtomicInteger();
        CyclicBarrier barrier = new CyclicBarrier(threads);
        try (Aio aio = factory.alloc(done -> callbacks.incrementAndGet())) {
            Thread[] finishers = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                boolean starts = i == 0;
                finishers[i] = new Thread(() -> {
                    try {
                        for (int round = 0; round < rounds; round++) {
                            if (starts) {
                                awaitIdle(aio);
                                provider.start(aio);
                            }
                            barrier.await();
                            if (provider.operation.finish(AioError.OK, 0)) {
                                won.incrementAndGet();
                            }
                            barrier.await();
                        }
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
                finishers[i].start();
            }
            for (Thread finisher : finishers) {
                finisher.join();
            }
            awaitIdle(aio);
        }
        assertEquals(rounds, won.get());
        assertEquals(rounds, callbacks.get());
    }

    @Test
    void theCancellerIsCalledOnceWhateverComesLater() {
        ManualProvider stubborn = ManualProvider.stubborn();
        try (Aio aio = factory.alloc()) {
            stubborn.start(aio);
            aio.cancel();
            aio.abort(AioError.ECLOSED);
            aio.reap();
            assertEquals(List.of(AioError.ECANCELED), stubborn.asked);
            assertTrue(stubborn.succeed(), "the provider could not cancel any more, and its finish decides");
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void theCancellerGetsTheOperationThatStartReturned() {
        AioOperation[] seen = new AioOperation[1];
        try (Aio aio = factory.alloc()) {
            AioOperation operation = AioOperation.start(aio, (cancelled, reason) -> {
                seen[0] = cancelled;
                cancelled.finish(reason, 0);
            });
            aio.cancel();
            assertEquals(operation, seen[0]);
            assertEquals(operation.hashCode(), seen[0].hashCode());
        }
    }

    @Test
    void outputsGivenBeforeACancellationAreThereWhicheverObjectFinishes() {
        try (Aio aio = factory.alloc()) {
            AioOperation operation = AioOperation.start(aio, (cancelled, reason) -> cancelled.finish(reason, 3));
            operation.setOutput(0, "half");
            operation.setOutput(2, "way");
            aio.cancel();
            assertEquals("half", aio.getOutput(0));
            assertEquals("way", aio.getOutput(2));
        }
    }

    @Test
    void theCallbackDoesNotRunBeforeTheCancellerHasReturned() throws Exception {
        Gate inCanceller = new Gate();
        try (Aio aio = factory.alloc(done -> results.add(done.result()))) {
            AioOperation.start(aio, (operation, reason) -> {
                operation.finish(reason, 0);
                inCanceller.pass();
            });
            Thread canceller = new Thread(aio::cancel);
            canceller.start();
            inCanceller.awaitEntered();
            assertFalse(aio.await(Duration.ofMillis(30)));
            assertEquals(List.of(), results);
            inCanceller.open();
            awaitIdle(aio);
            assertEquals(List.of(AioError.ECANCELED), results);
            canceller.join();
        }
    }

    @Test
    void aCancellerThatThrowsIsLoggedAndTheProviderStillDecides() {
        try (Aio aio = factory.alloc()) {
            AioOperation operation = AioOperation.start(aio, (cancelled, reason) -> {
                throw new IllegalStateException("canceller of the test");
            });
            aio.cancel();
            log.take("Canceller");
            assertTrue(aio.isBusy());
            assertTrue(operation.finish(AioError.OK, 0));
        }
    }

    @Test
    void anOperationWithoutCancellerRunsToItsNaturalEnd() throws Exception {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(1));
            AioOperation operation = AioOperation.start(aio, null);
            aio.cancel();
            assertFalse(aio.await(Duration.ofMillis(30)), "neither cancelled nor timed out");
            assertTrue(operation.finish(AioError.OK, 0));
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void aResultIsNeeded() {
        try (Aio aio = factory.alloc()) {
            AioOperation operation = provider.start(aio);
            assertThrows(NullPointerException.class, () -> operation.finish(null, 0));
            assertTrue(operation.finish(AioError.OK, 0));
        }
    }

    @Test
    void rapidStartAndCancelLosesNoCallback() {
        AtomicInteger callbacks = new AtomicInteger();
        int rounds = 20_000;
        try (Aio aio = factory.alloc(done -> callbacks.incrementAndGet())) {
            for (int i = 0; i < rounds; i++) {
                factory.sleep(Duration.ofHours(1), aio);
                aio.cancel();
                awaitIdle(aio);
            }
        }
        assertEquals(rounds, callbacks.get());
        assertEquals(rounds, runtime.snapshot().total().cancelled());
    }
}
