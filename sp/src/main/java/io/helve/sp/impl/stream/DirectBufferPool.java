package io.helve.sp.impl.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.sp.provider.SpMemoryBudget;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The direct buffers of all pipes. A pipe has a small buffer each way, and a large one while it has much to do. Buffers
 * that are given back are kept, up to a bound.
 *
 * <p>The budget for all sockets counts the direct memory that exists: buffers in use, kept ones, and those that the
 * pool has let go and the garbage collector has not freed yet. The pool never asks for memory beyond the budget,
 * because the JVM blocks a thread that asks for too much, and the threads here are event loops. When the budget is used
 * up, a small buffer is allocated on the heap, and a large buffer is refused: the pipe then reads or writes in small
 * pieces.
 */
final class DirectBufferPool {
    static final int SMALL = 4 << 10;
    static final int LARGE = 256 << 10;

    private static final int SMALL_KEPT = 512;
    private static final int LARGE_KEPT = 32;

    /** A reader that may have a large buffer without using it at present. */
    interface Holder {
        /** Gives the large buffer back if it is not in use. {@return whether it was given back} */
        boolean giveLargeBack();
    }

    /** Free buffers of one size; its own monitor guards it. */
    private static final class KeptBuffers {
        private final int most;

        @GuardedBy("this")
        private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();

        KeptBuffers(int most) {
            this.most = most;
        }

        /** {@return the buffer that was kept last, or null} */
        synchronized ByteBuffer pollLast() {
            return buffers.pollLast();
        }

        /** {@return a given buffer if it is here, otherwise the one that was kept first, or null} */
        synchronized ByteBuffer poll(ByteBuffer wanted) {
            for (int left = buffers.size(); left > 0; left--) {
                ByteBuffer next = buffers.pollLast();
                if (next == wanted) {
                    return next;
                }
                buffers.addFirst(next); // a full turn keeps the order
            }
            return buffers.pollFirst();
        }

        /** {@return whether there was room for the buffer} */
        synchronized boolean offer(ByteBuffer buffer) {
            return buffers.size() < most && buffers.add(buffer);
        }
    }

    /** A buffer that the pool has let go: its memory counts until it is collected. */
    private static final class Dropped extends PhantomReference<ByteBuffer> {
        final SpMemoryBudget budget;
        final int size;

        Dropped(ByteBuffer buffer, SpMemoryBudget budget, ReferenceQueue<ByteBuffer> queue) {
            super(buffer, queue);
            this.budget = budget;
            size = buffer.capacity();
        }
    }

    private final KeptBuffers small = new KeptBuffers(SMALL_KEPT);
    private final KeptBuffers large = new KeptBuffers(LARGE_KEPT);

    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    private final Set<Dropped> dropped = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();

    /** {@return a small buffer, direct if the budget allows it} */
    ByteBuffer small(SpMemoryBudget whole) {
        ByteBuffer kept = small.pollLast();
        if (kept == null) {
            kept = allocate(SMALL, whole);
        }
        return kept == null ? ByteBuffer.allocate(SMALL) : kept.clear();
    }

    /**
     * Returns a large buffer: the caller's last buffer if it is free, because handle and stream have cached that buffer
     * and allocate nothing for it; otherwise the free buffer that was given back first, because its former user is
     * least likely to ask for it; otherwise a new buffer.
     *
     * @param last the large buffer that the caller had last, or null
     * @return the buffer, or null if the budget is used up and no stalled pipe could give one back
     */
    ByteBuffer large(ByteBuffer last, SpMemoryBudget whole) {
        ByteBuffer kept = large.poll(last);
        if (kept == null) {
            kept = allocate(LARGE, whole);
        }
        if (kept == null) {
            reclaim();
            kept = large.poll(last);
        }
        return kept == null ? null : kept.clear();
    }

    /** {@return a new direct buffer, or null if the budget or the JVM's direct memory is used up} */
    private ByteBuffer allocate(int size, SpMemoryBudget whole) {
        settle();
        if (!whole.reserve(size)) {
            return null;
        }
        try {
            return ByteBuffer.allocateDirect(size);
        } catch (OutOfMemoryError e) { // other code in the JVM uses direct memory, too
            whole.release(size);
            return null;
        }
    }

    /** Takes the buffers off the budget whose memory has been freed. */
    private void settle() {
        for (Reference<?> next = collected.poll(); next != null; next = collected.poll()) {
            Dropped freed = (Dropped) next;
            dropped.remove(freed);
            freed.budget.release(freed.size);
        }
    }

    /** Has stalled pipes give their large buffers back. */
    void reclaim() {
        holders.forEach(Holder::giveLargeBack);
    }

    void hold(Holder holder) {
        holders.add(holder);
    }

    void letGo(Holder holder) {
        holders.remove(holder);
    }

    /** Takes back a buffer that is no longer in use. */
    void give(ByteBuffer buffer, SpMemoryBudget whole) {
        if (!buffer.isDirect()) {
            return;
        }
        KeptBuffers kept = buffer.capacity() == LARGE ? large : small;
        if (!kept.offer(buffer)) {
            dropped.add(new Dropped(buffer, whole, collected));
        }
    }
}
