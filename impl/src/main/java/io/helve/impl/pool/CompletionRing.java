package io.helve.impl.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded lock-free queue for any number of producers and consumers (Dmitry Vyukov's scheme): each slot has a
 * sequence number that says whose turn it is, so there is no ABA problem although the same completions come again and
 * again. A taken slot is cleared: the ring pins nothing.
 */
final class CompletionRing {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** The indexes of the two positions in {@link #cursors}, two cache lines apart. */
    private static final int HEAD = 16;

    private static final int TAIL = 48;

    private final Completion[] slots;
    private final long[] sequences;
    private final long[] cursors = new long[80];
    private final int mask;

    /** Written only for the memory barrier, by a thread that has no stack left for a call. */
    private volatile boolean published;

    CompletionRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two, not " + capacity);
        }
        slots = new Completion[capacity];
        sequences = new long[capacity];
        mask = capacity - 1;
        for (int i = 0; i < capacity; i++) {
            sequences[i] = i;
        }
    }

    /** {@return false if the ring is full} */
    boolean offer(Completion completion) {
        long tail = (long) LONGS.getOpaque(cursors, TAIL);
        for (; ; ) {
            int slot = (int) tail & mask;
            long turn = (long) LONGS.getAcquire(sequences, slot) - tail;
            if (turn == 0) {
                long seen = (long) LONGS.compareAndExchange(cursors, TAIL, tail, tail + 1);
                if (seen == tail) {
                    slots[slot] = completion;
                    try {
                        LONGS.setRelease(sequences, slot, tail + 1);
                    } catch (Throwable e) { // no stack for the call; the slot must not stay taken for ever
                        published = true;
                        sequences[slot] = tail + 1;
                    }
                    return true;
                }
                tail = seen;
            } else if (turn < 0) {
                return false;
            } else {
                tail = (long) LONGS.getOpaque(cursors, TAIL);
            }
        }
    }

    /** {@return the oldest completion, or null if there is none} */
    Completion poll() {
        long head = (long) LONGS.getOpaque(cursors, HEAD);
        for (; ; ) {
            int slot = (int) head & mask;
            long turn = (long) LONGS.getAcquire(sequences, slot) - (head + 1);
            if (turn == 0) {
                long seen = (long) LONGS.compareAndExchange(cursors, HEAD, head, head + 1);
                if (seen == head) {
                    Completion completion = slots[slot];
                    slots[slot] = null;
                    LONGS.setRelease(sequences, slot, head + slots.length);
                    return completion;
                }
                head = seen;
            } else if (turn < 0) {
                return null;
            } else {
                head = (long) LONGS.getOpaque(cursors, HEAD);
            }
        }
    }

    /** {@return the approximate number of completions} */
    int size() {
        long tail = (long) LONGS.getVolatile(cursors, TAIL);
        return (int) Math.max(0, tail - (long) LONGS.getVolatile(cursors, HEAD));
    }

    boolean isEmpty() {
        return size() == 0;
    }
}
