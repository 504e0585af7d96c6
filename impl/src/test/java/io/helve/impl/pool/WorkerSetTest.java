package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.testkit.Await;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerSetTest {
    private final WorkerSet workers = new WorkerSet();

    @Test
    void theEndIsAwaitedWhileACompletionIsQueuedAlthoughNoWorkerIsThereAtTheMoment() {
        AtomicBoolean queued = new AtomicBoolean(true);
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<List<Worker>> end = CompletableFuture.supplyAsync(
                () -> workers.awaitEnd(System.nanoTime() + TimeUnit.DAYS.toNanos(1), () -> {
                    looks.incrementAndGet();
                    return queued.get();
                }));
        Await.eventually(() -> looks.get() > 2);
        assertFalse(end.isDone());
        queued.set(false);
        assertEquals(List.of(), end.join());
    }

    @Test
    void theWaitIsBoundedIfNobodyTakesTheCompletion() {
        long before = System.nanoTime();
        assertEquals(List.of(), workers.awaitEnd(before, () -> true));
        assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(500));
    }
}
