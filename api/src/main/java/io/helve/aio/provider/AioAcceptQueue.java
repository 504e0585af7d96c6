package io.helve.aio.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.annotation.ThreadSafe;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings accept operations and their results together, for providers of listeners. A result is a connection, a request,
 * or any other object that arrives by itself and is accepted by one operation.
 *
 * <p>An accept operation takes the result that was offered first, or waits for the next result. A result goes to the
 * operation that has waited longest, or the queue keeps the result for the next operation. So at any time the queue
 * holds waiting operations or kept results, never both. The queue has its own lock and is the canceller of its
 * operations, so a provider writes neither. The following complete provider accepts lines of typed text:
 *
 * <pre>{@code
 * public final class Lines implements AutoCloseable {
 *     private final AioAcceptQueue<String> queue = new AioAcceptQueue<>(() -> "accepting a line", line -> {}, 100);
 *
 *     // A user's method: the line becomes output 0 of the handle.
 *     public void accept(Aio aio) {
 *         queue.accept(aio);
 *     }
 *
 *     // Called by any thread, whenever a line was typed.
 *     void typed(String line) {
 *         queue.offer(line); // false if the line was discarded: 100 lines wait already, or the queue is closed
 *     }
 *
 *     // Called when the keyboard has been unplugged: the next accept fails, later ones wait.
 *     void unplugged(IOException failure) {
 *         queue.offerFailure(AioError.ESYSERR, failure);
 *     }
 *
 *     public void close() {
 *         queue.close(AioError.ECLOSED);
 *     }
 * }
 * }</pre>
 *
 * <p>The queue owns each result from the moment it is offered. The queue passes each result that no operation gets to
 * its discard action, exactly once: when the queue is closed or full, when the queue closes before an operation has
 * accepted the result, and when the operation that was to get the result has been ended by force because its bundle or
 * its runtime has stopped. If results are connections, the discard action closes them.
 *
 * <p>Any thread may call any method, and no method blocks. Each method finishes operations and discards results on the
 * calling thread, after it has released the queue's lock.
 *
 * @param <T> the type of the results
 */
@ThreadSafe
public final class AioAcceptQueue<T> {
    /** A result, or the failure that an accept operation ends with instead. */
    private record AcceptResult<T>(
            @Nullable T result, AioError error, @Nullable Throwable cause) {}

    private final Supplier<String> description;
    private final Consumer<? super T> discard;
    private final int limit;
    private final AioCanceller canceller = new Canceller();

    private final Object lock = new Object();

    /** The waiting accept operations; empty while outcomes are kept. */
    @GuardedBy("lock")
    private final AioQueue waiting = new AioQueue();

    /** The results and failures that are kept for later accept operations; empty while operations wait. */
    @GuardedBy("lock")
    private final ArrayDeque<AcceptResult<T>> kept = new ArrayDeque<>();

    /** The outcome of all accept operations once the queue is closed; null before. */
    @GuardedBy("lock")
    private @Nullable AcceptResult<T> end;

    /**
     * Creates a queue that keeps any number of results.
     *
     * @param description describes an accept operation in a few words, for error messages; called by any thread
     * @param discard disposes of a result that no operation gets; called by any thread, must neither block nor throw
     */
    public AioAcceptQueue(Supplier<String> description, Consumer<? super T> discard) {
        this(description, discard, Integer.MAX_VALUE);
    }

    /**
     * Creates a queue that keeps a limited number of results.
     *
     * @param description describes an accept operation in a few words, for error messages; called by any thread
     * @param discard disposes of a result that no operation gets; called by any thread, must neither block nor throw
     * @param limit how many results and failures the queue keeps at most while no operation waits
     * @throws IllegalArgumentException if the limit is negative
     */
    public AioAcceptQueue(Supplier<String> description, Consumer<? super T> discard, int limit) {
        this.description = Objects.requireNonNull(description, "description");
        this.discard = Objects.requireNonNull(discard, "discard");
        if (limit < 0) {
            throw new IllegalArgumentException("a negative limit: " + limit);
        }
        this.limit = limit;
    }

    /**
     * Starts an accept operation on a handle. The operation ends with the next result as output 0, with the next
     * failure that was offered, or with the error that was given to {@link #close}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    public void accept(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, canceller);
        if (operation == null) {
            return;
        }
        AioError refused;
        @Nullable Throwable cause = null;
        @Nullable AcceptResult<T> outcome = null;
        synchronized (lock) {
            refused = waiting.append(operation);
            if (refused == AioError.OK) {
                outcome = kept.poll();
                if (outcome != null) {
                    waiting.remove(operation);
                }
            } else if (end != null && end.error() == refused) {
                cause = end.cause();
            }
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0, cause);
        } else if (outcome != null) {
            finish(operation, outcome);
        }
    }

    /**
     * Gives a result to the accept operation that has waited longest, or keeps the result for the next operation.
     *
     * @param result the result; the queue owns it from now on
     * @return whether an operation has the result or the queue keeps it; otherwise the result has been discarded,
     *     because the queue is closed or full or the operation had been ended by force
     */
    public boolean offer(T result) {
        AcceptResult<T> outcome = new AcceptResult<>(Objects.requireNonNull(result, "result"), AioError.OK, null);
        AioOperation operation;
        boolean isKept;
        synchronized (lock) {
            operation = waiting.poll();
            isKept = operation == null && keep(outcome);
        }
        if (operation != null) {
            return finish(operation, outcome);
        }
        if (!isKept) {
            discard.accept(result);
        }
        return isKept;
    }

