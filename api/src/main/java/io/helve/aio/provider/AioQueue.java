package io.helve.aio.provider;

import io.helve.aio.AioError;
import io.helve.annotation.NotThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue of waiting operations, in the order in which their provider appended them; nng's {@code nni_aio_list}.
 *
 * <p>A queue has no lock of its own: the provider guards each call with its lock, the same lock that guards the state
 * for which the operations wait. No method of a queue finishes an operation, calls a canceller or calls other code that
 * could take a lock. The provider therefore takes an operation out of the queue under its lock, and finishes it after
 * it has released the lock.
 *
 * <p>An operation is started before the provider takes its lock, so a cancel, a timeout or a stop can call the
 * canceller before the operation is in the queue; the canceller then finds nothing to remove. {@link #append} closes
 * the gap: it returns the reason of such a cancel instead of queueing the operation. A complete provider:
 *
 * <pre>{@code
 * // Hands each value that arrives to the operation that has waited longest.
 * final class Values implements AioCanceller {
 *     private final Object lock = new Object();
 *     private final AioQueue waiting = new AioQueue(); // guarded by the lock
 *
 *     // A user's method: the value becomes output 0 of the handle.
 *     void receive(Aio aio) {
 *         AioOperation operation = AioOperation.startExclusive(aio, this);
 *         if (operation == null) {
 *             return; // the completion has been taken care of
 *         }
 *         AioError refused;
 *         synchronized (lock) {
 *             refused = waiting.append(operation);
 *         }
 *         if (refused != AioError.OK) {
 *             operation.finish(refused, 0);
 *         }
 *     }
 *
 *     // Called when a value arrives; tells whether an operation has taken it.
 *     boolean arrived(Object value) {
 *         AioOperation operation;
 *         synchronized (lock) {
 *             operation = waiting.poll();
 *         }
 *         if (operation == null) {
 *             return false;
 *         }
 *         operation.setOutput(0, value);
 *         return operation.finish(AioError.OK, 0);
 *     }
 *
 *     public void cancel(AioOperation operation, AioError reason) {
 *         boolean removed;
 *         synchronized (lock) {
 *             removed = waiting.remove(operation);
 *         }
 *         if (removed) {
 *             operation.finish(reason, 0);
 *         }
 *     }
 *
 *     void close() {
 *         List<AioOperation> ended;
 *         synchronized (lock) {
 *             ended = waiting.close(AioError.ECLOSED);
 *         }
 *         ended.forEach(operation -> operation.finish(AioError.ECLOSED, 0));
 *     }
 * }
 * }</pre>
 *
 * <p>The thread that takes an operation out of the queue, by {@link #poll}, {@link #remove}, {@link #takeAll} or
 * {@link #close}, must finish the operation, and no other thread may. So a queue may hold exclusive operations
 * ({@link AioOperation#startExclusive}), and the canceller of an operation that is no longer in the queue does nothing.
 *
 * <p>The queue is an array that grows to the largest number of operations that have waited at a time; appending and
 * taking out single operations allocates nothing else. All methods take constant time, except that {@link #remove}
 * looks through the operations that have waited longer than the removed operation, and that {@link #takeAll} and
 * {@link #close} copy the operations into a new list.
 */
@NotThreadSafe
public final class AioQueue {
    private static final int SMALLEST = 4;

    /** A ring of operations, whose length is a power of two. */
    private AioOperation[] ring = new AioOperation[SMALLEST];

    /** The index of the operation that has waited longest. */
    private int head;

    private int size;

    /** The result of {@link #append} for an operation that was not cancelled: OK until the queue is closed. */
    private AioError state = AioError.OK;

    /** Creates an empty, open queue. */
    public AioQueue() {}

    /**
     * Puts an operation at the end of the queue, unless the operation has been cancelled already or the queue is
     * closed. If the result is not {@code OK}, the caller must release its lock and then finish the operation with that
     * result.
     *
     * @param operation the operation, started with a canceller that calls {@link #remove} under the caller's lock
     * @return {@code OK} if the operation is queued; otherwise the reason with which its canceller has been called
     *     before this call, or the error that {@link #close} was given
     * @throws NullPointerException if the operation is {@code null}; nothing has changed
     */
    public AioError append(AioOperation operation) {
        Objects.requireNonNull(operation, "operation");
        AioError cancelled = operation.cancelReason();
        if (cancelled != null) {
            return cancelled;
        }
        if (state == AioError.OK) {
            if (size == ring.length) {
                grow();
            }
            ring[at(size)] = operation;
            size++;
        }
        return state;
    }

    /**
     * Takes out the operation that has waited longest. The caller must release its lock and then finish the operation.
     *
     * @return the operation, or {@code null} if none waits
     */
    public @Nullable AioOperation poll() {
        AioOperation first = ring[head];
        if (first != null) {
            ring[head] = null;
            head = at(1);
            size--;
        }
        return first;
    }

    /**
     * Returns the operation that has waited longest and leaves it in the queue.
     *
     * @return the operation, or {@code null} if none waits
     */
    public @Nullable AioOperation peek() {
        return ring[head];
    }

    /**
     * Takes an operation out, wherever it is in the queue. A canceller calls this.
     *
     * @param operation the operation, or one that is equal to it
     * @return {@code true} if the operation was in the queue: the caller must then release its lock and finish the
     *     operation; {@code false} if it was not: another thread has taken the operation out, or {@link #append} is
     *     going to refuse it, and the caller must leave the operation alone
     */
    public boolean remove(AioOperation operation) {
        Objects.requireNonNull(operation, "operation");
        for (int i = 0; i < size; i++) {
            if (ring[at(i)].equals(operation)) {
                removeAt(i);
                return true;
            }
        }
        return false;
    }

    /** {@return whether no operation waits} */
    public boolean isEmpty() {
        return size == 0;
    }

    /** {@return the number of operations that wait} */
    public int size() {
        return size;
    }

    /**
     * Takes out all operations. The caller must release its lock and then finish each operation. An open queue stays
     * open, and a closed queue stays closed.
     *
     * @return the operations in their order; a list of the caller's own
     */
    public List<AioOperation> takeAll() {
        List<AioOperation> all = new ArrayList<>(size);
        for (AioOperation next = poll(); next != null; next = poll()) {
            all.add(next);
        }
        return all;
    }

    /**
     * Closes the queue and takes out all operations. From now on {@link #append} refuses operations with the given
     * error. Closing a closed queue has no effect: the first error stays.
     *
     * @param error the error for later operations, usually {@code ECLOSED}
     * @return the operations that waited, in their order; the caller must release its lock and then finish each of them
     * @throws IllegalArgumentException if the error is {@code OK}
     */
    public List<AioOperation> close(AioError error) {
        if (Objects.requireNonNull(error, "error") == AioError.OK) {
            throw new IllegalArgumentException("a queue cannot be closed with OK");
        }
        if (state == AioError.OK) {
            state = error;
        }
        return takeAll();
    }

    /** {@return the index in the ring of the operation behind {@code offset} other operations} */
    private int at(int offset) {
        return head + offset & ring.length - 1;
    }

    private void grow() {
        AioOperation[] larger = new AioOperation[2 * ring.length];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[at(i)];
        }
        ring = larger;
        head = 0;
    }

    /**
     * Moves the operations before the removed operation, so that removing the first operation is as cheap as
     * {@link #poll}.
     */
    private void removeAt(int offset) {
        for (int i = offset; i > 0; i--) {
            ring[at(i)] = ring[at(i - 1)];
        }
        poll();
    }

    @Override
    public String toString() {
        return size + " waiting" + (state == AioError.OK ? "" : ", closed with " + state);
    }
}
