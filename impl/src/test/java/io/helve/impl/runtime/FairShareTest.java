package io.helve.impl.runtime;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.impl.handle.HandleTenant;
import io.helve.testkit.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user of the pool whose callbacks block cannot take all threads from the others. */
class FairShareTest {
    private static final int THREADS = 4;
    private static final int SPARE = 2;

    private final CapturedLog log = new CapturedLog();
    private final CompletionRuntime runtime = new CompletionRuntime(AioConfig.builder()
            .pool("fair")
            .threads(2, THREADS)
            .threadsSpare(SPARE)
            .slowCallback(Duration.ofMillis(20))
            .build());
    private final HandleTenant hog = runtime.openTenant("hog", null);
    private final HandleTenant other = runtime.openTenant("other", null);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        released.countDown();
        runtime.close();
        log.close();
    }

    @Test
    void anotherUserIsServedWhileOneBlocksAllThreadsItGets() throws InterruptedException {
        List<Aio> blocking = block(50);
        awaitBlocked();
        assertOtherIsServed();
        release(blocking);
    }

    @Test
    void theLastThreadIsLeftFreeOnceAllButThatAreBlocked() throws InterruptedException {
        List<Aio> blocking = block(THREADS - 1);
        awaitThrottled();
        blocking.addAll(block(50));
        // a spare thread is added for it, so that it gets on; all else is set aside
        await().until(() -> runtime.snapshot().busyThreads() == THREADS
                && runtime.snapshot().queued() == blocking.size() - THREADS);
        assertOtherIsServed();
        await().until(() -> runtime.snapshot().busyThreads() == THREADS);
        release(blocking);
        assertEquals(0, runtime.snapshot().queued());
    }

    @Test
    void whatWasSetAsideRunsOnceWhenTheThreadsAreFreeAgain() {
        List<Aio> blocking = block(200);
        awaitBlocked();
        release(blocking);
        await().until(() ->
                runtime.snapshot().queued() == 0 && runtime.snapshot().threads() <= THREADS);
        assertEquals(blocking.size(), ended.get());
    }

    @Test
    void whatWasSetAsideRunsWhenItsUserGoes() {
        List<Aio> blocking = block(50);
        awaitBlocked();
        Thread closer = new Thread(() -> runtime.closeTenant(hog));
        closer.start();
        released.countDown();
        await().until(() -> ended.get() == blocking.size());
        await().until(() -> !closer.isAlive());
        assertEquals(0, hog.counters().open());
    }

    /**
     * The hog has a spare thread, and all ordinary ones, or all but one if the watchdog looked before it had the last.
     */
    private void awaitBlocked() {
        awaitThrottled();
        await().until(() -> runtime.snapshot().busyThreads() >= THREADS);
    }

    private void awaitThrottled() {
        log.take("Callbacks of hog block");
    }

    private void assertOtherIsServed() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            CountDownLatch served = new CountDownLatch(1);
            try (Aio aio = other.factory().alloc(done -> served.countDown())) {
                other.factory().sleep(Duration.ofMillis(1), aio);
                assertTrue(served.await(60, TimeUnit.SECONDS), "callback " + i + " of the other user waits");
            }
        }
    }

    private void release(List<Aio> blocking) {
        released.countDown();
        await().until(() -> ended.get() == blocking.size());
        blocking.forEach(Aio::close);
    }

    private List<Aio> block(int count) {
        AioFactory factory = hog.factory();
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Aio aio = factory.alloc(done -> {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ended.incrementAndGet();
            });
            handles.add(aio);
            factory.sleep(Duration.ofMillis(1), aio);
        }
        return handles;
    }
}