    /**
     * Ends the accept operation that has waited longest with a failure, or keeps the failure for the next operation.
     * The queue stays open. The queue ignores a failure that is offered while it is closed or full.
     *
     * @param error the error, not {@code OK}
     * @param cause the Java failure behind the error, or {@code null}
     * @return whether an operation was ended or the failure is kept
     * @throws IllegalArgumentException if the error is {@code OK}
     */
    public boolean offerFailure(AioError error, @Nullable Throwable cause) {
        AcceptResult<T> outcome = failure(error, cause);
        AioOperation operation;
        boolean isKept;
        synchronized (lock) {
            operation = waiting.poll();
            isKept = operation == null && keep(outcome);
        }
        return operation != null ? finish(operation, outcome) : isKept;
    }

    /**
     * Ends the accept operation that has waited longest with a failure. If no operation waits the queue ignores the
     * failure. The queue stays open.
     *
     * @param error the error, not {@code OK}
     * @param cause the Java failure behind the error, or {@code null}
     * @return whether an operation was ended
     * @throws IllegalArgumentException if the error is {@code OK}
     */
    public boolean failWaiting(AioError error, @Nullable Throwable cause) {
        AcceptResult<T> outcome = failure(error, cause);
        AioOperation operation;
        synchronized (lock) {
            operation = waiting.poll();
        }
        return operation != null && finish(operation, outcome);
    }

    /**
     * Closes the queue as {@link #close(AioError, Throwable)} does, without a cause.
     *
     * @param error the error for all present and later accept operations, usually {@code ECLOSED}
     * @throws IllegalArgumentException if the error is {@code OK}
     */
    public void close(AioError error) {
        close(error, null);
    }

    /**
     * Closes the queue: ends all waiting operations, discards all kept results, and from now on ends each accept
     * operation and discards each result at once. Closing a closed queue has no effect.
     *
     * @param error the error for all present and later accept operations, usually {@code ECLOSED}
     * @param cause the Java failure behind the error, or {@code null}
     * @throws IllegalArgumentException if the error is {@code OK}
     */
    public void close(AioError error, @Nullable Throwable cause) {
        AcceptResult<T> last = failure(error, cause);
        List<AioOperation> ended;
        List<AcceptResult<T>> unwanted;
        synchronized (lock) {
            if (end != null) {
                return;
            }
            end = last;
            ended = waiting.close(error);
            unwanted = List.copyOf(kept);
            kept.clear();
        }
        for (AioOperation operation : ended) {
            finish(operation, last);
        }
        for (AcceptResult<T> outcome : unwanted) {
            if (outcome.result() != null) {
                discard.accept(outcome.result());
            }
        }
    }

    /** {@return whether the queue has been closed} */
    public boolean isClosed() {
        synchronized (lock) {
            return end != null;
        }
    }

    /** {@return the number of waiting accept operations} */
    public int waiting() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /** {@return the number of results and failures that the queue keeps for later accept operations} */
    public int size() {
        synchronized (lock) {
            return kept.size();
        }
    }

    /** Keeps an outcome if the queue is open and has room. */
    @GuardedBy("lock")
    private boolean keep(AcceptResult<T> outcome) {
        return end == null && kept.size() < limit && kept.add(outcome);
    }

    private static <T> AcceptResult<T> failure(AioError error, @Nullable Throwable cause) {
        if (Objects.requireNonNull(error, "error") == AioError.OK) {
            throw new IllegalArgumentException("OK is not a failure");
        }
        return new AcceptResult<>(null, error, cause);
    }

    /** Finishes an operation that was taken out of the queue; tells whether it took the outcome. */
    private boolean finish(AioOperation operation, AcceptResult<T> outcome) {
        if (outcome.result() == null) {
            return operation.finish(outcome.error(), 0, outcome.cause());
        }
        operation.setOutput(0, outcome.result());
        boolean taken = operation.finish(AioError.OK, 0);
        if (!taken) {
            discard.accept(outcome.result());
        }
        return taken;
    }

    private final class Canceller implements AioCanceller {
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            boolean removed;
            synchronized (lock) {
                removed = waiting.remove(operation);
            }
            if (removed) {
                operation.finish(reason, 0);
            }
        }

        @Override
        public String describe() {
            return description.get();
        }
    }
}
