package io.helve.examples.workqueue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class WorkQueueTest {
    private static final int JOBS = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final CountDownLatch mayWork = new CountDownLatch(1);

    @Test
    void theProducerWaitsForItsWorkersAndEveryJobIsDone() throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = SpSockets.of(runtime);
            try (Producer producer = new Producer(runtime.factory(), sockets, "inproc://jobs", JOBS);
                    Worker first = new Worker(sockets, "inproc://jobs", this::work);
                    Worker second = new Worker(sockets, "inproc://jobs", this::work)) {
                CompletableFuture<Void> all = producer.start();
                await().atMost(LIMIT)
                        .during(Duration.ofMillis(200))
                        .until(producer::produced, constant -> constant < JOBS);
                assertFalse(all.isDone(), "the workers have done nothing yet");
                assertTrue(producer.produced() < JOBS / 2, producer.produced() + " jobs are ahead");
                mayWork.countDown();
                all.get(60, TimeUnit.SECONDS);
                await().atMost(LIMIT).until(() -> done.size() == JOBS);
            } finally {
                mayWork.countDown();
            }
        }
        assertEquals(JOBS, done.size());
    }

    private void work(String job) {
        try {
            mayWork.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        done.add(job);
    }
}
