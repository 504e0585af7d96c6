package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rule 7: a timeout persists, an expiry is for the next operation; time is monotonic, and no timer fires early. */
class Rule07TimeoutTest extends EngineTest {
    private static final Duration SHORT = Duration.ofMillis(3);
    private static final Duration LONG = Duration.ofHours(1);

    private final ManualProvider provider = ManualProvider.obedient();

    @Test
    void anOperationThatDoesNotFinishInTimeEndsWithETIMEDOUT() {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(SHORT);
            provider.start(aio);
            awaitIdle(aio);
            assertEquals(AioError.ETIMEDOUT, aio.result());
            assertEquals(List.of(AioError.ETIMEDOUT), provider.asked);
        }
        assertEquals(1, runtime.snapshot().total().timedOut());
    }

    @Test
    void theTimeoutPersists() {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(SHORT);
            for (int i = 0; i < 3; i++) {
                provider.start(aio);
                awaitIdle(aio);
                assertEquals(AioError.ETIMEDOUT, aio.result());
            }
        }
    }

    @Test
    void theExpiryIsForOneOperation() throws Exception {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(LONG);
            aio.setExpire(Instant.now().plus(SHORT));
            provider.start(aio);
            awaitIdle(aio);
            assertEquals(AioError.ETIMEDOUT, aio.result());
            provider.start(aio);
            assertFalse(aio.await(Duration.ofMillis(20)), "the timeout holds again");
            provider.succeed();
        }
    }

    @Test
    void theExpiryReplacesAShorterTimeout() throws Exception {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(1));
            aio.setExpire(Instant.MAX);
            provider.start(aio);
            assertFalse(aio.await(Duration.ofMillis(30)));
            provider.succeed();
        }
    }

    @Test
    void theExpiryCanBeTakenBack() {
        try (Aio aio = factory.alloc()) {
            aio.setExpire(Instant.MIN);
            aio.setExpire(null);
            assertNotNull(provider.start(aio));
            provider.succeed();
        }
    }

    @Test
    void aZeroTimeoutCompletesAtOnceWithETIMEDOUT() {
        AtomicInteger callbacks = new AtomicInteger();
        try (Aio aio = factory.alloc(done -> callbacks.incrementAndGet())) {
            aio.setTimeout(Duration.ZERO);
            for (int i = 1; i <= 2; i++) {
                assertNull(provider.start(aio));
                awaitIdle(aio);
                assertEquals(AioError.ETIMEDOUT, aio.result());
                assertEquals(i, callbacks.get());
            }
            assertEquals(List.of(), provider.asked, "the provider never saw them");
        }
    }

    @Test
    void aPastExpiryCompletesAtOnceWithETIMEDOUTAndOnlyOnce() {
        try (Aio aio = factory.alloc()) {
            aio.setExpire(Instant.now().minusMillis(1));
            assertNull(provider.start(aio));
            assertEquals(AioError.ETIMEDOUT, aio.result());
            assertNotNull(provider.start(aio));
            provider.succeed();
        }
    }

    @Test
    void theProvidersDefaultHoldsForHandlesThatHaveNone() {
        try (Aio aio = factory.alloc()) {
            AioOperation.start(aio, provider, SHORT);
            awaitIdle(aio);
            assertEquals(AioError.ETIMEDOUT, aio.result());
            AioOperation.startExclusive(aio, provider, SHORT);
            awaitIdle(aio);
            assertEquals(AioError.ETIMEDOUT, aio.result());
        }
    }

    @Test
    void theProvidersDefaultLeavesTheHandlesSettingAsItIs() throws Exception {
        try (Aio aio = factory.alloc()) {
            AioOperation.start(aio, provider, SHORT);
            awaitIdle(aio);
            AioOperation operation = AioOperation.start(aio, provider);
            assertFalse(aio.await(Duration.ofMillis(20)), "no default means no timeout");
            operation.finish(AioError.OK, 0);
            aio.setTimeout(LONG);
            operation = AioOperation.start(aio, provider, SHORT);
            assertFalse(aio.await(Duration.ofMillis(20)), "the handle's own timeout holds");
            operation.finish(AioError.OK, 0);
            aio.setTimeout(Aio.DEFAULT);
            AioOperation.start(aio, provider, SHORT);
            awaitIdle(aio);
            assertEquals(AioError.ETIMEDOUT, aio.result());
        }
    }

    @Test
    void aProviderWhoseDefaultIsTheDefaultHasNone() throws Exception {
        try (Aio aio = factory.alloc()) {
            AioOperation operation = AioOperation.start(aio, provider, Aio.DEFAULT);
            assertNotNull(operation);
            assertFalse(aio.await(Duration.ofMillis(20)));
            operation.finish(AioError.OK, 0);
        }
    }

    @Test
    void infiniteNeverEnds() throws Exception {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Aio.INFINITE);
            provider.start(aio);
            assertFalse(aio.await(Duration.ofMillis(20)));
            provider.succeed();
        }
    }

    @Test
    void aNegativeTimeoutIsRefusedWithItsValue() {
        try (Aio aio = factory.alloc()) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> aio.setTimeout(Duration.ofMillis(-1)));
            assertTrue(e.getMessage().contains("PT-0.001S"), e.getMessage());
            assertThrows(NullPointerException.class, () -> aio.setTimeout(null));
        }
    }

    @Test
    void aSleepEndsWithOkAndNeverEarly() {
        SplittableRandom random = new SplittableRandom(1);
        ConcurrentLinkedQueue<Long> early = new ConcurrentLinkedQueue<>();
        Aio[] sleepers = new Aio[2000];
        for (int i = 0; i < sleepers.length; i++) {
            Duration duration = Duration.ofNanos(random.nextLong(200_000_000));
            long[] due = new long[1];
            sleepers[i] = factory.alloc(done -> {
                if (System.nanoTime() - due[0] < 0) {
                    early.add(System.nanoTime() - due[0]);
                }
            });
            due[0] = System.nanoTime() + duration.toNanos();
            factory.sleep(duration, sleepers[i]);
        }
        for (Aio sleeper : sleepers) {
            awaitIdle(sleeper);
            assertEquals(AioError.OK, sleeper.result());
            sleeper.close();
        }
        assertEquals(List.of(), List.copyOf(early));
    }

    @Test
    void aTimeoutShorterThanTheSleepEndsItAndStaysAsItIs() {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(SHORT);
            for (int i = 0; i < 2; i++) {
                factory.sleep(LONG, aio);
                awaitIdle(aio);
                assertEquals(AioError.ETIMEDOUT, aio.result());
            }
            factory.sleep(Duration.ofNanos(1), aio);
            awaitIdle(aio);
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void aSleepOfNoTimeEndsAtOnceUnlessTheTimeoutIsZeroToo() {
        try (Aio aio = factory.alloc()) {
            factory.sleep(Duration.ZERO, aio);
            assertEquals(AioError.OK, aio.result());
            factory.sleep(Duration.ofDays(-1), aio);
            assertEquals(AioError.OK, aio.result());
            aio.setTimeout(Duration.ZERO);
            factory.sleep(Duration.ZERO, aio);
            assertEquals(AioError.ETIMEDOUT, aio.result());
        }
    }

    @Test
    void theTimeoutOfAFinishedOperationDoesNotHitTheNext() throws Exception {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(40));
            for (boolean inTime = false; !inTime; awaitIdle(aio)) { // a machine may stall
                provider.start(aio);
                inTime = provider.succeed();
            }
            aio.setTimeout(LONG);
            provider.start(aio);
            assertFalse(aio.await(Duration.ofMillis(100)));
            provider.succeed();
            aio.setTimeout(SHORT);
            provider.start(aio);
            awaitIdle(aio);
            assertEquals(AioError.ETIMEDOUT, aio.result());
        }
    }

    @Test
    void aProviderThatCannotCancelAnyMoreDecides() {
        ManualProvider stubborn = ManualProvider.stubborn();
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(SHORT);
            stubborn.start(aio);
            eventually(() -> !stubborn.asked.isEmpty());
            assertTrue(aio.isBusy());
            assertTrue(stubborn.succeed());
            assertEquals(AioError.OK, aio.result());
            assertEquals(List.of(AioError.ETIMEDOUT), stubborn.asked);
        }
    }
}
