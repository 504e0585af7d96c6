package io.helve.net.eventloop;

import io.helve.testkit.Await;
import io.helve.testkit.CapturedLog;
import io.helve.testkit.LiveThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads for calls that block are shared in a fair way, and nothing that a call throws costs one of them. */
class BlockingCallsTest {
    private static final String PREFIX = "helve-net-test-";

    private final BlockingCalls calls = new BlockingCalls(PREFIX, 4);
    private final AtomicInteger ran = new AtomicInteger();

    @AfterEach
    void close() {
        calls.close();
        Await.eventually(() -> LiveThreads.of(PREFIX).isEmpty());
    }

    @Test
    void aTenantWhoseCallsBlockLeavesThreadsToOthers() {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 10; i++) {
            calls.submit("blocking", () -> {
                await(release);
                ran.incrementAndGet();
            });
        }
        for (int i = 0; i < 10; i++) {
            calls.submit("other", ran::incrementAndGet);
        }
        Await.eventually(() -> ran.get() == 10);
        release.countDown();
        Await.eventually(() -> ran.get() == 20);
    }

    @Test
    void aCallThatThrowsCostsNoThreadAndIsLogged() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 8; i++) {
                calls.submit("somebody", () -> {
                    throw new AssertionError("says the test");
                });
                calls.submit("somebody", ran::incrementAndGet);
            }
            Await.eventually(() -> ran.get() == 8);
            for (int i = 0; i < 8; i++) {
                log.take("A call that may block has failed unexpectedly");
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
