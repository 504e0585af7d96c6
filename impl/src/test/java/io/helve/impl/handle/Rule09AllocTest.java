package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.impl.EngineTest;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rule 9: alloc fails with ENOMEM when the quota is used up, and with ESTOPPED when the runtime is closing. */
class Rule09AllocTest extends EngineTest {
    private static final int QUOTA = 3;

    @Override
    protected AioConfig.Builder config() {
        return super.config().handlesMax(QUOTA);
    }

    @Test
    void beyondTheQuotaIsENOMEMAndAClosedHandleMakesRoom() {
        Aio[] handles = {factory.alloc(), factory.alloc(done -> {}), factory.alloc((done, none) -> {}, null)};
        AioException e = assertThrows(AioException.class, () -> factory.alloc());
        assertEquals(AioError.ENOMEM, e.error());
        assertTrue(e.getMessage().contains("handles.max"), e.getMessage());
        assertTrue(e.getMessage().contains("3"), e.getMessage());
        handles[1].close();
        handles[1] = factory.alloc();
        for (Aio handle : handles) {
            handle.close();
        }
        assertEquals(QUOTA + 1, runtime.snapshot().total().allocated(), "what failed was not allocated");
    }

    @Test
    void aViewOnAnExecutorHasTheSameQuota() {
        for (int i = 0; i < QUOTA; i++) {
            factory.on(AioFactory.INLINE).alloc(done -> {});
        }
        assertEquals(
                AioError.ENOMEM,
                assertThrows(AioException.class, () -> factory.alloc()).error());
    }

    @Test
    void aSubmissionBeyondTheQuotaFailsItsFuture() {
        for (int i = 0; i < QUOTA; i++) {
            factory.alloc();
        }
        CompletionException e = assertThrows(
                CompletionException.class, () -> factory.submit(aio -> {}).join());
        assertEquals(AioError.ENOMEM, ((AioException) e.getCause()).error());
    }

    @Test
    void theQuotaCanBeChanged() {
        for (int i = 0; i < QUOTA; i++) {
            factory.alloc();
        }
        runtime.configure(config().handlesMax(QUOTA + 1).build());
        factory.alloc();
        assertThrows(AioException.class, () -> factory.alloc());
    }

    @Test
    void refusedAllocationsOfOthersDoNotTakeAFreePlace() throws Exception {
        runtime.configure(config().handlesMax(2).build());
        AtomicInteger refused = new AtomicInteger();
        Thread[] threads = new Thread[2];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int round = 0; round < 20_000; round++) {
                    try {
                        factory.alloc().close();
                    } catch (AioException e) {
                        refused.incrementAndGet();
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, refused.get(), "two threads with one handle each fit into a quota of two");
    }

    @Test
    void ofAClosedRuntimeIsESTOPPED() {
        runtime.close();
        AioException e = assertThrows(AioException.class, () -> factory.alloc());
        assertEquals(AioError.ESTOPPED, e.error());
        assertTrue(e.getMessage().contains("test"), "names the pool: " + e.getMessage());
        assertThrows(AioException.class, () -> factory.alloc(done -> {}));
        assertTrue(factory.submit(aio -> {}).isCompletedExceptionally());
    }
}
