package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rule 10: an interrupt ends await with an InterruptedException and leaves the operation running; how await waits. */
class Rule10InterruptTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();

    @Test
    void anInterruptEndsTheWaitNotTheOperation() throws Exception {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread waiter = new Thread(() -> {
                try {
                    aio.await();
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            waiter.start();
            eventually(() -> waiter.getState() == Thread.State.TIMED_WAITING);
            waiter.interrupt();
            waiter.join();
            assertTrue(thrown.get() instanceof InterruptedException, () -> "" + thrown.get());
            assertTrue(aio.isBusy());
            assertTrue(provider.succeed());
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void aThreadInterruptedBeforeDoesNotWait() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> aio.await(Duration.ofMinutes(1)));
            assertFalse(Thread.currentThread().isInterrupted());
            assertTrue(provider.succeed());
        }
    }

    @Test
    void awaitReturnsAtOnceIfNothingWasEverStarted() throws Exception {
        try (Aio aio = factory.alloc()) {
            aio.await();
            assertTrue(aio.await(Duration.ZERO));
            assertTrue(aio.await(Duration.ofDays(-1)));
        }
    }

    @Test
    void awaitWithALimitGivesUpAndLeavesTheOperationRunning() throws Exception {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            long start = System.nanoTime();
            assertFalse(aio.await(Duration.ofMillis(20)));
            assertTrue(System.nanoTime() - start >= 20_000_000, "not early");
            assertFalse(aio.await(Duration.ZERO));
            assertFalse(aio.await(Duration.ofSeconds(-1)));
            assertTrue(provider.succeed());
            assertTrue(aio.await(Duration.ZERO));
        }
    }

    @Test
    void awaitForeverWaitsUntilTheEnd() throws Exception {
        try (Aio aio = factory.alloc()) {
            factory.sleep(Duration.ofMillis(5), aio);
            assertTrue(aio.await(Aio.INFINITE));
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void allWhoWaitAreWoken() throws Exception {
        int waiters = 8;
        CountDownLatch woken = new CountDownLatch(waiters);
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            for (int i = 0; i < waiters; i++) {
                new Thread(() -> {
                            awaitIdle(aio);
                            woken.countDown();
                        })
                        .start();
            }
            provider.succeed();
            assertTrue(woken.await(SOON.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void awaitCoversOperationsThatTheCallbackStarts() {
        int[] left = {50};
        try (Aio aio = factory.alloc(done -> {
            if (--left[0] > 0) {
                factory.sleep(Duration.ofNanos(1000), done);
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
            assertEquals(0, left[0]);
        }
    }

    @Test
    void aWaiterSeesAMomentOfIdlenessThoughTheHandleIsUsedAgain() throws Exception {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            Thread waiter = new Thread(() -> awaitIdle(aio));
            waiter.start();
            eventually(() -> waiter.getState() == Thread.State.TIMED_WAITING);
            provider.succeed();
            provider.start(aio);
            waiter.join();
            provider.succeed();
        }
    }
}
