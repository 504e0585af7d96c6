package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * skipCallback: an operation that completes at once either runs its callback or is seen as skipped, never both or
 * neither.
 */
class SkipCallbackTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();
    private final AtomicInteger callbacks = new AtomicInteger();
    private Aio aio;

    @AfterEach
    void close() {
        if (aio != null) {
            aio.close();
        }
    }

    private void alloc() {
        aio = factory.alloc(done -> callbacks.incrementAndGet());
    }

    @Test
    void anOperationThatCompletesAtOnceIsSkippedAndTheHandleIsFree() {
        alloc();
        for (int i = 0; i < 3; i++) {
            aio.skipCallback();
            factory.sleep(Duration.ZERO, aio);
            assertTrue(aio.skipped());
            assertFalse(aio.isBusy());
            assertEquals(AioError.OK, aio.result());
        }
        assertEquals(0, callbacks.get());
    }

    @Test
    void oneThatDoesNotCompleteAtOnceRunsItsCallback() {
        alloc();
        aio.skipCallback();
        provider.start(aio);
        assertFalse(aio.skipped());
        provider.succeed();
        awaitIdle(aio);
        assertEquals(1, callbacks.get());
    }

    @Test
    void oneThatAnotherThreadFinishesRunsItsCallback() throws Exception {
        alloc();
        aio.skipCallback();
        provider.start(aio);
        Thread finisher = new Thread(provider::succeed);
        finisher.start();
        finisher.join();
        assertFalse(aio.skipped());
        awaitIdle(aio);
        assertEquals(1, callbacks.get());
    }

    @Test
    void itHoldsForOneOperation() {
        alloc();
        aio.skipCallback();
        factory.sleep(Duration.ZERO, aio);
        assertTrue(aio.skipped());
        factory.sleep(Duration.ZERO, aio);
        awaitIdle(aio);
        assertFalse(aio.skipped());
        assertEquals(1, callbacks.get());
    }

    @Test
    void aTimeoutOfZeroAndAStoppedHandleAreSkippedToo() {
        alloc();
        aio.setTimeout(Duration.ZERO);
        aio.skipCallback();
        provider.start(aio);
        assertTrue(aio.skipped());
        assertEquals(AioError.ETIMEDOUT, aio.result());
        aio.stop();
        aio.skipCallback();
        provider.start(aio);
        assertTrue(aio.skipped());
        assertEquals(AioError.ESTOPPED, aio.result());
        assertEquals(0, callbacks.get());
    }

    @Test
    void aLoopThatLooksAtNothingElseEndsAfterStop() {
        alloc();
        aio.stop();
        int rounds = 0;
        do {
            aio.skipCallback();
            provider.start(aio);
        } while (aio.skipped() && ++rounds < 10);
        assertEquals(1, rounds, "one ESTOPPED, then refused silently");
    }

    @Test
    void cancelOnTheSameThreadStillRunsTheCallback() {
        alloc();
        aio.skipCallback();
        provider.start(aio);
        aio.cancel();
        boolean skipped = aio.skipped();
        awaitIdle(aio);
        assertEquals(skipped ? 0 : 1, callbacks.get(), "one of the two");
        assertEquals(AioError.ECANCELED, aio.result());
    }

    @Test
    void insideTheCallbackALoopRunsOnWithoutDispatch() {
        int rounds = 10_000;
        AtomicInteger skips = new AtomicInteger();
        aio = factory.alloc(done -> {
            callbacks.incrementAndGet();
            do {
                if (skips.incrementAndGet() > rounds) {
                    return;
                }
                done.skipCallback();
                factory.sleep(Duration.ZERO, done);
            } while (done.skipped());
        });
        factory.sleep(Duration.ZERO, aio);
        awaitIdle(aio);
        assertEquals(1, callbacks.get());
        assertEquals(rounds + 1, runtime.snapshot().total().succeeded());
    }

    @Test
    void aSkipInTheCallbackDoesNotMisleadTheThreadThatStartedBefore() {
        Gate skippedInCallback = new Gate();
        AtomicBoolean inCallback = new AtomicBoolean();
        aio = factory.alloc(done -> {
            if (callbacks.incrementAndGet() == 1) {
                done.skipCallback();
                factory.sleep(Duration.ZERO, done);
                inCallback.set(done.skipped());
                skippedInCallback.pass();
            }
        });
        aio.skipCallback();
        factory.sleep(Duration.ofMillis(1), aio);
        skippedInCallback.awaitEntered();
        assertFalse(aio.skipped(), "the callback of the sleep has run");
        assertTrue(inCallback.get());
        skippedInCallback.open();
        awaitIdle(aio);
    }

    @Test
    void aSkipInTheCallbackDoesNotMisleadTheCallFurtherOutOnTheSameThread() {
        AtomicBoolean inCallback = new AtomicBoolean();
        aio = factory.on(AioFactory.INLINE).alloc(done -> {
            callbacks.incrementAndGet();
            done.skipCallback();
            factory.sleep(Duration.ZERO, done);
            inCallback.set(done.skipped());
        });
        aio.skipCallback();
        provider.start(aio);
        aio.cancel(); // the callback runs in this call
        assertFalse(aio.skipped(), "the callback of the cancelled operation has run");
        assertTrue(inCallback.get());
        assertEquals(1, callbacks.get());
    }

    @Test
    void theRequestDoesNotHoldForAnOperationThatTheCallbackStarts() throws Exception {
        aio = factory.on(AioFactory.INLINE).alloc(done -> {
            if (callbacks.incrementAndGet() == 1) {
                provider.start(done);
            }
        });
        aio.skipCallback();
        provider.start(aio);
        Thread finisher = new Thread(provider::succeed);
        finisher.start();
        finisher.join();
        assertEquals(1, callbacks.get());
        provider.succeed(); // the second operation, on the thread that has asked for the first one's callback to be
        // skipped
        assertEquals(2, callbacks.get());
        assertFalse(aio.skipped());
    }

    @Test
    void theRequestDoesNotOutliveAStartThatIsRefused() {
        alloc();
        aio.skipCallback();
        aio.stop();
        provider.start(aio);
        assertEquals(AioError.ESTOPPED, aio.result());
        aio.skipCallback();
        provider.start(aio);
        assertFalse(aio.skipped());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void worksOnAnExecutorToo(Executor inline) {
        aio = factory.on(inline).alloc(done -> callbacks.incrementAndGet());
        aio.skipCallback();
        factory.sleep(Duration.ZERO, aio);
        assertTrue(aio.skipped());
        assertEquals(0, callbacks.get());
        factory.sleep(Duration.ZERO, aio);
        assertEquals(1, callbacks.get());
    }

    static List<Executor> executors() {
        return List.of(AioFactory.INLINE, Runnable::run);
    }
}
