package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioEventScope;
import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventSources;
import io.helve.aio.provider.AioEventThread;
import io.helve.aio.provider.AioEventWorker;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.internal.SharedThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Idle workers wait in the sources of events of providers, and run what they find there themselves. */
class WorkersInSourcesTest extends EngineTest {
    /** A source whose events are tasks. Like an event loop it wakes its poller only while that waits. */
    private static final class TestSource implements AioEventSource {
        private final Queue<Runnable> events = new ArrayDeque<>();
        private final AtomicReference<Thread> poller = new AtomicReference<>();
        private boolean waiting;
        private boolean woken;
        private AioEventScope scope;

        @Override
        public AioEventScope scope() {
            return scope;
        }

        @Override
        public boolean poll(AioEventWorker worker) {
            if (!poller.compareAndSet(null, Thread.currentThread())) {
                return false;
            }
            try {
                await(worker);
                for (Runnable event = next(); event != null; event = next()) {
                    event.run();
                }
                return true;
            } finally {
                poller.set(null);
            }
        }

        private synchronized void await(AioEventWorker worker) {
            waiting = true;
            woken = false;
            while (events.isEmpty() && !woken && worker.mayWait()) {
                try {
                    wait(1 + Math.min(60_000, Math.max(0, (worker.waitUntil() - System.nanoTime()) / 1_000_000)));
                } catch (InterruptedException e) {
                    woken = true;
                }
            }
            waiting = false;
        }

        private synchronized Runnable next() {
            return events.poll();
        }

        synchronized void post(Runnable event) {
            events.add(event);
            notifyAll();
        }

        @Override
        public synchronized void wakeUp() {
            if (waiting) {
                woken = true;
                notifyAll();
            }
        }

        synchronized boolean hasWaiter() {
            return waiting;
        }
    }

    private final TestSource source = new TestSource();
    private AioEventSources sources;

    @Override
    protected AioConfig.Builder config() {
        return super.config().threads(1, 4);
    }

    @BeforeEach
    void addSource() {
        sources = runtime.service(AioEventSources.class);
        sources.add(source);
    }

    private void awaitWaiter() {
        try (Aio aio = factory.alloc(done -> {})) { // the first completion starts a worker
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
        }
        eventually(source::hasWaiter);
    }

    /** {@return the worker that waits} */
    private Thread awaitPoller() {
        awaitWaiter();
        AtomicReference<Thread> seen = new AtomicReference<>();
        eventually(() -> {
            seen.set(source.poller.get());
            return seen.get() != null;
        });
        return seen.get();
    }

    /** {@return an operation that ends with an event of the source} */
    private static AioOperation pending(Aio aio) {
        return AioOperation.start(aio, (operation, reason) -> operation.finish(reason, 0));
    }

    @Test
    void theWorkerThatFindsTheEndOfAnOperationRunsItsCallbackAfterwards() {
        awaitWaiter();
        AtomicReference<Thread> found = new AtomicReference<>();
        AtomicReference<Thread> ran = new AtomicReference<>();
        AtomicReference<Thread> stillPolling = new AtomicReference<>();
        try (Aio aio = factory.alloc(done -> {
            stillPolling.set(source.poller.get());
            ran.set(Thread.currentThread());
        })) {
            AioOperation operation = pending(aio);
            source.post(() -> {
                found.set(Thread.currentThread());
                operation.finish(AioError.OK, 0);
            });
            awaitIdle(aio);
        }
        assertSame(found.get(), ran.get());
        assertNotSame(ran.get(), stillPolling.get(), "the source was free while the callback ran");
    }

    @Test
    void aWorkerThatWaitsInASourceIsWokenForOtherWork() {
        runtime.configure(config().threads(1, 1).build());
        awaitWaiter();
        for (int i = 0; i < 200; i++) {
            try (Aio aio = factory.alloc(done -> {})) {
                factory.sleep(Duration.ZERO, aio);
                awaitIdle(aio);
            }
        }
    }

