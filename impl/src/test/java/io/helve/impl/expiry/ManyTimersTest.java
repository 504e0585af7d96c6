package io.helve.impl.expiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.impl.EngineTest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What many timers cost: neither memory once they are over, nor time while they wait. */
class ManyTimersTest extends EngineTest {
    @Test
    void handlesThatAreClosedWhileTheySleepKeepNoMemory() {
        List<WeakReference<Aio>> some = new ArrayList<>();
        long before = usedMemory();
        int count = 1_000_000;
        for (int i = 0; i < count; i++) {
            Aio aio = factory.alloc();
            factory.sleep(Duration.ofHours(1), aio);
            aio.close();
            if (i % 1000 == 0) {
                some.add(new WeakReference<>(aio));
            }
        }
        eventually(() -> {
            System.gc();
            return some.stream().allMatch(aio -> aio.get() == null) && usedMemory() - before < 10_000_000;
        });
        assertEquals(count, runtime.snapshot().total().stopped());
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void timersFarAwayUseNoProcessorTime() throws Exception {
        Aio[] sleepers = new Aio[100_000];
        for (int i = 0; i < sleepers.length; i++) {
            sleepers[i] = factory.alloc();
            factory.sleep(Duration.ofHours(1).plusMillis(i), sleepers[i]);
        }
        Thread expiry = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("helve-expiry-test"))
                .findFirst()
                .orElseThrow();
        eventually(() -> expiry.getState() == Thread.State.TIMED_WAITING);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(expiry.getId());
        try (Aio pause = factory.alloc()) {
            pause.await(Duration.ofMillis(1));
        }
        CountDownLatch nothing = new CountDownLatch(1);
        assertFalse(
                nothing.await(500, TimeUnit.MILLISECONDS), "what the thread does while nothing happens is measured");
        long used = threads.getThreadCpuTime(expiry.getId()) - before;
        assertTrue(used < 50_000_000, () -> "used " + used + " ns in 500 ms");
        for (Aio sleeper : sleepers) {
            sleeper.close();
        }
    }

    @Test
    void manySleepsEndOnceEachAndNotEarly() {
        int count = 50_000;
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();
        SplittableRandom random = new SplittableRandom(3);
        List<Aio> sleepers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long nanos = random.nextLong(500_000_000);
            long due = System.nanoTime() + nanos;
            Aio aio = factory.alloc(done -> {
                ended.incrementAndGet();
                if (System.nanoTime() - due < 0 || done.result() != AioError.OK) {
                    early.incrementAndGet();
                }
            });
            sleepers.add(aio);
            factory.sleep(Duration.ofNanos(nanos), aio);
        }
        sleepers.forEach(EngineTest::awaitIdle);
        sleepers.forEach(Aio::close);
        assertEquals(count, ended.get());
        assertEquals(0, early.get());
    }
}
