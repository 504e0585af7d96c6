package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks are used again. */
class ChunksTest {
    private final Chunks chunks = new Chunks();

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
        Chunk another = chunks.take();

        assertSame(chunk, again);
        assertNotSame(chunk, another);
        again.release();
        another.release();
    }
}
