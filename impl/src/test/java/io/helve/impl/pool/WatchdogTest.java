package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioConfig;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.LoopThread;
import io.helve.internal.SharedThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the watchdog writes about slow code, on a clock that the test turns. */
class WatchdogTest extends EngineTest {
    private final CompletionPool pool = new CompletionPool(
            AioConfig.builder().pool("watched").threads(2, 2).threadsSpare(0).build(), () -> {}, () -> {});
    private final Watchdog watchdog = new Watchdog(pool, () -> 1);
    private final PoolTenant tenant = new PoolTenant("somebody", pool);
    private long now = TimeUnit.HOURS.toNanos(1);

    @AfterEach
    void close() {
        assertTrue(pool.close(System.nanoTime() + SOON.toNanos()).isEmpty());
    }

    /** A callback that stands at a gate. */
    private final class Standing extends Completion {
        final Gate gate = new Gate();

        @Override
        protected void complete(Worker worker) {
            worker.enter(this, null);
            gate.pass();
            worker.leave();
        }

        @Override
        protected PoolTenant poolTenant() {
            return tenant;
        }
    }

    private Standing stand() {
        Standing standing = new Standing();
        pool.dispatch(standing);
        standing.gate.awaitEntered();
        return standing;
    }

    private void open(Standing standing) {
        standing.gate.open();
        eventually(() -> pool.busyThreads() == 0);
    }

    /** Lets time pass as it does for a watchdog that is called in time. */
    private void pass(long millis) {
        for (long left = millis; left > 0; left -= 10) {
            now += TimeUnit.MILLISECONDS.toNanos(Math.min(left, 10));
            watchdog.look(now);
        }
    }

    @Test
    void slowCodeIsLoggedAfter250MillisecondsOneTenAndSixtySecondsAndWhenItEnds() {
        Standing slow = stand();
        pass(240);
        assertEquals(0, log.takeAll("Slow callback"));
        pass(20);
        LogRecord first = log.take("Slow callback of somebody: on thread helve-aio-watched-1 for 250 ms");
        assertTrue(List.of(first.getThrown().getStackTrace()).toString().contains("Gate.pass"));
        pass(730);
        assertEquals(0, log.takeAll("Slow callback"));
        pass(30);
        log.take("for 1,000 ms; callbacks must not block");
        pass(9_000);
        log.take("for 10,000 ms");
        pass(50_010);
        log.take("for 60,000 ms");
        pass(60_000);
        assertEquals(0, log.takeAll("Slow callback"));
        open(slow);
        pass(10);
        log.take("Slow callback of somebody: on thread helve-aio-watched-1 ended after 120,0");
        assertEquals(1, watchdog.slowCallbacks());
    }

    @Test
    void aQuickCallbackIsNotBlamedForAProcessThatWasSuspended() {
        Standing quick = stand();
        pass(200);
        now += TimeUnit.SECONDS.toNanos(3); // nobody has run meanwhile, neither the callback nor the watchdog
        pass(10);
        assertEquals(0, log.takeAll("Slow callback"));
        assertEquals(0, watchdog.slowCallbacks());
        open(quick);
    }

    @Test
    void entriesAreBoundedForEachTenant() {
        for (int i = 0; i < LogQuota.ENTRIES + 5; i++) {
            Standing slow = stand();
            pass(300);
            open(slow);
            pass(10);
        }
        assertEquals(LogQuota.ENTRIES, log.takeAll(" ms; callbacks must not block"));
        assertEquals(LogQuota.ENTRIES, log.takeAll("ended after"));
        assertEquals(LogQuota.ENTRIES + 5, watchdog.slowCallbacks());
        pass(10_000);
        Standing slow = stand();
        pass(300);
        log.take("callbacks must not block (5 more such entries for this tenant were left out)");
        open(slow);
        pass(10);
        log.take("ended after");
    }

    @Test
    void theStackOfAThreadThatHasJustEndedItIsNotShown() throws InterruptedException {
        Gate gate = new Gate();
        Completion quick = new Standing();
        AtomicReference<Boolean> looked = new AtomicReference<>(false);
        final class Watched extends Thread implements SharedThread {
            @Override
            public void run() {
                CallbackThread record = CallbackThreads.current();
                int level = record.level++;
                record.enter(level, quick, null);
                gate.pass();
                record.leave(level);
                record.level = level;
                record.thread = null;
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                StackTraceElement[] stack = super.getStackTrace();
                if (Thread.currentThread() != this) { // the callback ends while its stack is taken
                    looked.set(true);
                    gate.open();
                    eventually(() -> !isAlive());
                }
                return stack;
            }
        }
        Watched thread = new Watched();
        thread.start();
        gate.awaitEntered();
        pass(300);
        thread.join();
        assertTrue(looked.get());
        assertEquals(0, log.takeAll("Slow callback"));
        assertEquals(0, watchdog.slowCallbacks());
    }

    @Test
    void aThreadThatIsNotOursIsNotWatched() throws InterruptedException {
        Gate gate = new Gate();
        Completion inline = new Standing();
        Thread own = new Thread(() -> {
            CallbackThread record = CallbackThreads.current();
            int level = record.level++;
            record.enter(level, inline, null);
            gate.pass();
            record.leave(level);
            record.level = level;
            record.thread = null;
        });
        own.start();
        gate.awaitEntered();
        pass(1000);
        gate.open();
        own.join();
        assertEquals(0, watchdog.slowCallbacks());
    }

    @Test
    void aTenantGetsThePrivilegeOfInlineCallbacksBack() {
        assertTrue(tenant.mayRunInline());
        assertTrue(tenant.suspendInline());
        assertFalse(tenant.suspendInline());
        assertFalse(tenant.mayRunInline());
        assertEquals(Duration.ofMinutes(1).toNanos(), PoolTenant.SUSPENSION);
    }

    @Test
    void aLoopThatRunsNothingIsNotWatched() {
        try (LoopThread loop = new LoopThread()) {
            loop.later(() -> {}).join();
            pass(1000);
        }
        assertEquals(0, watchdog.slowCallbacks());
    }
}
