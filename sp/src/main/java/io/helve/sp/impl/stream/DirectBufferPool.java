package io.helve.sp.impl.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Direct memory for what is on its way. A pipe has a small buffer each way, and a large one while there is much to do;
 * those that are given back are kept, up to a bound.
 */
final class DirectBufferPool {
    static final int SMALL = 4 << 10;
    static final int LARGE = 256 << 10;

    private static final int SMALL_KEPT = 512;
    private static final int LARGE_KEPT = 32;

    /** Guarded by itself, as the other. */
    private final ArrayDeque<ByteBuffer> small = new ArrayDeque<>();

    private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>();

    ByteBuffer small() {
        ByteBuffer kept;
        synchronized (small) {
            kept = small.pollLast();
        }
        return keptOrNew(kept, SMALL);
    }

    /** {@return a large buffer: of those that are free, one that others are least likely to ask for again} */
    ByteBuffer large() {
        return large(null);
    }

    /**
     * {@return a large buffer: the given one if that is free, because handle and stream remember it and need nothing
     * new then}
     *
     * @param last the one that the caller had last, or null
     */
    ByteBuffer large(ByteBuffer last) {
        ByteBuffer kept = null;
        synchronized (large) {
            for (int left = large.size(); left > 0 && (kept = large.pollLast()) != last; left--) {
                large.addFirst(kept); // after one turn all are where they were
                kept = null;
            }
            if (kept == null) {
                kept = large.pollFirst();
            }
        }
        return keptOrNew(kept, LARGE);
    }

    private static ByteBuffer keptOrNew(ByteBuffer kept, int size) {
        if (kept != null) {
            return kept.clear();
        }
        try {
            return ByteBuffer.allocateDirect(size);
        } catch (OutOfMemoryError e) { // direct memory has a limit of its own
            return ByteBuffer.allocate(size);
        }
    }

    /** Takes a buffer back that nobody uses any more. */
    void give(ByteBuffer buffer) {
        boolean isLarge = buffer.capacity() == LARGE;
        ArrayDeque<ByteBuffer> kept = isLarge ? large : small;
        synchronized (kept) {
            if (buffer.isDirect() && kept.size() < (isLarge ? LARGE_KEPT : SMALL_KEPT)) {
                kept.addLast(buffer);
            }
        }
    }
}
