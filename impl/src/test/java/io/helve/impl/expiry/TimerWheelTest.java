package io.helve.impl.expiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each timer comes up at or after its deadline, and when the wheel has been turned a tick beyond that. */
@Timeout(180)
class TimerWheelTest {
    private static final Expirable OWNER = (timer, now) -> true;
    private static final long TICK = 1L << TimerWheel.TICK_SHIFT;
    private static final long DAY = Duration.ofDays(1).toNanos();

    private final TimerWheel wheel = new TimerWheel();

    /** The waiting timers, by the tick at which each is due. */
    private final TreeMap<Long, List<Timer>> model = new TreeMap<>();

    private final Map<Timer, Long> deadlines = new HashMap<>();
    private long now;

    private Timer insert(long deadline) {
        Timer timer = new Timer(OWNER);
        assertTrue(timer.schedule(deadline));
        wheel.insert(timer, deadline);
        model.computeIfAbsent(dueTick(deadline), tick -> new ArrayList<>()).add(timer);
        deadlines.put(timer, deadline);
        return timer;
    }

    private long dueTick(long deadline) {
        return Math.max((deadline + TICK - 1) / TICK, now / TICK + 1);
    }

    /** Turns to a time and checks that exactly what is due comes up. */
    private void turn(long to) {
        now = to;
        wheel.turn(now, timer -> {
            Long deadline = deadlines.remove(timer);
            assertTrue(deadline != null, "came up twice, or after it was let go of");
            assertTrue(deadline <= now, () -> "early by " + (deadline - now));
        });
        model.headMap(now / TICK, true).clear();
        model.values().forEach(timers -> timers.removeIf(timer -> timer.owner() == null));
        model.values().removeIf(List::isEmpty);
        long waiting = model.values().stream().mapToLong(List::size).sum();
        assertEquals(waiting, deadlines.size(), () -> "late at " + now);
    }

    @Test
    void timersComeUpInTheirTurnWhateverTheOrderOfInsertion() {
        insert(9 * TICK);
        insert(3 * TICK);
        insert(300 * TICK);
        insert(5 * TICK - 1);
        for (long tick = 1; tick <= 301; tick++) {
            turn(tick * TICK);
        }
        assertTrue(deadlines.isEmpty());
    }

    @Test
    void aDeadlineThatHasPassedComesUpWithTheNextTick() {
        turn(1000 * TICK);
        insert(3);
        turn(1001 * TICK);
        assertTrue(deadlines.isEmpty());
    }

    @Test
    void nothingComesUpInATickThatIsNotOver() {
        insert(TICK + 1);
        turn(2 * TICK - 1);
        assertEquals(1, deadlines.size());
        turn(2 * TICK);
        assertEquals(0, deadlines.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 13, 14, 30, 365, 36500})
    void farDeadlinesComeUpWhenTheWheelIsTurnedOnlyWhenItAsksForThat(long days) {
        long deadline = days * DAY + 12345;
        insert(deadline);
        int turns = 0;
        while (!deadlines.isEmpty()) {
            long next = wheel.nextTime();
            assertTrue(next <= dueTick(deadline) * TICK, "asks too late");
            assertTrue(next > now, "asks for a time that has passed");
            turn(next);
            turns++;
        }
        assertTrue(turns <= 4 + days / 6, "cascades of one timer: " + turns);
        assertEquals(Timer.NEVER, wheel.nextTime());
    }

    @Test
    void aLongIdleTimeIsSkippedNotWalked() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            insert(50 * 365 * DAY);
            turn(20 * 365 * DAY);
            insert(now + TICK);
            insert(now + 60 * DAY);
            turn(now + 2 * TICK);
            assertEquals(2, deadlines.size());
            turn(51 * 365 * DAY);
            assertEquals(0, deadlines.size());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void behavesAsASortedMapDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Timer> live = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> live.add(insert(now + distance(random)));
                case 4 -> {
                    if (!live.isEmpty()) {
                        letGo(live.remove(random.nextInt(live.size())));
                    }
                }
                case 5 -> turn(now + random.nextLong(3 * TICK));
                case 6 -> {
                    long next = wheel.nextTime();
                    if (next != Timer.NEVER) {
                        turn(Math.max(now, next));
                    }
                }
                default -> {
                    if (random.nextInt(50) == 0) {
                        turn(now + distance(random));
                    } else if (random.nextInt(20) == 0) {
                        wheel.sweep(timer -> deadlines.remove(timer));
                        turn(now + TICK);
                    }
                }
            }
            checkNextTime();
        }
        turn(now + 200 * 365 * DAY);
        assertEquals(0, deadlines.size());
        assertEquals(Timer.NEVER, wheel.nextTime());
    }

    private void letGo(Timer timer) {
        timer.letGo();
        deadlines.remove(timer);
        model.values().forEach(timers -> timers.remove(timer));
    }

    private void checkNextTime() {
        model.values().removeIf(List::isEmpty);
        if (!model.isEmpty()) {
            long next = wheel.nextTime();
            assertTrue(
                    next <= model.firstKey() * TICK, () -> "asks for " + next + ", needed " + model.firstKey() * TICK);
        }
    }

    private static long distance(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(10, 62)) >>> random.nextInt(3);
    }

    @Test
    void sweepingFreesWhatWasLetGoOfAndKeepsTheRest() {
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            timers.add(insert(DAY + i * TICK));
        }
        for (int i = 0; i < 1000; i += 2) {
            letGo(timers.get(i));
        }
        Consumer<Timer> none = timer -> {
            throw new AssertionError("came up");
        };
        int left = wheel.sweep(none);
        assertTrue(left >= 500 && left < 1000, () -> "kept " + left);
        for (int i = 0; i < 1000; i++) {
            assertEquals(
                    i % 2 == 0 ? Timer.NEVER : DAY + i * TICK, timers.get(i).scheduledFor());
        }
        turn(DAY + 1000 * TICK);
        assertEquals(0, deadlines.size());
    }

    @Test
    void manyThreadsInsertWhileOneTurns() throws Exception {
        int threads = 3;
        int each = 60_000;
        AtomicLong time = new AtomicLong();
        AtomicIntegerArray seen = new AtomicIntegerArray(threads * each);
        AtomicInteger early = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(threads * each);
        Map<Timer, Integer> numbers = new java.util.concurrent.ConcurrentHashMap<>();
        Thread[] inserters = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int first = t * each;
            SplittableRandom random = new SplittableRandom(t);
            inserters[t] = new Thread(() -> {
                for (int i = first; i < first + each; i++) {
                    Timer timer = new Timer(OWNER);
                    numbers.put(timer, i);
                    long deadline = time.get() + random.nextLong(1L << random.nextInt(1, 34));
                    timer.schedule(deadline);
                    wheel.insert(timer, deadline);
                    timer.setDeadline(deadline);
                }
            });
            inserters[t].start();
        }
        SplittableRandom random = new SplittableRandom(99);
        while (left.get() > 0) {
            long at = time.addAndGet(random.nextLong(1L << random.nextInt(10, 31)));
            wheel.turn(at, timer -> {
                if (timer.deadline() != Timer.NEVER && timer.deadline() > at) {
                    early.incrementAndGet();
                }
                seen.incrementAndGet(numbers.get(timer));
                left.decrementAndGet();
            });
            Thread.yield();
        }
        for (Thread inserter : inserters) {
            inserter.join();
        }
        assertEquals(0, early.get());
        for (int i = 0; i < seen.length(); i++) {
            assertEquals(1, seen.get(i));
        }
        assertEquals(Timer.NEVER, wheel.nextTime());
    }
}
