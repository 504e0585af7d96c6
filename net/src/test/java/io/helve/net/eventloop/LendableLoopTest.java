package io.helve.net.eventloop;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventSources;
import io.helve.aio.provider.AioEventWorker;
import io.helve.internal.DetachedThread;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Polling;
import io.helve.stream.StreamConfig.Transport;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
        volatile Runnable beforeAdd = () -> {};

        @Override
        public void add(AioEventSource source) {
            beforeAdd.run();
            sources.add(source);
        }

        @Override
        public void remove(AioEventSource source) {
            sources.remove(source);
        }
    }

    /** A worker that polls a loop again and again, or stays away from it in a callback. */
    private static final class TestWorker implements Runnable, AioEventWorker {
        final DetachedThread thread =
                DetachedThread.of(Thread.currentThread().getThreadGroup(), this, "test-worker", null);
        private final AioEventSource source;
        volatile boolean ends;
        volatile boolean away;
        volatile int polls;
        volatile Runnable callback;

        TestWorker(AioEventSource source) {
            this.source = source;
            thread.start();
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
        public boolean beginServing(AioEventSource served) {
            return true;
        }

        @Override
        public void endServing() {
            // the test needs nothing here
        }

        @Override
        public boolean isInSource() {
            return ((LendableLoop) source).inEventLoop();
        }
    }

    private static final Runnable NOTHING = () -> {};

    private final Pool pool = new Pool();
    private final List<TestWorker> workers = new ArrayList<>();
    private Network network;
    private LendableLoop loop;
    private int deepest;

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
            worker.thread.join(SOON.toMillis());
            assertFalse(worker.thread.isAlive());
        }
        network.close();
        assertTrue(loop.isTerminated());
    }

    private static void seemBusy() {
        if (DetachedThread.roleOf(Thread.currentThread()) instanceof NetThread thread) {
            thread.dispatched();
        }
    }

    /** Has the own thread see that its events go to workers, until it lends the loop. */
    private void lend() {
        await().atMost(SOON).pollInterval(1, TimeUnit.MILLISECONDS).until(() -> {
            loop.execute(LendableLoopTest::seemBusy);
            return DetachedThread.roleOf(thread()) instanceof TestWorker;
        });
    }

    private static boolean isOwn(Thread thread) {
        return DetachedThread.roleOf(thread) instanceof NetThread;
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
        await().atMost(SOON).until(() -> isOwn(thread()));
        CompletableFuture<Thread> scheduled = new CompletableFuture<>();
        loop.schedule(() -> scheduled.complete(Thread.currentThread()), 5, TimeUnit.MILLISECONDS);
        assertTrue(isOwn(scheduled.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join()));
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
        await().atMost(SOON).until(() -> {
            if (!loop.isLent()) {
                lend(); // on a slow machine the own thread may have taken it back
            }
            return loop.ownSleeps();
        });
        TestWorker worker = workers.get(0);
        worker.away = true;
        loop.wakeUp();
        await().atMost(SOON).until(() -> isOwn(thread()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void aWorkerThatWaitsRunsScheduledTasksWhenTheyAreDue(Transport transport) {
        open(transport, 1);
        for (int i = 0; i < 20; i++) {
            int millis = 1 + i % 3;
            await().atMost(SOON).until(() -> {
                lend(); // on a slow machine the own thread may have taken it back
                CompletableFuture<Thread> ran = new CompletableFuture<>();
                loop.schedule(() -> ran.complete(Thread.currentThread()), millis, TimeUnit.MILLISECONDS);
                return ran.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join() == workers.get(0).thread;
            });
        }
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
            await().atMost(SOON).until(() -> isOwn(thread()));
            assertTrue(isOwn(thread()));
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
            assertFalse(loop.inEventLoop(worker.thread));
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
        assertFalse(loop.runIfFree(() -> {}, -1));
        TestWorker worker = workers.get(0);
        await().atMost(SOON).until(() -> {
            lend();
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            worker.callback = () -> {
                if (!loop.runIfFree(() -> ran.complete(loop.inEventLoop() ? Thread.currentThread() : null), -1)) {
                    ran.complete(null); // the own thread has just taken it back
                }
            };
            loop.wakeUp();
            return ran.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join() == worker.thread;
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void aLoopIsNotForgottenWhenTheStackOfACallbackIsUsedUp(Transport transport) {
        open(transport, 1);
        TestWorker worker = workers.get(0);
        for (int i = 0; i < 20; i++) {
            lend();
            deepest = 0;
            CompletableFuture<Void> done = new CompletableFuture<>();
            worker.callback = () -> {
                worker.away = true;
                useUpTheStack();
                done.complete(null);
            };
            loop.wakeUp();
            done.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
            assertTrue(isOwn(thread()));
            worker.away = false;
        }
    }

    /** Takes the loop at each of the deepest calls. */
    private void useUpTheStack() {
        try {
            useUpTheStack();
        } catch (StackOverflowError e) {
            // the calls further up have a little more stack
        }
        if (deepest++ < 400) {
            try {
                loop.runIfFree(NOTHING, -1);
            } catch (Error e) {
                // there is none for this call
            }
        }
    }

    /** A pool may go at any moment, also while a configuration lends it new loops. */
    @ParameterizedTest
    @EnumSource(names = "NIO")
    void aPoolThatGoesWhileLoopsAreLentToItHasNoneInTheEnd(Transport transport) throws Exception {
        open(transport, 0);
        Pool going = new Pool();
        CountDownLatch adding = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        going.beforeAdd = () -> {
            adding.countDown();
            try {
                gone.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        Thread lender = new Thread(() -> network.lendTo(going));
        lender.start();
        assertTrue(adding.await(SOON.toSeconds(), TimeUnit.SECONDS));
        network.takeBackLoops(going);
        gone.countDown();
        lender.join(SOON.toMillis());
        assertFalse(lender.isAlive());
        assertEquals(List.of(), going.sources);
        assertEquals(List.of(), pool.sources);
    }
}
