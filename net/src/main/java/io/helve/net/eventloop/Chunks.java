package io.helve.net.eventloop;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Chunks that are not in use, a few megabytes at most. Any thread takes and returns chunks without a lock. */
public final class Chunks {
    private static final int SLOTS = 256;
    private static final int TRIED = 64;

    private final AtomicReferenceArray<Chunk> free = new AtomicReferenceArray<>(SLOTS);
    private volatile boolean closed;

    /**
     * Creates a store with one chunk: the creation of a chunk loads Netty's classes, for which the first send should
     * not have to wait.
     */
    Chunks() {
        put(new Chunk(this, slot()));
    }

    /** {@return an empty chunk} */
    public Chunk take() {
        int first = slot();
        for (int i = 0; i < TRIED; i++) {
            int slot = first + i & SLOTS - 1;
            if (free.getOpaque(slot) != null) {
                Chunk chunk = free.getAndSet(slot, null);
                if (chunk != null) {
                    return chunk;
                }
            }
        }
        return new Chunk(this, first);
    }

    /** {@return whether the chunk is kept; otherwise the caller frees it} */
    boolean put(Chunk chunk) {
        for (int i = 0; i < TRIED && !closed; i++) {
            if (free.compareAndSet(chunk.slot + i & SLOTS - 1, null, chunk)) {
                return true;
            }
        }
        return false;
    }

    /** Frees all chunks. A chunk that is in use is freed when it is returned. */
    void close() {
        closed = true;
        for (int i = 0; i < SLOTS; i++) {
            Chunk chunk = free.getAndSet(i, null);
            if (chunk != null) {
                chunk.release(); // after the close no chunk is kept
            }
        }
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() * TRIED;
    }
}
