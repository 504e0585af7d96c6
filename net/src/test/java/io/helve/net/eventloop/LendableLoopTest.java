package io.helve.net.eventloop;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventSources;
import io.helve.aio.provider.AioEventWorker;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Polling;
import io.helve.stream.StreamConfig.Transport;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A loop that its own thread lends to workers: one thread holds it at a time, and it is never forgotten. */
class LendableLoopTest extends StreamTest {
    /** A pool that only knows its sources. */
    private static final class Pool implements AioEventSources {
        final List<AioEventSource> sources = new CopyOnWriteArrayList<>();

        @Override
        public void add(AioEventSource source) {
            sources.add(source);
        }

        @Override
        public void remove(AioEventSource source) {
            sources.remove(source);
        }
    }

    /** A worker that polls a loop again and again, or stays away from it in a callback. */
    private static final class TestWorker extends Thread implements AioEventWorker {
        private final AioEventSource source;
        volatile boolean ends;
        volatile boolean away;
        volatile int polls;
        volatile Runnable callback;

        TestWorker(AioEventSource source) {
            super("test-worker");
            this.source = source;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            while (!ends) {
                Runnable next = callback;
                if (next != null) {
                    callback = null;
                    next.run();
                }
                if (away || !source.poll(this)) {
                    LockSupport.parkNanos(50_000);
                } else {
                    polls++;
                }
            }
        }

        @Override
        public boolean mayWait() {
            return !ends && !away && callback == null;
        }

        @Override
        public long waitUntil() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean beginServing() {
            return true;
        }

        @Override
        public void endServing() {
            // the test needs nothing here
        }
    }

    private final Pool pool = new Pool();
    private final List<TestWorker> workers = new ArrayList<>();
    private Network network;
    private LendableLoop loop;

