package io.helve.aio.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.annotation.NotThreadSafe;
import io.helve.message.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One operation on a handle, from the provider's side: from start to finish.
 *
 * <p>An operation is a value: two objects are the same operation if they are equal. The handle holds the state of the
 * operation, so an operation needs no release. Calls on a finished operation have no effect; they never touch the
 * handle's next operation.
 *
 * <p>Any thread may call {@link #finish finish} and {@link #cancelReason} at any time, also concurrently. The other
 * methods are for one thread at a time: the thread that holds the provider's lock, for example.
 */
@ProviderType
@NotThreadSafe
public interface AioOperation {
    /**
     * Starts an operation on a handle. Mirrors {@code nng_aio_begin} and {@code nng_aio_defer}, in nng 2.0
     * {@code nng_aio_start}.
     *
     * <p>Returns {@code null} when the operation must not proceed, in three cases: the handle has been stopped, its
     * timeout is zero, or its expiry has passed. The handle has then completed the operation itself, with
     * {@code ESTOPPED} or {@code ETIMEDOUT}, and the provider just returns.
     *
     * <p>The timeout runs from this call. An operation without a canceller can be neither cancelled nor timed out and
     * runs to its natural end.
     *
     * @param aio the handle
     * @param canceller ends the operation early, or {@code null}
     * @return the operation, or {@code null}
     * @throws IllegalStateException if the handle is busy; the message names the running operation
     * @throws IllegalArgumentException if the handle is not one of Helve's
     */
    static @Nullable AioOperation start(Aio aio, @Nullable AioCanceller canceller) {
        return AioHandle.of(aio).start(canceller, Aio.INFINITE);
    }

    /**
     * Starts an operation as {@link #start(Aio, AioCanceller)} does, with the provider's own timeout for handles whose
     * timeout is {@link Aio#DEFAULT}. The handle's setting stays as it is.
     *
     * @param aio the handle
     * @param canceller ends the operation early, or {@code null}
     * @param defaultTimeout the timeout in place of {@code DEFAULT}
     * @return the operation, or {@code null}
     * @throws IllegalStateException if the handle is busy; the message names the running operation
     * @throws IllegalArgumentException if the handle is not one of Helve's
     */
    static @Nullable AioOperation start(Aio aio, @Nullable AioCanceller canceller, Duration defaultTimeout) {
        return AioHandle.of(aio).start(canceller, defaultTimeout);
    }

    /**
     * Starts an exclusive operation. It is started as by {@link #start(Aio, AioCanceller)}, but the provider itself
     * decides which thread finishes it, and promises that no thread calls a method of the operation once {@code finish}
     * has returned. In return nothing is allocated: the operation object belongs to the handle, whose next operation
     * uses it again. The canceller must do nothing if another thread of the provider has already taken the operation in
     * order to finish it.
     *
     * @param aio the handle
     * @param canceller ends the operation early, or {@code null}
     * @return the operation, or {@code null}
     * @throws IllegalStateException if the handle is busy; the message names the running operation
     * @throws IllegalArgumentException if the handle is not one of Helve's
     */
    static @Nullable AioOperation startExclusive(Aio aio, @Nullable AioCanceller canceller) {
        return AioHandle.of(aio).startExclusive(canceller, Aio.INFINITE);
    }

    /**
     * Starts an exclusive operation with the provider's own timeout in place of {@link Aio#DEFAULT}.
     *
     * @param aio the handle
     * @param canceller ends the operation early, or {@code null}
     * @param defaultTimeout the timeout in place of {@code DEFAULT}
     * @return the operation, or {@code null}
     * @throws IllegalStateException if the handle is busy; the message names the running operation
     * @throws IllegalArgumentException if the handle is not one of Helve's
     * @see #startExclusive(Aio, AioCanceller)
     */
    static @Nullable AioOperation startExclusive(Aio aio, @Nullable AioCanceller canceller, Duration defaultTimeout) {
        return AioHandle.of(aio).startExclusive(canceller, defaultTimeout);
    }

    /**
     * Makes an operation of a stage: it ends when the stage does. A {@link Message} becomes the message of the handle,
     * any other value output 0; the failure of a stage becomes the cause of the result, which is the error of an
     * {@link io.helve.aio.AioException}, {@code ECANCELED} for a cancelled stage, {@code ETIMEDOUT} for a
     * {@link java.util.concurrent.TimeoutException}, and otherwise {@code EINTERNAL}.
     *
     * <p>A cancel or a timeout ends the operation at once, and cancels the stage if it is a future. A value that the
     * stage produces afterwards is closed if it is {@link AutoCloseable}. If the operation must not proceed, the stage
     * is cancelled in the same way.
     *
     * <pre>{@code
     * void get(HttpRequest request, Aio aio) {
     *     AioOperation.complete(aio, client.sendAsync(request, BodyHandlers.ofString()));
     * }
     * }</pre>
     *
     * @param aio the handle
     * @param stage ends the operation
     * @throws IllegalStateException if the handle is busy; the stage is not touched
     * @throws IllegalArgumentException if the handle is not one of Helve's
     */
    static void complete(Aio aio, CompletionStage<?> stage) {
        StageOperation.start(aio, Objects.requireNonNull(stage, "stage"));
    }

    /**
     * Makes an operation of a task that runs on an executor. A {@link Message} that the task returns becomes the
     * message of the handle, any other value output 0; an exception becomes the cause of the result, as with
     * {@link #complete}. If the executor rejects the task, the result is {@code ENOMEM}.
     *
     * <p>A cancel or a timeout ends the operation at once, and interrupts the thread that runs the task. A value that
     * the task returns afterwards is closed if it is {@link AutoCloseable}. If the operation must not proceed, the task
     * does not run.
     *
     * <pre>{@code
     * void query(String sql, Aio aio) {
     *     AioOperation.call(aio, executor, () -> database.query(sql));
     * }
     * }</pre>
     *
     * @param aio the handle
     * @param executor runs the task
     * @param task performs the operation
     * @throws IllegalStateException if the handle is busy; the task does not run
     * @throws IllegalArgumentException if the handle is not one of Helve's
     */
    static void call(Aio aio, Executor executor, Callable<?> task) {
        Objects.requireNonNull(executor, "executor");
        CallOperation.start(aio, executor, Objects.requireNonNull(task, "task"));
    }

    /**
     * Finishes the operation: sets its result, its count and the outputs given before, and dispatches the callback. Any
     * number of threads may call this; exactly one call returns {@code true}, and the other calls change nothing. Never
     * blocks, and never runs the callback on this stack unless the handle's user has asked for inline callbacks.
     * Mirrors {@code nng_aio_finish}.
     *
     * @param error the result
     * @param count how much was transferred, also for a failure
     * @return whether this call finished the operation
     */
    boolean finish(AioError error, long count);

    /**
     * Finishes the operation as {@link #finish(AioError, long)} does, with the Java failure behind the error.
     *
     * @param error the result
     * @param count how much was transferred
     * @param cause the failure, or {@code null}
     * @return whether this call finished the operation
     */
    boolean finish(AioError error, long count, @Nullable Throwable cause);

    /**
     * Sets an output that the handle has once a call of {@code finish} has finished this operation. Only one thread at
     * a time may call this. Mirrors {@code nng_aio_set_output}.
     *
     * @param index 0 to 3
     * @param value the output, or {@code null}
     * @throws IndexOutOfBoundsException if the index is another; nng ignores such a call
     */
    void setOutput(int index, @Nullable Object value);

    /**
     * Sets the message that the handle has once a call of {@code finish} has finished this operation: the received
     * message, or {@code null} when a send has taken the message over. If the provider does not call this, the handle
     * keeps its present message. Only one thread at a time may call this.
     *
     * @param message the message, or {@code null}
     */
    void setMessage(@Nullable Message message);

    /**
     * Returns the reason with which the canceller of this operation has been called or is being called. A provider that
     * keeps operations in an {@link AioQueue} does not need this method: the queue calls it. Any other provider calls
     * it under its lock, in the critical section that makes the operation visible to the canceller. This method then
     * reports a cancel that came between {@code start} and that section, and the canceller of a later cancel finds the
     * operation. So no provider needs to hold its lock while it starts an operation.
     *
     * @return the reason; {@code null} if the canceller has not been called or the operation has finished
     */
    @Nullable
    AioError cancelReason();

    /**
     * Returns the message that the user has set for this operation. The message belongs to the user until the operation
     * finishes with {@code OK}. Call this while the operation is in progress.
     *
     * @return the message, or {@code null}
     */
    @Nullable
    Message getMessage();

    /**
     * Returns an input that the user has set. Call this while the operation is in progress.
     *
     * @param index 0 to 3
     * @return the input; {@code null} if there is none
     * @throws IndexOutOfBoundsException if the index is another; nng returns {@code NULL}
     */
    @Nullable
    Object getInput(int index);

    /**
     * Returns the buffers to transfer. Neither the handle nor the provider may change a returned array; moving the
     * buffers' positions is the provider's task. Call this while the operation is in progress.
     *
     * @return the buffers, perhaps none
     */
    ByteBuffer[] iov();
}
