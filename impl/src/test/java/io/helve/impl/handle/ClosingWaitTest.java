package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.impl.runtime.CompletionRuntime;
import io.helve.testkit.Await;
import io.helve.testkit.CapturedLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for a handle that does not end says so after the drain time, after 10 s and after 60 s. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosingWaitTest {
    private static final String ENTRY = ", which closes or stops it, waits for ";

    private final CapturedLog log = new CapturedLog();
    private final CompletionRuntime runtime = new CompletionRuntime(AioConfig.builder()
            .drainTime(Duration.ofMillis(10))
            .slowCallback(Duration.ofDays(1))
            .build());
    private final HandleTenant tenant = runtime.openTenant("a bundle", null);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        runtime.closeTenant(tenant);
        runtime.close();
        log.close();
    }

    @Test
    void theTimesAreTenSecondsAndAMinute() {
        Handle handle = (Handle) tenant.factory().alloc();
        assertArrayEquals(
                new long[] {TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(60)},
                new ClosingWait(handle, Nanos.FOREVER).again());
        handle.close();
    }

    @Test
    void theLogNamesTheWaitingThreadTheCallbackAndItsBundleThreeTimes() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        Handle handle = (Handle) tenant.factory().alloc(aio -> {
            running.countDown();
            awaitGate();
        });
        handle.sleep(0);
        running.await();
        handle.reap();
        Thread waiting = new Thread(
                () -> new ClosingWait(handle, Nanos.FOREVER, millis(100), millis(300)).await(), "the stopping thread");
        waiting.start();
        for (int i = 0; i < 3; i++) {
            Await.await().until(() -> log.messages().stream().anyMatch(entry -> entry.contains(ENTRY)));
            String entry = log.take(ENTRY).getMessage();
            assertTrue(entry.contains("Thread the stopping thread" + ENTRY + "its callback"), entry);
            assertTrue(entry.contains("helve-aio-default-"), entry);
            assertTrue(entry.contains(" of a bundle: "), entry);
        }
        waiting.join(400); // the time of a fourth entry, if there were one
        assertTrue(waiting.isAlive());
        gate.countDown();
        waiting.join();
        assertEquals(0, log.takeAll(ENTRY));
    }

    @Test
    void aWaitWithALimitEndsAndSaysThatTheHandleHasNotEnded() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        Aio aio = tenant.factory().alloc(done -> {
            running.countDown();
            awaitGate();
        });
        tenant.factory().sleep(Duration.ZERO, aio);
        running.await();
        assertFalse(aio.close(Duration.ofMillis(50)));
        log.takeAll(ENTRY);
        gate.countDown();
        assertTrue(aio.close(Duration.ofSeconds(30)));
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
