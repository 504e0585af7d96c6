package io.helve.sp.impl.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.internal.DirectMemorySource;
import io.helve.sp.provider.SpMemoryBudget;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The direct buffers of all pipes. A pipe has a small buffer each way, and a large one while it has much to do. Buffers
 * that are given back are kept, up to a bound.
 *
 * <p>The budget for all sockets counts the direct memory that exists: buffers in use, kept ones, and those that the
 * pool has let go and the garbage collector has not freed yet.
 *
 * <p>The threads here are event loops, and the JVM may block a thread that allocates direct memory. So the pool orders
 * buffers from a {@link DirectMemorySource}. Until a buffer comes, or when the budget is used up, a small buffer is
 * allocated on the heap, and a large buffer is refused: the pipe then reads or writes in small pieces. When the JVM has
 * less memory than the budget allows, the pool lets its free buffers go.
 */
final class DirectBufferPool {
    static final int SMALL = 4 << 10;
    static final int LARGE = 256 << 10;

    private static final int SMALL_KEPT = 512;
    private static final int LARGE_KEPT = 32;

    /** The most buffers of a size that are on order at a time. */
    private static final int ORDERS = 32;

    /** How many small buffers are there when the first pipe is made. */
    private static final int PREPARED = 16;

    /** A reader that may have a large buffer without using it at present. */
    interface Holder {
        /** Gives the large buffer back if it is not in use. {@return whether it was given back} */
        boolean giveLargeBack();
    }

    /** Free buffers of one size; its own monitor guards it. */
    private static final class KeptBuffers {
        private final int size;
        private final int most;
        private final AtomicInteger ordered = new AtomicInteger();

        @GuardedBy("this")
        private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();

        KeptBuffers(int size, int most) {
            this.size = size;
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

        synchronized boolean isEmpty() {
            return buffers.isEmpty();
        }

        /** Takes all buffers out. */
        synchronized void removeAll(Consumer<ByteBuffer> taker) {
            buffers.forEach(taker);
            buffers.clear();
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

    private final IntFunction<ByteBuffer> allocator;
    private final KeptBuffers small = new KeptBuffers(SMALL, SMALL_KEPT);
    private final KeptBuffers large = new KeptBuffers(LARGE, LARGE_KEPT);

    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    private final Set<Dropped> dropped = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();

    DirectBufferPool() {
        this(ByteBuffer::allocateDirect);
    }

    /** @param allocator allocates a number of bytes, or throws {@code OutOfMemoryError} */
    DirectBufferPool(IntFunction<ByteBuffer> allocator) {
        this.allocator = allocator;
    }

    /** Orders the first buffers, since there will be pipes. */
    void prepare(DirectMemorySource source) {
        for (int i = 0; i < PREPARED && small.isEmpty(); i++) {
            order(small, source);
        }
    }

    /** {@return a small direct buffer, or null if there is none at present} */
    ByteBuffer smallDirect(DirectMemorySource source) {
        ByteBuffer kept = small.pollLast();
        if (kept == null) {
            order(small, source);
            kept = small.pollLast();
        }
        return kept == null ? null : kept.clear();
    }

    /**
     * Returns a large buffer: the caller's last buffer if it is free, because handle and stream have cached that buffer
     * and allocate nothing for it; otherwise the free buffer that was given back first, because its former user is
     * least likely to ask for it.
     *
     * @param last the large buffer that the caller had last, or null
     * @return the buffer, or null if there is none at present: one has been ordered, or the budget is used up and no
     *     stalled pipe could give one back
     */
    ByteBuffer large(ByteBuffer last, DirectMemorySource source) {
        ByteBuffer kept = large.poll(last);
        if (kept == null) {
            if (!order(large, source)) {
                reclaim();
            }
            kept = large.poll(last);
        }
        return kept == null ? null : kept.clear();
    }

    /** {@return whether a buffer is on order, or was on order and has come} */
    private boolean order(KeptBuffers kept, DirectMemorySource source) {
        releaseCollected();
        if (kept.ordered.incrementAndGet() > ORDERS) {
            kept.ordered.decrementAndGet();
            return true;
        }
        boolean accepted = false;
        try {
            accepted = source.order(kept.size, () -> allocator.apply(kept.size), made -> {
                kept.ordered.decrementAndGet();
                if (made != null) {
                    give(made, source.budget());
                }
            });
        } finally {
            if (!accepted) { // also if there is no memory for the order
                kept.ordered.decrementAndGet();
            }
        }
        return accepted;
    }

    /** Lets all free buffers go, and has stalled pipes give theirs back first. */
    void shrink(SpMemoryBudget whole) {
        reclaim();
        large.removeAll(buffer -> drop(buffer, whole));
        small.removeAll(buffer -> drop(buffer, whole));
    }

    /** Gives the bytes of dropped buffers back to their budgets, once the collector has freed the buffers. */
    private void releaseCollected() {
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
        if (whole.isExceeded() || !kept.offer(buffer)) {
            drop(buffer, whole);
        }
    }

    private void drop(ByteBuffer buffer, SpMemoryBudget whole) {
        dropped.add(new Dropped(buffer, whole, collected));
    }
}
