package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.impl.pipe.DeferredActions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One at a time, everybody in the end, and who sleeps meanwhile is not kept out by who does not. */
@Timeout(180)
class SocketLockTest {
    private final SocketLock lock = new SocketLock();
    private int guarded;

    @Test
    void oneThreadAtATimeHasIt() throws InterruptedException {
        int rounds = 50_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger broken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            threads.add(new Thread(() -> {
                for (int n = 0; n < rounds; n++) {
                    lock.lock();
                    if (inside.incrementAndGet() != 1) {
                        broken.incrementAndGet();
                    }
                    guarded++;
                    inside.decrementAndGet();
                    lock.unlock();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, broken.get());
        assertEquals(threads.size() * rounds, guarded);
    }

    @Test
    void whoTakesItAgainAndAgainKeepsNobodyOut() throws InterruptedException {
        AtomicBoolean ending = new AtomicBoolean();
        Thread greedy = new Thread(() -> {
            while (!ending.get()) {
                lock.lock();
                for (int i = 0; i < 20; i++) {
                    Thread.onSpinWait();
                }
                lock.unlock();
            }
        });
        greedy.start();
        for (int i = 0; i < 2_000; i++) {
            lock.lock();
            guarded++;
            lock.unlock();
        }
        ending.set(true);
        greedy.join();
        assertEquals(2_000, guarded);
    }

    @Test
    void whoWaitsForLongSleeps() throws InterruptedException {
        lock.lock();
        AtomicBoolean entered = new AtomicBoolean();
        Thread waits = new Thread(() -> {
            lock.lock();
            entered.set(true);
            lock.unlock();
        });
        waits.start();
        while (waits.getState() != Thread.State.TIMED_WAITING) { // it does not burn the processor for ever
            Thread.onSpinWait();
        }
        assertTrue(!entered.get());
        lock.unlock();
        waits.join();
        assertTrue(entered.get());
    }

    @Test
    void effectsAreUsedAgain() {
        lock.lock();
        DeferredActions one = lock.take(null);
        DeferredActions other = lock.take(null);
        assertNotSame(one, other);
        lock.unlock();
        lock.give(one);
        lock.lock();
        assertSame(one, lock.take(null));
        lock.unlock();
    }
}
