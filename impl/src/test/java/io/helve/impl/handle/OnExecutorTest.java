package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.InlineExecutor;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import io.helve.impl.runtime.CompletionRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** on(Executor): callbacks where the user wants them, none lost, none twice. */
class OnExecutorTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();
    private final List<AioError> results = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @MethodSource("executors")
    void inlineRunsOnTheThreadThatFinishes(Executor inline) {
        AtomicReference<Thread> ran = new AtomicReference<>();
        try (Aio aio = factory.on(inline).alloc(done -> ran.set(Thread.currentThread()))) {
            provider.start(aio);
            provider.succeed();
            assertSame(Thread.currentThread(), ran.get());
            assertFalse(aio.isBusy());
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void inlineCallbacksOfSleepsAndTimeoutsRunOnThePoolAndBlockNoTimer(Executor inline) {
        AtomicReference<String> ran = new AtomicReference<>();
        try (Aio sleeping = factory.on(inline)
                        .alloc(done -> ran.set(Thread.currentThread().getName()));
                Aio timed = factory.on(inline)
                        .alloc(done -> ran.set(Thread.currentThread().getName()))) {
            factory.sleep(Duration.ofMillis(1), sleeping);
            awaitIdle(sleeping);
            assertTrue(ran.getAndSet("").startsWith("helve-aio-"), ran::get);
            timed.setTimeout(Duration.ofMillis(1));
            provider.start(timed);
            awaitIdle(timed);
            assertEquals(AioError.ETIMEDOUT, timed.result());
            assertTrue(ran.get().startsWith("helve-aio-"), ran::get);
        }
    }

    @Test
    void anExecutorRunsTheCallbackOnItsThread() {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "user-interface"));
        AtomicReference<String> ran = new AtomicReference<>();
        try (Aio aio = factory.on(executor)
                .alloc(done -> ran.set(Thread.currentThread().getName()))) {
            provider.start(aio);
            provider.succeed();
            awaitIdle(aio);
            assertEquals("user-interface", ran.get());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void virtualThreadsWork() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21");
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        AtomicInteger callbacks = new AtomicInteger();
        AioFactory view = factory.on(executor);
        Aio[] handles = new Aio[100];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = view.alloc(done -> {
                assertThrows(IllegalStateException.class, done::await);
                callbacks.incrementAndGet();
            });
            factory.sleep(Duration.ofMillis(1), handles[i]);
        }
        for (Aio handle : handles) {
            handle.close();
        }
        executor.shutdown();
        assertEquals(handles.length, callbacks.get());
        assertEquals(0, runtime.snapshot().callbackFailures());
    }

    @Test
    void aRejectedCompletionRunsOnThePool() {
        AtomicReference<String> ran = new AtomicReference<>();
        Executor rejecting = task -> {
            throw new RejectedExecutionException("full");
        };
        try (Aio aio = factory.on(rejecting)
                .alloc(done -> ran.set(Thread.currentThread().getName()))) {
            for (int i = 0; i < 2; i++) {
                provider.start(aio);
                provider.succeed();
                awaitIdle(aio);
                assertTrue(ran.getAndSet(null).startsWith("helve-aio-test-"));
                log.take("rejected its callback");
            }
        }
    }

    @Test
    void aRejectedCompletionMayGoOnAtOnce() {
        AtomicInteger left = new AtomicInteger(5);
        Executor rejecting = task -> {
            throw new RejectedExecutionException("full");
        };
        try (Aio aio = factory.on(rejecting).alloc(done -> {
            if (left.decrementAndGet() > 0) {
                factory.sleep(Duration.ZERO, done);
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
            assertEquals(0, left.get());
            assertEquals(5, log.takeAll("rejected its callback"));
        }
    }

    @Test
    void anExecutorThatRunsACallbackOnAWorkerRunsItAsAWorkerWould() {
        AtomicInteger passed = new AtomicInteger();
        Executor atOnceButTheFirst = task -> {
            if (passed.getAndIncrement() == 0) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        };
        ClassLoader tenants = new ClassLoader(null) {};
        List<ClassLoader> loaders = new CopyOnWriteArrayList<>();
        List<Integer> busy = new CopyOnWriteArrayList<>();
        try (CompletionRuntime own = new CompletionRuntime(config().build())) {
            AioFactory view = own.openTenant("user", tenants).factory().on(atOnceButTheFirst);
            try (Aio aio = view.alloc(done -> {
                loaders.add(Thread.currentThread().getContextClassLoader());
                busy.add(own.snapshot().busyThreads());
                if (loaders.size() == 1) {
                    view.sleep(Duration.ZERO, done);
                }
            })) {
                view.sleep(Duration.ZERO, aio);
                awaitIdle(aio);
            }
        }
        assertEquals(List.of(tenants, tenants), loaders);
        assertEquals(List.of(1, 1), busy);
        log.take("rejected");
    }

    @Test
    void anExecutorThatQueuesAndThenThrowsRunsNothingTwiceOrEarly() {
        Queue<Runnable> queue = new ArrayDeque<>();
        AtomicInteger throwing = new AtomicInteger(1);
        Executor broken = task -> {
            queue.add(task);
            if (throwing.getAndDecrement() > 0) {
                throw new OutOfMemoryError("no thread, says the test");
            }
        };
        try (Aio aio = factory.on(broken).alloc(done -> results.add(done.result()))) {
            provider.start(aio);
            provider.succeed();
            awaitIdle(aio);
            log.take("rejected its callback");
            assertEquals(List.of(AioError.OK), results, "on the pool");
            provider.start(aio);
            queue.remove().run();
            assertEquals(1, results.size(), "the stale task finds nothing to do");
            provider.operation.finish(AioError.EAGAIN, 0);
            queue.remove().run();
            assertEquals(List.of(AioError.OK, AioError.EAGAIN), results);
        }
    }

    @Test
    void anExecutorThatRunsATaskTwiceRunsTheCallbackOnce() {
        Executor twice = task -> {
            task.run();
            task.run();
        };
        try (Aio aio = factory.on(twice).alloc(done -> results.add(done.result()))) {
            for (int i = 1; i <= 3; i++) {
                provider.start(aio);
                provider.succeed();
                assertEquals(i, results.size());
            }
        }
    }

    @Test
    void whatAnExecutorNeverRunsIsTakenBackWhenTheRuntimeCloses() {
        AtomicReference<Runnable> dropped = new AtomicReference<>();
        runtime.configure(config().drainTime(Duration.ofMillis(20)).build());
        Aio aio = factory.on(dropped::set).alloc(done -> results.add(done.result()));
        provider.start(aio);
        provider.succeed();
        runtime.close();
        log.take("test stops, and has waited for its operation");
        assertEquals(List.of(AioError.OK), results);
        assertFalse(aio.isBusy());
        dropped.get().run();
        assertEquals(1, results.size());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void callbacksThatThrowAreCountedThereToo(Executor inline) {
        try (Aio aio = factory.on(inline).alloc(done -> {
            throw new IllegalArgumentException();
        })) {
            provider.start(aio);
            provider.succeed();
            log.take("failed");
            assertFalse(aio.isBusy());
            assertEquals(1, runtime.snapshot().callbackFailures());
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void inlineHandlesThatFinishEachOtherKeepTheirOrder(Executor inline) {
        ManualProvider inner = ManualProvider.obedient();
        StringBuilder order = new StringBuilder();
        AioFactory view = factory.on(inline);
        try (Aio second = view.alloc(done -> order.append(" second"));
                Aio first = view.alloc(done -> {
                    order.append("first(");
                    inner.succeed();
                    order.append(")");
                })) {
            inner.start(second);
            provider.start(first);
            provider.succeed();
        }
        assertEquals("first( second)", order.toString());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void manyThreadsInCallbacksAtOnceAreAllRefusedToWait(Executor inline) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        Thread[] threads = new Thread[100];
        java.util.concurrent.CyclicBarrier together = new java.util.concurrent.CyclicBarrier(threads.length);
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                ManualProvider own = ManualProvider.obedient();
                try (Aio aio = factory.on(inline).alloc(done -> {
                    try {
                        together.await();
                        assertThrows(IllegalStateException.class, done::await);
                        together.await();
                        refused.incrementAndGet();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })) {
                    own.start(aio);
                    own.succeed();
                    awaitIdle(aio);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(threads.length, refused.get());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void anInlineChainOfManyOperationsNeedsNoStack(Executor inline) {
        AtomicInteger left = new AtomicInteger(100_000);
        try (Aio aio = factory.on(inline).alloc(done -> {
            if (left.decrementAndGet() > 0) {
                factory.sleep(Duration.ZERO, done);
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            assertEquals(0, left.get());
            assertFalse(aio.isBusy());
        }
    }

    static List<Executor> executors() {
        InlineExecutor declared = Runnable::run;
        return List.of(AioFactory.INLINE, Runnable::run, declared);
    }

    @Test
    void needsAnExecutor() {
        assertThrows(NullPointerException.class, () -> factory.on(null));
    }
}
