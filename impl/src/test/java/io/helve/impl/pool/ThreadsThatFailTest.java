package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioConfig;
import io.helve.impl.EngineTest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that cannot be started are tried again, and threads that something is thrown in go on or are replaced. */
class ThreadsThatFailTest extends EngineTest {
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicInteger watches = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();

    /** A pool that gets no native thread a few times. */
    private final CompletionPool pool = new CompletionPool(
            AioConfig.builder().pool("failing").threads(1, 1).build(),
            watches::incrementAndGet,
            () -> {},
            new WorkerFactory() {
                @Override
                void start(Worker worker) {
                    if (deaths.getAndDecrement() > 0) {
                        worker.searches = true; // the first and the last step of a worker's thread
                        worker.pool.died(worker);
                        return;
                    }
                    if (failures.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread, says the test");
                    }
                    super.start(worker);
                }
            });

    private final PoolTenant tenant = new PoolTenant("somebody", pool);

    @AfterEach
    void close() {
        assertTrue(pool.close(System.nanoTime() + SOON.toNanos()).isEmpty());
    }

    private Completion completion(Runnable body) {
        return new Completion() {
            @Override
            protected void complete(Worker worker) {
                completed.incrementAndGet();
                body.run();
            }

            @Override
            protected PoolTenant poolTenant() {
                return tenant;
            }
        };
    }

    @Test
    void completionsRunOnceThereAreThreadsAgain() {
        for (boolean logFails : new boolean[] {false, true}) {
            log.setFailing(logFails);
            completed.set(0);
            failures.set(3);
            pool.dispatch(completion(() -> {}));
            pool.dispatch(completion(() -> {}));
            assertTrue(pool.isShortOfThreads());
            assertEquals(2, pool.queued());
            assertTrue(watches.get() > 0, "the watchdog is asked to try again");
            pool.tryAgain();
            pool.tryAgain();
            eventually(() -> completed.get() == 2);
            assertFalse(pool.isShortOfThreads());
            log.takeAll("Cannot start thread");
            pool.workers().forEach(worker -> worker.outdated = true); // the next round starts without a thread, too
            pool.dispatch(completion(() -> {}));
            eventually(() -> pool.threads() == 0);
        }
        log.setFailing(false);
    }

    @Test
    void aWorkerThatDiesIsReplaced() {
        deaths.set(3);
        pool.dispatch(completion(() -> {}));
        eventually(() -> completed.get() == 1);
        assertEquals(1, pool.threads());
        assertTrue(deaths.get() <= 0);
    }

    @Test
    void aWorkerThatSomethingIsThrownInGoesOn() {
        goesOn();
    }

    private void goesOn() {
        for (Throwable failure : new Throwable[] {
            new OutOfMemoryError("says the test"), new StackOverflowError("says the test"), new AssertionError("no")
        }) {
            int before = completed.get();
            pool.dispatch(completion(() -> {
                throw ThreadsThatFailTest.<RuntimeException>unchecked(failure);
            }));
            for (int i = 0; i < 100; i++) {
                pool.dispatch(completion(() -> {}));
            }
            eventually(() -> completed.get() == before + 101);
            log.takeAll("goes on after a failure");
            assertEquals(1, pool.threads());
        }
    }

    @Test
    void aWorkerWhoseLogFailsToo() {
        log.setFailing(true);
        goesOn();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }
}
