package io.helve.impl.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.impl.handle.Client;
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
    private static final int SPARE = 2;

    private final CompletionRuntime runtime = new CompletionRuntime(AioConfig.builder()
            .pool("fair")
            .threads(2, 4)
            .threadsSpare(SPARE)
            .slowCallback(Duration.ofMillis(20))
            .build());
    private final Client hog = runtime.openClient("hog", null);
    private final Client other = runtime.openClient("other", null);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        released.countDown();
        runtime.close();
    }

    @Test
    void anotherUserIsServedWhileOneBlocksAllThreadsItGets() throws InterruptedException {
        List<Aio> blocking = block(50);
        awaitBlocked();
        for (int i = 0; i < 20; i++) {
            CountDownLatch served = new CountDownLatch(1);
            try (Aio aio = other.factory().alloc(done -> served.countDown())) {
                other.factory().sleep(Duration.ofMillis(1), aio);
                assertTrue(served.await(10, TimeUnit.SECONDS), "callback " + i + " of the other user waits");
            }
        }
        released.countDown();
        await().until(() -> ended.get() == blocking.size());
        blocking.forEach(Aio::close);
    }

    @Test
    void whatWasSetAsideRunsOnceWhenTheThreadsAreFreeAgain() {
        List<Aio> blocking = block(200);
        awaitBlocked();
        released.countDown();
        await().until(() -> ended.get() == blocking.size());
        blocking.forEach(Aio::close);
        await().until(() ->
                runtime.snapshot().queued() == 0 && runtime.snapshot().threads() <= 4);
        assertTrue(ended.get() == blocking.size(), "callbacks: " + ended);
    }

    /** All ordinary threads are blocked, and all spare ones but that for the others. */
    private void awaitBlocked() {
        await().until(() -> runtime.snapshot().busyThreads() == 4 + SPARE - 1);
    }

    @Test
    void whatWasSetAsideRunsWhenItsUserGoes() {
        List<Aio> blocking = block(50);
        awaitBlocked();
        Thread closer = new Thread(() -> runtime.closeClient(hog));
        closer.start();
        released.countDown();
        await().until(() -> ended.get() == blocking.size());
        await().until(() -> !closer.isAlive());
        assertEquals(0, hog.counters().open());
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
