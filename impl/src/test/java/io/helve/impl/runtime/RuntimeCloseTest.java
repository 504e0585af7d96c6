package io.helve.impl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioStatistics;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing a runtime: everything completes once, in bounded time, and no thread is left. */
class RuntimeCloseTest extends EngineTest {
    private final List<AioError> results = new CopyOnWriteArrayList<>();

    @Override
    protected AioConfig.Builder config() {
        return super.config().drainTime(Duration.ofMillis(50)).slowCallback(Duration.ofDays(1));
    }

    private Aio alloc() {
        return factory.alloc(done -> results.add(done.result()));
    }

    @Test
    void whatIsPendingCompletesOnceWithESTOPPED() {
        log.expect("stops, and has waited for its"); // on a slow machine
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Aio aio = alloc();
            handles.add(aio);
            factory.sleep(Duration.ofHours(1), aio);
        }
        runtime.close();
        assertEquals(100, results.size());
        assertTrue(results.stream().allMatch(AioError.ESTOPPED::equals));
        for (Aio aio : handles) {
            assertFalse(aio.isBusy());
            factory.sleep(Duration.ZERO, aio);
            aio.close();
        }
        assertEquals(100, results.size(), "later starts are silent");
        assertEquals(List.of(), threads());
    }

    @Test
    void providersThatNeverFinishAreForced() {
        log.expect("stops, and has waited for its");
        ManualProvider stubborn = ManualProvider.stubborn();
        Aio aio = alloc();
        AioOperation operation = stubborn.start(aio);
        Aio deaf = alloc();
        AioOperation.start(deaf, null);
        runtime.close();
        assertEquals(List.of(AioError.ESTOPPED, AioError.ESTOPPED), results);
        assertEquals(List.of(AioError.ESTOPPED), stubborn.asked);
        assertFalse(operation.finish(AioError.OK, 1), "too late");
        assertEquals(AioError.ESTOPPED, aio.result());
        assertEquals(0, aio.count());
    }

    @Test
    void itWaitsForCallbacks() {
        runtime.configure(config().drainTime(Duration.ofSeconds(20)).build());
        Gate gate = new Gate();
        factory.sleep(Duration.ZERO, factory.alloc(done -> {
            gate.pass();
            results.add(done.result());
        }));
        gate.awaitEntered();
        Thread closer = new Thread(runtime::close);
        closer.start();
        eventually(() -> closer.getState() == Thread.State.TIMED_WAITING);
        gate.open();
        eventually(() -> !closer.isAlive());
        assertEquals(List.of(AioError.OK), results);
    }

    @Test
    void blockedCallbacksAreInterruptedAndTheirThreadsEnd() {
        log.expect("stops, and has waited for its");
        assertBlockedCallbacksEnd(3);
    }

    @Test
    void aCallbackThatBlocksDelaysTheCloseByLittleMoreThanTheDrainTime() {
        log.expect("stops, and has waited for its");
        List<Long> took = new ArrayList<>();
        do { // a machine that stalls lets one of several closes be quick
            took.add(closeWithABlockedCallback());
        } while (took.get(took.size() - 1) >= 1500 && took.size() < 10);
        assertTrue(took.get(took.size() - 1) < 1500, () -> "drain time 50 ms, and the closes took " + took + " ms");
    }

    private long closeWithABlockedCallback() {
        AioRuntime own = open(config().build());
        CountDownLatch never = new CountDownLatch(1);
        results.clear();
        own.factory().sleep(Duration.ZERO, own.factory().alloc(done -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                results.add(done.result());
            }
        }));
        eventually(() -> own.snapshot().busyThreads() > 0);
        long start = System.nanoTime();
        own.close();
        long took = (System.nanoTime() - start) / 1_000_000;
        log.take("are still running");
        assertEquals(List.of(AioError.OK), results);
        return took;
    }

    @Test
    void callbacksThatBlockOneAfterTheOtherOnOneThreadAreAllInterrupted() {
        log.expect("stops, and has waited for its");
        runtime.configure(config().threads(1, 1).threadsSpare(0).build());
        assertBlockedCallbacksEnd(4);
    }

    private void assertBlockedCallbacksEnd(int count) {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            factory.sleep(Duration.ZERO, factory.alloc(done -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                }
            }));
        }
        eventually(() -> runtime.snapshot().busyThreads() > 0);
        long start = System.nanoTime();
        runtime.close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        log.take("are still running");
        assertTrue(took.compareTo(Duration.ofSeconds(40)) < 0, () -> "took " + took);
        eventually(() -> threads("helve-aio-").isEmpty()); // close waits for a bounded time only
        assertEquals(count, interrupted.get());
    }

    @Test
    void aCallbackOnAnExecutorOfTheUserIsNotInterrupted() {
        log.expect("stops, and has waited for its");
        Gate gate = new Gate();
        AioFactory own = factory.on(callback -> new Thread(callback).start());
        factory.sleep(Duration.ZERO, own.alloc(done -> {
            gate.pass(); // throws if the thread is interrupted
            results.add(done.result());
        }));
        gate.awaitEntered();
        runtime.close();
        log.take("are still running");
        assertEquals(List.of(), results);
        gate.open();
        eventually(() -> results.equals(List.of(AioError.OK)));
    }

    @Test
    void aThreadThatIgnoresInterruptsIsNamedWithItsStack() {
        log.expect("stops, and has waited for its");
        Gate gate = new Gate();
        factory.sleep(Duration.ZERO, factory.alloc(done -> ignoresInterrupts(gate)));
        gate.awaitEntered();
        runtime.close();
        String text = log.take("does not end").getMessage();
        assertTrue(text.contains("helve-aio-test-1") && text.contains("ignoresInterrupts"), text);
        log.take("are still running");
        gate.open();
        eventually(() -> threads().isEmpty());
    }

    private static void ignoresInterrupts(Gate gate) {
        for (boolean passed = false; !passed; ) {
            try {
                gate.pass();
                passed = true;
            } catch (AssertionError e) {
                Thread.interrupted();
            }
        }
    }

    @Test
    void isIdempotentAlsoForSeveralThreadsAtOnce() throws Exception {
        log.expect("stops, and has waited for its"); // on a slow machine
        factory.sleep(Duration.ofHours(1), alloc());
        Thread[] closers = new Thread[4];
        for (int i = 0; i < closers.length; i++) {
            closers[i] = new Thread(runtime::close);
            closers[i].start();
        }
        for (Thread closer : closers) {
            closer.join();
        }
        runtime.close();
        assertEquals(List.of(AioError.ESTOPPED), results);
    }

    @Test
    void anInterruptedThreadClosesCompletelyAndStaysInterrupted() {
        log.expect("stops, and has waited for its"); // on a slow machine
        factory.sleep(Duration.ofHours(1), alloc());
        Thread.currentThread().interrupt();
        runtime.close();
        assertTrue(Thread.interrupted());
        eventually(() -> threads().isEmpty());
        assertEquals(List.of(AioError.ESTOPPED), results);
    }

    @Test
    void aHundredTimesOpenedAndClosedUnderLoadLeavesNothing() {
        log.expect("cycle stops, and");
        for (int i = 0; i < 100; i++) {
            AioRuntime each = AioRuntime.open(config().pool("cycle").build());
            AioFactory its = each.factory();
            AtomicInteger callbacks = new AtomicInteger();
            for (int k = 0; k < 20; k++) {
                Aio aio = its.alloc(done -> {
                    callbacks.incrementAndGet();
                    its.sleep(Duration.ofNanos(1000), done);
                });
                its.sleep(Duration.ofNanos(k * 1000), aio);
            }
            its.sleep(Duration.ofHours(1), its.alloc());
            each.close();
            assertEquals(0, each.snapshot().total().open());
            assertEquals(
                    each.snapshot().total().started(), each.snapshot().total().completed());
            assertEquals(callbacks.get() + 1, each.snapshot().total().completed());
        }
        eventually(() -> threads().isEmpty());
    }

    @Test
    void closingOneRuntimeLeavesOthersAlone() {
        AioRuntime other = open(config().pool("other").build());
        Aio aio = other.factory().alloc(done -> results.add(done.result()));
        runtime.close();
        other.factory().sleep(Duration.ofMillis(1), aio);
        awaitIdle(aio);
        assertEquals(List.of(AioError.OK), results);
    }

    @Test
    void theCountersOfAClosedRuntimeStayReadable() {
        Aio aio = alloc();
        factory.sleep(Duration.ZERO, aio);
        awaitIdle(aio);
        runtime.close();
        assertEquals(1, runtime.snapshot().total().succeeded());
        assertEquals(1, runtime.snapshot().total().allocated());
        assertEquals(List.of(), runtime.snapshot().tenants());
    }

    @Test
    void servicesAreAlwaysTheSameAndUnknownOnesAreNamed() {
        assertSame(factory, runtime.service(AioFactory.class));
        assertSame(factory, runtime.factory());
        assertEquals(
                "test", runtime.service(AioStatistics.class).snapshot().config().pool());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> runtime.service(Runnable.class));
        assertTrue(e.getMessage().contains("java.lang.Runnable"), e.getMessage());
    }
}
