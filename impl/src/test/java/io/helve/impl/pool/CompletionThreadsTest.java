package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioSnapshot;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The threads of a pool: few, named, started when needed, ended when idle, and configurable while they run. */
class CompletionThreadsTest extends EngineTest {
    private final List<Aio> handles = new ArrayList<>();

    @Override
    protected AioConfig.Builder config() {
        return super.config().threads(2, 4).threadsSpare(0).slowCallback(Duration.ofDays(1));
    }

    /** Has a thread stand at each of some gates. */
    private List<Gate> block(int count) {
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Gate gate = new Gate();
            gates.add(gate);
            run(gate::pass);
            gate.awaitEntered();
        }
        return gates;
    }

    private Aio run(Runnable callback) {
        Aio aio = factory.alloc(done -> callback.run());
        handles.add(aio);
        factory.sleep(Duration.ZERO, aio);
        return aio;
    }

    private void open(List<Gate> gates) {
        gates.forEach(Gate::open);
        handles.forEach(EngineTest::awaitIdle);
    }

    @Test
    void noneIsThereBeforeTheFirstIsNeeded() {
        try (Aio aio = factory.alloc()) {
            factory.sleep(Duration.ZERO, aio);
            assertEquals(List.of(), threads());
            assertEquals(0, runtime.snapshot().threads());
        }
    }

    @Test
    void theyAreNamedByPoolAndNumberUpToTheMaximum() {
        List<Gate> gates = block(4);
        assertEquals(
                List.of("helve-aio-test-1", "helve-aio-test-2", "helve-aio-test-3", "helve-aio-test-4"),
                threads("helve-aio-"));
        Aio waiting = run(() -> {});
        AioSnapshot snapshot = runtime.snapshot();
        assertEquals(4, snapshot.threads());
        assertEquals(4, snapshot.busyThreads());
        assertEquals(0, snapshot.spareThreads());
        assertEquals(1, snapshot.queued());
        assertTrue(waiting.isBusy());
        open(gates);
        assertEquals(0, runtime.snapshot().queued());
    }

    @Test
    void idleOnesEndButTheMinimumStays() {
        runtime.configure(config().idleTime(Duration.ofMillis(5)).build());
        open(block(4));
        eventually(() -> runtime.snapshot().threads() == 2);
        awaitIdle(run(() -> {}));
        eventually(() -> threads("helve-aio-").size() == 2);
    }

    @Test
    void aShorterIdleTimeHoldsForThoseThatAreIdleAlready() {
        open(block(4));
        assertEquals(4, runtime.snapshot().threads());
        runtime.configure(config().idleTime(Duration.ofMillis(1)).build());
        eventually(() -> runtime.snapshot().threads() == 2);
    }

    @Test
    void moreOfThemTakeUpWhatWaitsAtOnce() {
        List<Gate> gates = block(4);
        Aio waiting = run(() -> {});
        runtime.configure(config().threads(2, 5).build());
        awaitIdle(waiting);
        assertEquals(5, runtime.snapshot().threads());
        open(gates);
    }

    @Test
    void fewerTakeEffectAsCallbacksReturn() {
        List<Gate> gates = block(4);
        runtime.configure(config().threads(1, 1).build());
        assertEquals(4, runtime.snapshot().threads());
        open(gates);
        eventually(() -> runtime.snapshot().threads() == 1);
        awaitIdle(run(() -> {}));
    }

    @Test
    void fewerTakeEffectOnIdleOnesToo() {
        open(block(4));
        runtime.configure(config().threads(1, 1).build());
        eventually(() -> runtime.snapshot().threads() == 1);
    }

    @Test
    void changesUnderLoadLoseNoCompletion() {
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger callbacks = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            Aio aio = factory.alloc(done -> {
                callbacks.incrementAndGet();
                if (running.get()) {
                    factory.sleep(Duration.ZERO, done);
                }
            });
            handles.add(aio);
            factory.sleep(Duration.ZERO, aio);
        }
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            int before = callbacks.get();
            int max = random.nextInt(1, 7);
            runtime.configure(config().threads(random.nextInt(1, max + 1), max)
                    .idleTime(Duration.ofMillis(1))
                    .build());
            eventually(() -> callbacks.get() > before + 8);
        }
        running.set(false);
        handles.forEach(EngineTest::awaitIdle);
        assertEquals(callbacks.get(), runtime.snapshot().total().succeeded());
        runtime.configure(config().threads(1, 1).build());
        eventually(() -> runtime.snapshot().threads() <= 1);
    }

    @Test
    void thePriorityFollowsTheSettings() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        awaitIdle(run(() -> thread.set(Thread.currentThread())));
        assertEquals(Thread.NORM_PRIORITY, thread.get().getPriority());
        runtime.configure(config().threadPriority(3).build());
        assertEquals(3, thread.get().getPriority());
    }

    @Test
    void thePoolsNameCannotChange() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> runtime.configure(config().pool("other").build()));
        assertTrue(e.getMessage().contains("other"), e.getMessage());
        assertEquals("test", runtime.snapshot().config().pool());
    }

    @Test
    void theyInheritNoThreadLocalsOfWhoeverCausedThemToStart() {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        local.set("of the test");
        AtomicReference<String> seen = new AtomicReference<>("unset");
        awaitIdle(run(() -> seen.set(local.get())));
        local.remove();
        assertNull(seen.get());
    }

    @Test
    void moreCompletionsThanTheRingsHoldAllRunOnce() {
        runtime.configure(config().threads(1, 1).build());
        List<Gate> gates = block(1);
        AtomicInteger callbacks = new AtomicInteger();
        int count = 5000;
        for (int i = 0; i < count; i++) {
            run(callbacks::incrementAndGet);
        }
        assertEquals(count, runtime.snapshot().queued());
        open(gates);
        assertEquals(count, callbacks.get());
        assertEquals(0, runtime.snapshot().queued());
    }

    @Test
    void timesInTheQueueAndOfCallbacksAreSampled() {
        for (int i = 0; i < 200; i++) {
            awaitIdle(run(() -> {}));
        }
        AioSnapshot snapshot = runtime.snapshot();
        assertTrue(snapshot.queueTime().count() > 0);
        assertTrue(snapshot.runTime().count() > 0);
        assertTrue(snapshot.queueTime().count() <= 200);
        assertTrue(snapshot.queueTime().max() > 0);
        long before = snapshot.queueTime().count();
        runtime.configure(config().threads(1, 1).idleTime(Duration.ofMillis(1)).build());
        eventually(() -> runtime.snapshot().threads() <= 1);
        assertEquals(before, runtime.snapshot().queueTime().count(), "also those of threads that have ended");
    }

    @Test
    void burstsFromManyThreadsAreWorkedOffWithoutTheWatchdog() throws Exception {
        AtomicInteger callbacks = new AtomicInteger();
        int each = 20_000;
        Thread[] senders = new Thread[3];
        for (int t = 0; t < senders.length; t++) {
            senders[t] = new Thread(() -> {
                try (Aio aio = factory.alloc(done -> callbacks.incrementAndGet())) {
                    for (int i = 0; i < each; i++) {
                        factory.sleep(Duration.ZERO, aio);
                        awaitIdle(aio);
                    }
                }
            });
            senders[t].start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals(each * senders.length, callbacks.get());
        assertFalse(runtime.snapshot().queued() > 0);
    }
}
