package io.helve.impl.expiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.impl.EngineTest;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The expiry: one thread, woken only when it has to be, on a clock that the test turns. */
class ExpiryTest extends EngineTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long DAY = 24 * HOUR;
    private static final long MILLI = 1_000_000;

    private final AtomicLong clock = new AtomicLong(-17);
    private final AtomicInteger keptHouse = new AtomicInteger();
    private final List<String> expired = new CopyOnWriteArrayList<>();
    private volatile Thread thread;
    private volatile LongUnaryOperator housekeeping = now -> Timer.NEVER;
    private Expiry expiry = new Expiry(clock::get, this::newThread, this::keepHouse);

    private Thread newThread(Runnable body) {
        thread = new Thread(body, "helve-expiry-under-test");
        return thread;
    }

    private long keepHouse(long now) {
        try {
            return housekeeping.applyAsLong(now);
        } finally {
            keptHouse.incrementAndGet(); // afterwards: after this entry a test may change what housekeeping does
        }
    }

    @AfterEach
    void close() {
        expiry.close(5000);
        assertTrue(thread == null || !thread.isAlive());
    }

    private Expirable named(String name) {
        return (timer, now) -> {
            assertTrue(now >= timer.deadline(), "early");
            timer.disarm();
            expired.add(name);
            return true;
        };
    }

    /** Turns the clock on, and has the thread look at it. */
    private void advance(long nanos) {
        clock.addAndGet(nanos);
        int before = keptHouse.get();
        expiry.requestHousekeeping();
        eventually(() -> keptHouse.get() > before);
    }

    private void awaitAsleep() {
        eventually(() -> thread != null
                && (thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING));
    }

    @Test
    void hasNoThreadBeforeTheFirstTimer() {
        assertSame(null, thread);
        assertEquals(0, expiry.now());
        expiry.arm(null, named("a"), HOUR);
        assertTrue(thread.isAlive());
    }

    @Test
    void theCoarseTimeIsReadAnewAfterATenthOfASecond() {
        assertEquals(0, expiry.coarseNow());
        clock.addAndGet(99 * MILLI);
        assertEquals(0, expiry.coarseNow(), "not read again");
        advance(2 * MILLI);
        eventually(() -> expiry.coarseNow() == 101 * MILLI);
        advance(HOUR);
        eventually(() -> expiry.coarseNow() == 101 * MILLI + HOUR);
    }

    @Test
    void deadlinesOutOfOrderComeUpInOrder() {
        expiry.arm(null, named("c"), 3 * HOUR);
        expiry.arm(null, named("a"), HOUR);
        expiry.arm(null, named("b"), 2 * HOUR);
        awaitAsleep();
        assertEquals(List.of(), expired);
        for (String next : List.of("a", "b", "c")) {
            advance(HOUR + MILLI);
            eventually(() -> expired.contains(next));
        }
        assertEquals(List.of("a", "b", "c"), expired);
    }

    @Test
    void deadlinesFarAwayComeUp() {
        expiry.arm(null, named("week"), 7 * DAY);
        expiry.arm(null, named("month"), 30 * DAY);
        expiry.arm(null, named("years"), 3650 * DAY);
        advance(7 * DAY - MILLI);
        assertEquals(List.of(), expired);
        advance(2 * MILLI);
        eventually(() -> expired.equals(List.of("week")));
        advance(23 * DAY);
        eventually(() -> expired.equals(List.of("week", "month")));
        advance(3600 * DAY);
        assertEquals(2, expired.size());
        advance(30 * DAY);
        eventually(() -> expired.size() == 3);
    }

    @Test
    void anEarlierDeadlineWakesTheThread() {
        expiry = new Expiry(System::nanoTime, this::newThread, this::keepHouse);
        expiry.arm(null, named("later"), HOUR);
        awaitAsleep();
        expiry.arm(null, named("earlier"), expiry.now() + 5 * MILLI);
        eventually(() -> expired.equals(List.of("earlier")));
    }

    @Test
    void aDeadlineArmedWhileAnotherThreadIsStartingTheExpiryIsNotForgotten() {
        AtomicReference<Thread> second = new AtomicReference<>();
        Function<Runnable, Thread> slowToStart = body -> {
            thread = new Thread(body, "helve-expiry-under-test") {
                @Override
                public synchronized void start() {
                    super.start();
                    awaitAsleep(); // it has seen the first timer only
                    second.set(new Thread(() -> expiry.arm(null, named("second"), expiry.now() + 5 * MILLI)));
                    second.get().start();
                    eventually(() -> second.get().getState() == State.BLOCKED);
                }
            };
            return thread;
        };
        expiry = new Expiry(System::nanoTime, slowToStart, this::keepHouse);
        expiry.arm(null, named("first"), HOUR);
        eventually(() -> expired.equals(List.of("second")));
    }

    @Test
    void aTimerArmedAgainComesUpAtItsNewDeadlineOnly() {
        Expirable owner = named("a");
        Timer timer = expiry.arm(null, owner, HOUR);
        assertSame(timer, expiry.arm(timer, owner, 2 * HOUR), "a later deadline does not touch the wheel");
        advance(HOUR + MILLI);
        assertEquals(List.of(), expired);
        advance(HOUR);
        eventually(() -> expired.size() == 1);
    }

    @Test
    void aTimerArmedForAnEarlierDeadlineComesUpThen() {
        Expirable owner = named("a");
        Timer timer = expiry.arm(null, owner, 2 * HOUR);
        awaitAsleep();
        expiry.arm(timer, owner, HOUR);
        advance(HOUR + MILLI);
        eventually(() -> expired.size() == 1);
        advance(2 * HOUR);
        assertEquals(1, expired.size());
    }

    @Test
    void aDisarmedTimerDoesNotComeUp() {
        Timer timer = expiry.arm(null, named("a"), HOUR);
        timer.disarm();
        advance(2 * HOUR);
        advance(MILLI);
        assertEquals(List.of(), expired);
    }

    @Test
    void anOwnerThatIsJustStartingIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        expiry.arm(null, (timer, now) -> asked.incrementAndGet() == 3, HOUR);
        for (int i = 0; i < 5; i++) {
            advance(HOUR);
        }
        eventually(() -> asked.get() == 3);
    }

    @Test
    void anOwnerThatThrowsDoesNotStopTheOthers() {
        expiry.arm(
                null,
                (timer, now) -> {
                    throw new IllegalStateException("of the test");
                },
                HOUR);
        expiry.arm(null, named("b"), HOUR + MILLI);
        advance(2 * HOUR);
        eventually(() -> expired.size() == 1);
        log.take("Expiry of");
    }

    @Test
    void aReleasedTimerForgetsItsOwnerAtOnceAndIsFreedWithOthers() {
        List<WeakReference<Expirable>> owners = new ArrayList<>();
        List<WeakReference<Timer>> timers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Expirable owner = named("released " + i);
            Timer timer = expiry.arm(null, owner, HOUR);
            owners.add(new WeakReference<>(owner));
            timers.add(new WeakReference<>(timer));
            expiry.release(timer);
        }
        eventually(() -> {
            System.gc();
            return owners.stream().allMatch(owner -> owner.get() == null)
                    && timers.stream().filter(timer -> timer.get() != null).count() < 2500;
        });
        advance(2 * HOUR);
        assertEquals(List.of(), expired);
    }

    @Test
    void housekeepingGoesOnAsLongAsItAsksForThat() {
        AtomicInteger left = new AtomicInteger(3);
        housekeeping = now -> left.decrementAndGet() > 0 ? 1 : Timer.NEVER;
        clock.addAndGet(1);
        expiry.requestHousekeeping();
        eventually(() -> {
            clock.addAndGet(10);
            return left.get() == 0;
        });
        awaitAsleep();
        assertEquals(3, keptHouse.get());
    }

    @Test
    void housekeepingThatThrowsIsCalledAgainAMomentLaterAndTimersGoOn() {
        log.expect("Expiry failed");
        housekeeping = now -> {
            throw new IllegalStateException("of the test");
        };
        expiry.requestHousekeeping();
        eventually(() -> keptHouse.get() == 1);
        expiry.arm(null, named("a"), expiry.now() + 1);
        housekeeping = now -> Timer.NEVER;
        eventually(() -> {
            clock.addAndGet(MILLI);
            return keptHouse.get() == 2 && expired.size() == 1;
        });
        awaitAsleep();
        assertEquals(2, keptHouse.get());
    }

    @Test
    void aLoggerAndAnOwnerThatThrowDoNotEndTheThread() {
        log.setFailing(true);
        Expirable failing = new Expirable() {
            @Override
            public boolean expire(Timer timer, long now) {
                timer.disarm();
                throw new AssertionError("of the test");
            }

            @Override
            public String toString() {
                throw new IllegalStateException("of the test");
            }
        };
        housekeeping = now -> {
            housekeeping = later -> Timer.NEVER;
            throw new AssertionError("of the test");
        };
        expiry.arm(null, failing, HOUR);
        expiry.arm(null, named("beside it"), HOUR);
        clock.addAndGet(2 * HOUR);
        expiry.requestHousekeeping();
        eventually(() -> expired.contains("beside it"));
        Thread first = thread;
        expiry.arm(null, named("later"), 3 * HOUR);
        clock.addAndGet(2 * HOUR);
        expiry.requestHousekeeping();
        eventually(() -> expired.contains("later"));
        assertSame(first, thread);
    }

    @Test
    void anOwnerWithoutMemoryExpiresWhenThereIsSome() {
        AtomicInteger asked = new AtomicInteger();
        expiry.arm(
                null,
                (timer, now) -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("of the test");
                    }
                    timer.disarm();
                    return true;
                },
                HOUR);
        clock.addAndGet(2 * HOUR);
        expiry.requestHousekeeping();
        eventually(() -> {
            clock.addAndGet(MILLI);
            expiry.requestHousekeeping();
            return asked.get() == 2;
        });
        log.take("Expiry of");
    }

    @Test
    void aThreadThatDoesNotStartIsTriedAgainByTimersAndByHousekeeping() {
        AtomicInteger failures = new AtomicInteger(3);
        expiry = new Expiry(
                clock::get,
                body -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread, says the test");
                    }
                    return newThread(body);
                },
                this::keepHouse);
        expiry.requestHousekeeping();
        expiry.arm(null, named("a"), HOUR);
        assertTrue(expiry.isShortOfThreads());
        expiry.requestHousekeeping();
        assertSame(null, thread);
        expiry.requestHousekeeping();
        eventually(() -> keptHouse.get() > 0);
        advance(HOUR + MILLI);
        eventually(() -> expired.contains("a"));
        assertFalse(expiry.isShortOfThreads());
        log.take("Cannot start the thread that watches deadlines");
    }

    @Test
    void closingAnInterruptedThreadsExpiryStillWaitsForItsEnd() {
        expiry.arm(null, named("a"), HOUR);
        Thread.currentThread().interrupt();
        expiry.close(5000);
        assertTrue(Thread.interrupted());
        assertFalse(thread.isAlive());
    }

    @Test
    void afterCloseNoThreadIsStarted() {
        expiry.close(0);
        expiry.arm(null, named("a"), 1);
        expiry.requestHousekeeping();
        assertSame(null, thread);
    }
}