    private void open(Transport transport, int count) {
        network = new Network(
                StreamConfig.DEFAULTS.withThreads(1).withTransport(transport).withPolling(Polling.WORKERS));
        network.lendTo(pool);
        EventLoop acquired = network.connection().loop();
        loop = (LendableLoop) acquired;
        assertEquals(List.of(loop), pool.sources);
        for (int i = 0; i < count; i++) {
            workers.add(new TestWorker(loop));
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        for (TestWorker worker : workers) {
            worker.ends = true;
            loop.wakeUp();
        }
        for (TestWorker worker : workers) {
            worker.join(SOON.toMillis());
            assertFalse(worker.isAlive());
        }
        network.close();
        assertTrue(loop.isTerminated());
    }

    private static void seemBusy() {
        if (Thread.currentThread() instanceof NetThread thread) {
            thread.dispatched();
        }
    }

    /** Has the own thread see that its events go to workers, until it lends the loop. */
    private void lend() {
        await().atMost(SOON).pollInterval(1, TimeUnit.MILLISECONDS).until(() -> {
            loop.execute(LendableLoopTest::seemBusy);
            return thread() instanceof TestWorker;
        });
    }

    private Thread thread() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        return thread.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void everyTaskRunsOnceOnTheOneThreadThatHoldsTheLoop(Transport transport) throws Exception {
        open(transport, 3);
        lend();
        int count = 20_000;
        AtomicBoolean occupied = new AtomicBoolean();
        AtomicInteger submitted = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        Runnable task = () -> {
            if (!occupied.compareAndSet(false, true) || !loop.inEventLoop()) {
                wrong.incrementAndGet();
            }
            seemBusy();
            ran.incrementAndGet();
            occupied.set(false);
        };
        List<Thread> submitters = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread submitter = new Thread(() -> {
                for (int k = 0; k < count; k++) {
                    submitted.incrementAndGet();
                    loop.execute(task);
                    if (k % 500 == 0) {
                        LockSupport.parkNanos(1_500_000); // so that the loop is taken back, and lent again
                        submitted.incrementAndGet();
                        loop.schedule(task, 1, TimeUnit.MILLISECONDS);
                    }
                }
            });
            submitters.add(submitter);
            submitter.start();
        }
        for (int i = 0; i < 40; i++) {
            TestWorker worker = workers.get(i % 3);
            worker.away = i % 2 == 0;
            worker.callback = () -> {
                if (loop.runIfFree(task, -1)) {
                    submitted.incrementAndGet();
                }
            };
            loop.wakeUp();
            LockSupport.parkNanos(2_000_000);
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
        await().atMost(SOON).until(() -> ran.get() == submitted.get());
        assertEquals(0, wrong.get());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void theOwnThreadPollsALoopWhoseWorkersStayAway(Transport transport) {
        open(transport, 1);
        lend();
        TestWorker worker = workers.get(0);
        worker.away = true;
        loop.wakeUp();
        await().atMost(SOON).until(() -> thread() instanceof NetThread);
        CompletableFuture<Thread> scheduled = new CompletableFuture<>();
        loop.schedule(() -> scheduled.complete(Thread.currentThread()), 5, TimeUnit.MILLISECONDS);
        assertTrue(scheduled.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join() instanceof NetThread);
        worker.away = false;
        lend();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void theOwnThreadSleepsWhileAWorkerWaitsAndIsBackWhenTheWorkerIsNot(Transport transport) {
        open(transport, 1);
        lend();
        NetThread own = ownThread();
        await().until(() -> {
            lend(); // again, since the own thread takes the loop back from a worker that stalls
            return own.getState() == Thread.State.WAITING;
        });
        TestWorker worker = workers.get(0);
        worker.away = true;
        loop.wakeUp();
        await().atMost(SOON).until(() -> thread() == own);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void aWorkerThatWaitsRunsScheduledTasksWhenTheyAreDue(Transport transport) {
        open(transport, 1);
        for (int i = 0; i < 20; i++) {
            int delay = 1 + i % 3;
            eventually(() -> {
                lend(); // again, since the own thread takes the loop back from a worker that stalls
                CompletableFuture<Thread> ran = new CompletableFuture<>();
                loop.schedule(() -> ran.complete(Thread.currentThread()), delay, TimeUnit.MILLISECONDS);
                return joined(ran) == workers.get(0);
            });
        }
    }

    private static Thread joined(CompletableFuture<Thread> ran) {
        return ran.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static NetThread ownThread() {
        Thread[] all = new Thread[Thread.activeCount() + 50];
        int count = Thread.enumerate(all);
        for (int i = 0; i < count; i++) {
            if (all[i] instanceof NetThread thread && thread.getName().startsWith("helve-net-")) {
                return thread;
            }
        }
        throw new AssertionError("there is no event loop");
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void theLoopIsTakenBackFromAWorkerThatWaitsWhenThePoolGoes(Transport transport) {
        open(transport, 2);
        for (int i = 0; i < 20; i++) {
            lend();
            network.takeBackLoops(pool);
            assertEquals(List.of(), pool.sources);
            await().atMost(SOON).until(() -> thread() instanceof NetThread);
            assertTrue(thread() instanceof NetThread);
            network.lendTo(pool);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void theNetworkEndsWhileWorkersWaitInItsLoop(Transport transport) {
        open(transport, 2);
        lend();
        network.close();
        assertTrue(loop.isTerminated());
        assertEquals(List.of(), pool.sources);
        for (TestWorker worker : workers) {
            assertFalse(loop.inEventLoop(worker));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void onlyAWorkerMayTakeAFreeLoopToRunATask(Transport transport) {
        open(transport, 1);
        assertFalse(loop.runIfFree(() -> {}, -1));
        lend();
        TestWorker worker = workers.get(0);
        assertFalse(loop.runIfFree(() -> {}, -1));
        eventually(() -> {
            lend(); // again, since the own thread takes the loop back from a worker that stalls
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            worker.callback = () -> {
                if (!loop.runIfFree(() -> ran.complete(loop.inEventLoop() ? Thread.currentThread() : null), -1)) {
                    ran.complete(null);
                }
            };
            loop.wakeUp();
            return joined(ran) == worker;
        });
    }
}
