package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.testkit.Await;
import io.helve.testkit.CapturedLog;
import io.helve.testkit.LiveThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Test
    void withoutAThreadACallFailsAndLaterOnesRun() {
        AtomicBoolean none = new AtomicBoolean(true);
        ThreadFactory real = EventLoops.threads(PREFIX, new AtomicInteger());
        BlockingCalls few = new BlockingCalls(
                body -> {
                    if (none.get()) {
                        throw new OutOfMemoryError("unable to create native thread, says the test");
                    }
                    return real.newThread(body);
                },
                2);
        try {
            for (int i = 0; i < 10; i++) {
                assertThrows(OutOfMemoryError.class, () -> few.submit("somebody", ran::incrementAndGet));
            }
            none.set(false);
            for (int i = 0; i < 10; i++) {
                few.submit("somebody", ran::incrementAndGet);
            }
            Await.eventually(() -> ran.get() == 10);
        } finally {
            few.close();
        }
    }

    /** While one call asks in vain for a thread, the next one of its tenant comes: it must not wait for the first. */
    @Test
    void aCallDoesNotWaitForTheEndOfACallThatGetsNoThread() throws InterruptedException {
        CountDownLatch starting = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        ThreadFactory real = EventLoops.threads(PREFIX, new AtomicInteger());
        Thread[] second = new Thread[1];
        BlockingCalls few = new BlockingCalls(
                body -> {
                    if (first.compareAndSet(true, false)) {
                        starting.countDown();
                        Await.eventually(() -> second[0].getState() == Thread.State.BLOCKED || !second[0].isAlive());
                        throw new OutOfMemoryError("unable to create native thread, says the test");
                    }
                    return real.newThread(body);
                },
                2);
        second[0] = new Thread(() -> {
            await(starting);
            few.submit("somebody", ran::incrementAndGet);
        });
        second[0].start();
        try {
            assertThrows(OutOfMemoryError.class, () -> few.submit("somebody", ran::incrementAndGet));
            second[0].join();
            Await.eventually(() -> ran.get() == 1);
        } finally {
            few.close();
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