    @Test
    void aCallbackThatBlocksKeepsBackNothingElseThatWasFoundWithIt() {
        awaitWaiter();
        Gate gate = new Gate();
        AtomicInteger ran = new AtomicInteger();
        List<Aio> others = new ArrayList<>();
        Aio blocking = factory.alloc(done -> gate.pass());
        AioOperation first = pending(blocking);
        List<AioOperation> rest = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Aio other = factory.alloc(done -> ran.incrementAndGet());
            others.add(other);
            rest.add(pending(other));
        }
        source.post(() -> {
            first.finish(AioError.OK, 0);
            rest.forEach(operation -> operation.finish(AioError.OK, 0));
        });
        gate.awaitEntered();
        eventually(() -> ran.get() == 20);
        eventually(source::hasWaiter);
        gate.open();
        others.forEach(Aio::close);
        blocking.close();
    }

    @Test
    void anInlineCallbackThatBlocksInASourceKeepsBackNoCallbackOfThePool() {
        awaitWaiter();
        Gate gate = new Gate();
        AtomicInteger ran = new AtomicInteger();
        try (Aio pooled = factory.alloc(done -> ran.incrementAndGet());
                Aio inline = factory.on(AioFactory.INLINE).alloc(done -> gate.pass());
                Aio later = factory.alloc(done -> ran.incrementAndGet())) {
            AioOperation first = pending(pooled);
            AioOperation second = pending(inline);
            source.post(() -> {
                first.finish(AioError.OK, 0);
                second.finish(AioError.OK, 0);
            });
            gate.awaitEntered();
            eventually(() -> ran.get() == 1);
            factory.sleep(Duration.ZERO, later); // nobody counts on the worker that is blocked
            eventually(() -> ran.get() == 2);
            gate.open();
            awaitIdle(inline);
        }
    }

    @Test
    void workersThatHavePolledARemovedSourceAreReplaced() {
        Thread before = awaitPoller();
        assertNotNull(Worker.on(before));
        sources.remove(source);
        eventually(() -> !before.isAlive());
        AtomicReference<Thread> after = new AtomicReference<>();
        try (Aio aio = factory.alloc(done -> after.set(Thread.currentThread()))) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
        }
        assertNotSame(before, after.get());
        assertFalse(source.hasWaiter());
    }

    @Test
    void anInterruptDoesNotReachAWorkerThatPolls() {
        Thread worker = awaitPoller();
        worker.interrupt();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        source.post(() -> {
            Thread.currentThread().interrupt();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        eventually(() -> interrupted.get() != null);
        assertFalse(interrupted.get());
    }

    @Test
    void aUsersExecutorIsNotCalledOnAWorkerThatPolls() {
        awaitWaiter();
        AtomicReference<Object> pollerThen = new AtomicReference<>(this);
        try (Aio aio = factory.on(task -> {
                    pollerThen.set(source.poller.get() == Thread.currentThread());
                    task.run();
                })
                .alloc(done -> {})) {
            AioOperation operation = pending(aio);
            source.post(() -> operation.finish(AioError.OK, 0));
            awaitIdle(aio);
        }
        assertEquals(false, pollerThen.get());
    }

    @Test
    void othersDependOnAWorkerWhileItPollsAndNotInACallback() {
        awaitWaiter();
        AtomicReference<Boolean> polling = new AtomicReference<>();
        AtomicReference<Boolean> inCallback = new AtomicReference<>();
        try (Aio aio = factory.alloc(done -> inCallback.set(SharedThread.isCurrent()))) {
            AioOperation operation = pending(aio);
            source.post(() -> {
                polling.set(SharedThread.isCurrent());
                operation.finish(AioError.OK, 0);
            });
            awaitIdle(aio);
        }
        assertEquals(true, polling.get());
        assertEquals(false, inCallback.get());
        assertFalse(SharedThread.isCurrent());
    }

    private static AioEventWorker current() {
        return Worker.current();
    }

    /** Runs something in a callback on a worker. */
    private void inCallback(Runnable task) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Aio aio = factory.alloc(done -> {
            try {
                task.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            awaitIdle(aio);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    @Test
    void anInterruptThatComesWhileACallbackWritesForASourceReachesItAfterwards() {
        inCallback(() -> {
            Thread.currentThread().interrupt();
            assertTrue(current().beginServing(source));
            assertTrue(current().isInSource());
            assertFalse(Thread.currentThread().isInterrupted());
            current().endServing();
            assertTrue(Thread.interrupted());
            assertTrue(current().beginServing(source));
            Thread.currentThread().interrupt();
            assertFalse(Thread.currentThread().isInterrupted());
            current().endServing();
            assertTrue(Thread.interrupted());
            assertFalse(current().isInSource());
        });
    }

    @Test
    void aCallbackDoesNotWriteForASourceThatHasBeenRemovedThoughThereAreOthers() {
        TestSource other = new TestSource();
        inCallback(() -> assertFalse(current().beginServing(other)));
        sources.add(other);
        inCallback(() -> assertTrue(serves(other)));
        sources.remove(other);
        AtomicBoolean servesTheOneThatIsLeft = new AtomicBoolean();
        eventually(() -> {
            inCallback(() -> {
                assertFalse(serves(other));
                servesTheOneThatIsLeft.set(serves(source)); // not if this worker is about to be renewed
            });
            return servesTheOneThatIsLeft.get();
        });
    }

    private static boolean serves(AioEventSource asked) {
        boolean may = current().beginServing(asked);
        if (may) {
            current().endServing();
        }
        return may;
    }

    @Test
    void aWorkerThatPollsStaysShieldedWhenAnInlineCallbackHasWrittenForAnotherSource() {
        TestSource other = new TestSource();
        sources.add(other);
        runtime.configure(config().threads(1, 1).build());
        inCallback(() -> {}); // starts the worker
        eventually(() -> source.hasWaiter() || other.hasWaiter());
        TestSource polled = source.hasWaiter() ? source : other;
        TestSource written = polled == source ? other : source;
        AtomicReference<Boolean> wrote = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        try (Aio aio = factory.on(AioFactory.INLINE).alloc(done -> {
            wrote.set(current().beginServing(written));
            current().endServing();
        })) {
            AioOperation operation = pending(aio);
            polled.post(() -> {
                operation.finish(AioError.OK, 0);
                Thread.currentThread().interrupt();
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            eventually(() -> interrupted.get() != null);
        }
        assertEquals(true, wrote.get());
        assertFalse(interrupted.get());
    }

    /** A callback that had no stack left to end its writing. */
    @Test
    void aCallbackThatDoesNotEndItsWritingLeavesItsWorkerAsItWas() {
        runtime.configure(config().threads(1, 1).build());
        inCallback(() -> assertTrue(current().beginServing(source)));
        inCallback(() -> {
            assertFalse(current().isInSource());
            Thread.currentThread().interrupt();
            assertTrue(Thread.interrupted());
            assertTrue(current().beginServing(source));
            current().endServing();
        });
    }

    /** A thread of a provider. */
    private static final class ProviderThread extends Thread implements AioEventThread {
        private final AioOperation ends;
        private int dispatches;

        ProviderThread(AioOperation ends) {
            this.ends = ends;
        }

        @Override
        public void run() {
            ends.finish(AioError.OK, 0);
        }

        @Override
        public void dispatched() {
            dispatches++;
        }
    }

    private int dispatches(AioFactory handles) throws InterruptedException {
        try (Aio aio = handles.alloc(done -> {})) {
            ProviderThread thread = new ProviderThread(pending(aio));
            thread.start();
            thread.join();
            awaitIdle(aio);
            return thread.dispatches;
        }
    }

    @Test
    void theThreadOfAProviderIsToldWhatGoesToWorkersThatCouldPollItsSource() throws InterruptedException {
        assertEquals(1, dispatches(factory));
        assertEquals(0, dispatches(factory.on(AioFactory.INLINE)));
        assertEquals(0, dispatches(open(config().pool("other").build()).factory()));
    }

    @Test
    void aSurplusWorkerThatWaitsInASourceEndsWhenTheLimitsChange() {
        runtime.configure(config().threads(2, 2).build());
        awaitWaiter();
        runtime.configure(config().threads(1, 1).build());
        eventually(() -> runtime.snapshot().threads() == 1);
        awaitWaiter();
        assertEquals(1, runtime.snapshot().threads());
    }

    @Test
    void nothingIsLostWhileEventsAndOtherWorkCompete() {
        int count = 5_000;
        AtomicInteger ran = new AtomicInteger();
        List<Aio> handles = new ArrayList<>();
        awaitWaiter();
        for (int i = 0; i < count; i++) {
            Aio aio = factory.alloc(done -> ran.incrementAndGet());
            handles.add(aio);
            AioOperation operation = pending(aio);
            if (i % 2 == 0) {
                source.post(() -> operation.finish(AioError.OK, 0));
            } else {
                operation.finish(AioError.OK, 0);
            }
            if (i % 64 == 0) {
                awaitIdle(aio);
            }
        }
        eventually(() -> ran.get() == count);
        handles.forEach(Aio::close);
    }

    /** A scope of which several threads may be part. */
    private static final class TestScope implements AioEventScope {
        private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
        private final AtomicInteger entries = new AtomicInteger();

        @Override
        public void run(Runnable body) {
            entries.incrementAndGet();
            assertTrue(inside.add(Thread.currentThread()));
            body.run();
            assertTrue(inside.remove(Thread.currentThread()));
        }

        boolean isCurrent() {
            return inside.contains(Thread.currentThread());
        }
    }

    private static TestSource in(AioEventScope scope) {
        TestSource scoped = new TestSource();
        scoped.scope = scope;
        return scoped;
    }

    /** Adds sources in place of the one that has no scope. */
    private void replaceSource(TestSource... added) {
        sources.remove(source);
        runtime.configure(config().threads(1, 1).build());
        for (TestSource each : added) {
            sources.add(each);
        }
        inCallback(() -> {}); // starts the worker
    }

    /** {@return whether the current thread is in a scope when the source has an event} */
    private boolean isInsideIn(TestScope scope, TestSource polled) {
        AtomicReference<Boolean> inside = new AtomicReference<>();
        eventually(() -> {
            if (polled.hasWaiter()) {
                polled.post(() -> inside.set(scope.isCurrent()));
            }
            return inside.get() != null;
        });
        return inside.get();
    }

    @Test
    void aWorkerPollsASourceAndRunsCallbacksInTheScopeOfTheSourceWhichItEntersOnce() {
        TestScope scope = new TestScope();
        TestSource one = in(scope);
        replaceSource(one, in(scope));
        assertTrue(isInsideIn(scope, one));
        inCallback(() -> {
            assertTrue(scope.isCurrent());
            assertTrue(serves(one));
        });
        assertEquals(1, scope.entries.get());
    }

    @Test
    void aWorkerEntersTheScopeOfASourceThatIsAddedLaterInsideOfTheOthers() {
        TestScope first = new TestScope();
        TestScope second = new TestScope();
        TestSource one = in(first);
        replaceSource(one);
        assertTrue(isInsideIn(first, one));
        sources.add(in(second));
        eventually(() -> {
            inCallback(() -> assertTrue(first.isCurrent()));
            return !second.inside.isEmpty();
        });
        inCallback(() -> assertTrue(first.isCurrent() && second.isCurrent()));
        assertEquals(1, first.entries.get());
    }

    @Test
    void aCallbackDoesNotWriteForASourceWhoseScopeItsWorkerHasNotEntered() {
        TestSource scoped = in(new TestScope());
        runtime.configure(config().threads(1, 1).build());
        AtomicBoolean served = new AtomicBoolean(true);
        inCallback(() -> {
            sources.add(scoped);
            served.set(serves(scoped));
        });
        assertFalse(served.get());
    }

    @Test
    void aWorkerLeavesItsScopesBeforeItsThreadEnds() {
        TestScope scope = new TestScope();
        TestSource scoped = in(scope);
        replaceSource(scoped);
        assertTrue(isInsideIn(scope, scoped));
        Thread inside = scope.inside.iterator().next();
        sources.remove(scoped);
        eventually(() -> !inside.isAlive());
        assertEquals(Set.of(), scope.inside);
        sources.add(scoped);
        inCallback(() -> {});
        eventually(() -> !scope.inside.isEmpty());
        runtime.close();
        assertEquals(Set.of(), scope.inside);
    }

    @Test
    void aScopeThatFailsBeforeTheWorkerIsInsideIsLeftOut() {
        helve.log().expect("goes on after a failure");
        TestSource failing = in(body -> {
            throw new IllegalStateException("does not know this thread");
        });
        replaceSource(failing);
        eventually(failing::hasWaiter);
        inCallback(() -> assertTrue(serves(failing)));
    }

    @Test
    void aScopeThatFailsToCleanUpDoesNotKeepTheThreadFromEnding() {
        helve.log().expect("failed to clean it up");
        TestSource failing = in(body -> {
            body.run();
            throw new NoClassDefFoundError("the provider has gone");
        });
        replaceSource(failing);
        eventually(failing::hasWaiter);
        AtomicReference<Thread> worker = new AtomicReference<>();
        inCallback(() -> worker.set(Thread.currentThread()));
        sources.remove(failing);
        eventually(() -> !worker.get().isAlive());
        inCallback(() -> assertNotSame(worker.get(), Thread.currentThread()));
    }
}
