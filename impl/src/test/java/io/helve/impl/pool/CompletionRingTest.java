package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two queues: nothing lost, nothing twice, oldest first. */
@Timeout(180)
class CompletionRingTest {
    /** A completion of which only the identity and how often it was taken matter. */
    static final class Numbered extends Completion {
        final AtomicInteger taken = new AtomicInteger();

        @Override
        protected void complete(Worker worker) {
            throw new AssertionError("nobody runs it");
        }

        @Override
        protected PoolTenant poolTenant() {
            return null;
        }
    }

    @Test
    void givesBackInOrderAndRefusesWhatDoesNotFit() {
        CompletionRing ring = new CompletionRing(4);
        Numbered[] some = numbered(5);
        for (int turn = 0; turn < 10; turn++) {
            assertNull(ring.poll());
            assertTrue(ring.isEmpty());
            for (int i = 0; i < 4; i++) {
                assertTrue(ring.offer(some[i]));
                assertEquals(i + 1, ring.size());
            }
            assertFalse(ring.offer(some[4]));
            for (int i = 0; i < 4; i++) {
                assertSame(some[i], ring.poll());
            }
        }
    }

    @Test
    void theSameCompletionMayComeAgainAndAgain() {
        CompletionRing ring = new CompletionRing(2);
        Numbered one = new Numbered();
        for (int i = 0; i < 1000; i++) {
            assertTrue(ring.offer(one));
            assertSame(one, ring.poll());
            assertNull(ring.poll());
        }
    }

    @Test
    void holdsOnToNothingItHasGivenBack() {
        CompletionRing ring = new CompletionRing(8);
        WeakReference<Numbered> reference = new WeakReference<>(new Numbered());
        ring.offer(reference.get());
        ring.poll();
        while (reference.get() != null) {
            System.gc();
        }
        assertTrue(ring.isEmpty());
    }

    @Test
    void hasACapacityThatIsAPowerOfTwo() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new CompletionRing(6));
        assertTrue(e.getMessage().contains("6"), e.getMessage());
    }

    @Test
    void theOverflowQueueGivesBackInOrderAndCounts() {
        OverflowQueue queue = new OverflowQueue();
        Numbered[] some = numbered(3);
        for (int turn = 0; turn < 3; turn++) {
            assertNull(queue.poll());
            for (Numbered each : some) {
                queue.add(each);
            }
            assertEquals(3, queue.size());
            for (Numbered each : some) {
                assertSame(each, queue.poll());
                assertNull(each.next);
            }
            assertEquals(0, queue.size());
        }
    }

    @Test
    void manyThreadsLoseNothingAndTakeNothingTwice() throws Exception {
        CompletionRing ring = new CompletionRing(16);
        OverflowQueue overflow = new OverflowQueue();
        Numbered[] all = numbered(100_000);
        AtomicInteger left = new AtomicInteger(all.length);
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            int half = t / 2 * (all.length / 2);
            threads[t] = new Thread(
                    t % 2 == 0
                            ? () -> {
                                for (int i = half; i < half + all.length / 2; i++) {
                                    if (!ring.offer(all[i])) {
                                        overflow.add(all[i]);
                                    }
                                }
                            }
                            : () -> {
                                while (left.get() > 0) {
                                    Completion next = ring.poll();
                                    next = next == null ? overflow.poll() : next;
                                    if (next != null) {
                                        ((Numbered) next).taken.incrementAndGet();
                                        left.decrementAndGet();
                                    }
                                }
                            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Numbered each : all) {
            assertEquals(1, each.taken.get());
        }
    }

    private static Numbered[] numbered(int count) {
        Numbered[] all = new Numbered[count];
        for (int i = 0; i < count; i++) {
            all[i] = new Numbered();
        }
        return all;
    }
}
