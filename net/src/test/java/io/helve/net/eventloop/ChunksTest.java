package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks are used again. */
class ChunksTest {
    private final Chunks chunks = new Chunks(10 * Chunk.SIZE, 2 * Chunk.SIZE);
    private final TenantChunks tenant = chunks.of("somebody");

    @AfterEach
    void close() {
        chunks.close();
    }

    @Test
    void aChunkThatAnotherThreadGivesBackIsTakenAgain() throws InterruptedException {
        Chunk chunk = chunks.take();
        Thread loop = new Thread(chunk::release);
        loop.start();
        loop.join();

        Chunk again = chunks.take();

        assertSame(chunk, again);
        again.release();
    }

    @Test
    void whileDirectMemoryIsOnOrderSendsAreCoalescedOnTheHeap() {
        Chunk direct = tenant.take(100);
        Chunk heap = tenant.take(100);
        assertEquals(Chunk.SIZE, direct.room());
        assertTrue(heap.room() >= 100 && heap.room() < Chunk.SIZE, () -> "a chunk of its own: " + heap.room());
        heap.release();
        direct.release();
        Await.await().untilAsserted(() -> {
            Chunk first = tenant.take(1);
            Chunk second = tenant.take(1);
            first.release();
            second.release();
            assertEquals(Chunk.SIZE, second.room(), "the ordered memory has come");
        });
        assertEquals(0, tenant.budget().used());
    }

    @Test
    void aTenantGetsNoMoreThanItsShareAndOthersStillHaveTheirs() {
        TenantChunks other = chunks.of("another");
        Await.await().untilAsserted(() -> {
            List<Chunk> taken = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                taken.add(tenant.take(1));
            }
            Chunk others = other.take(1);
            taken.add(others);
            long used = tenant.budget().used();
            taken.forEach(Chunk::release);
            assertEquals(2 * Chunk.SIZE, used);
            assertEquals(Chunk.SIZE, others.room());
        });
        assertEquals(0, tenant.budget().used());
        assertEquals(0, other.budget().used());
    }

    @Test
    void whatAllTenantsUseTogetherIsBounded() {
        Await.await().untilAsserted(() -> {
            List<Chunk> taken = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                taken.add(chunks.of("tenant " + i).take(1));
            }
            long direct =
                    taken.stream().filter(each -> each.room() == Chunk.SIZE).count();
            taken.forEach(Chunk::release);
            assertEquals(10, direct);
        });
        assertEquals(10 * Chunk.SIZE, chunks.whole().used());
        chunks.limit(2 * Chunk.SIZE, Chunk.SIZE);
        List<Chunk> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            taken.add(chunks.of("tenant " + i).take(1));
        }
        taken.forEach(Chunk::release);
        assertTrue(chunks.whole().used() <= 2 * Chunk.SIZE, () -> "a lower limit has chunks freed as they come back");
    }
}
