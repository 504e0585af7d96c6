package io.helve.internal;

import io.helve.sp.provider.SpMemoryBudget;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Allocates direct memory for threads that must not wait. The JVM makes a thread that asks for more direct memory than
 * is left wait for the garbage collector, for half a second and more, before it throws {@code OutOfMemoryError}. So
 * event loops never allocate direct memory: an event loop orders the memory here, a thread of this object allocates the
 * memory within the budget, and meanwhile the loop works with the memory that it has.
 *
 * <p>If the JVM has less memory than the budget allows, because other code has used it, the budget is told, whose limit
 * is lowered then for a while.
 *
 * <p>The thread starts with an order and ends after {@value #IDLE_SECONDS} seconds without one.
 */
public final class DirectMemorySource implements AutoCloseable {
    private static final int IDLE_SECONDS = 5;
    private static final int CLOSE_SECONDS = 2;

    private final SpMemoryBudget budget;
    private final Executor executor;

    /** The executor if it is our own, otherwise null. */
    private final ThreadPoolExecutor own;

    /** What is done when memory has become short. */
    private volatile Runnable whenShort = () -> {};

    /**
     * Makes a source with a thread of its own.
     *
     * @param name the name of the thread
     * @param budget how much may be allocated
     */
    public DirectMemorySource(String name, SpMemoryBudget budget) {
        this.budget = budget;
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        own = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                body -> DetachedThread.of(group, body, name, null));
        own.allowCoreThreadTimeOut(true);
        executor = own;
    }

    /**
     * Makes a source that others drive.
     *
     * @param budget how much may be allocated
     * @param executor runs the allocations
     */
    public DirectMemorySource(SpMemoryBudget budget, Executor executor) {
        this.budget = budget;
        this.executor = executor;
        own = null;
    }

    /** {@return how much may be allocated} */
    public SpMemoryBudget budget() {
        return budget;
    }

    /**
     * Says what is to be done when memory has become short, on the thread that allocates.
     *
     * @param action gives memory back
     */
    public void whenShort(Runnable action) {
        whenShort = action;
    }

    /**
     * Orders memory. The call does not wait and does not throw.
     *
     * @param <T> the type of the buffer
     * @param size how many bytes
     * @param allocator allocates them, or throws {@code OutOfMemoryError}
     * @param taker is given the buffer on the thread that allocates, or null if there is no memory
     * @return whether the order was accepted; if not, the budget is used up or the source is closed
     */
    public <T> boolean order(int size, Supplier<T> allocator, Consumer<T> taker) {
        if (!budget.reserve(size)) {
            return false;
        }
        boolean accepted = false;
        try {
            executor.execute(() -> allocate(size, allocator, taker));
            accepted = true;
        } catch (RejectedExecutionException | OutOfMemoryError e) { // closed, or no thread can be started
            accepted = false;
        } finally {
            if (!accepted) {
                budget.release(size);
            }
        }
        return accepted;
    }

    private <T> void allocate(int size, Supplier<T> allocator, Consumer<T> taker) {
        T made = null;
        boolean refused = false;
        try {
            made = budget.isExceeded() ? null : allocator.get(); // the limit may have been lowered since the order
        } catch (OutOfMemoryError e) {
            refused = true;
        }
        try {
            if (made == null) {
                budget.release(size);
            }
            if (refused) {
                budget.memoryIsShort();
                whenShort.run();
            }
        } catch (OutOfMemoryError e) {
            Thread.onSpinWait(); // nothing can be given back without memory either; whoever has ordered is told so
        } finally {
            taker.accept(made);
        }
    }

    /** Ends the thread, and waits for it. Buffers that were given out stay valid. */
    @Override
    public void close() {
        if (own == null) {
            return;
        }
        own.shutdownNow();
        try {
            own.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
