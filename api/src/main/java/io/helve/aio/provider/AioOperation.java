package io.helve.aio.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One operation on a handle, from the provider's side: from start to finish.
 *
 * <p>An operation is a value: two objects are the same operation if they are equal. Its state is that of the handle, so
 * it needs no release. After it has finished, calls on it have no effect; they never touch the handle's next operation.
 */
@ProviderType
public interface AioOperation {
    /**
     * Starts an operation on a handle. Mirrors {@code nng_aio_begin} and {@code nng_aio_defer}, in nng 2.0
     * {@code nng_aio_start}.
     *
     * <p>Returns {@code null} when the operation must not proceed, in three cases: the handle has been stopped, its
     * timeout is zero, or its expiry has passed. Its completion (with {@code ESTOPPED} or {@code ETIMEDOUT}) has then
     * been taken care of, and the provider just returns.
     *
     * <p>The timeout runs from this call. An operation without a canceller can be neither cancelled nor timed out: it
     * runs to its natural end.
     *
     * @param aio the handle
     * @param canceller ends the operation early, or {@code null}
     * @return the operation, or {@code null}
     * @throws IllegalStateException if the handle is busy; the message names the running operation
     * @throws IllegalArgumentException if the handle is not of an implementation that this works with
     */
    static AioOperation start(Aio aio, AioCanceller canceller) {
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
     * @throws IllegalArgumentException if the handle is not of an implementation that this works with
     */
    static AioOperation start(Aio aio, AioCanceller canceller, Duration defaultTimeout) {
        return AioHandle.of(aio).start(canceller, defaultTimeout);
    }

    /**
     * Starts an operation as {@link #start(Aio, AioCanceller)} does, for a provider that decides by itself who finishes
     * it: it promises that no call is made on the operation once {@code finish} has returned, from any thread. In
     * return the object is the handle's own, used again by the next operation, and nothing is allocated. The canceller
     * must do nothing if it finds that the operation was taken out of the provider's hands.
     *
     * @param aio the handle
     * @param canceller ends the operation early, or {@code null}
     * @return the operation, or {@code null}
     * @throws IllegalStateException if the handle is busy; the message names the running operation
     * @throws IllegalArgumentException if the handle is not of an implementation that this works with
     */
    static AioOperation startExclusive(Aio aio, AioCanceller canceller) {
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
     * @throws IllegalArgumentException if the handle is not of an implementation that this works with
     * @see #startExclusive(Aio, AioCanceller)
     */
    static AioOperation startExclusive(Aio aio, AioCanceller canceller, Duration defaultTimeout) {
        return AioHandle.of(aio).startExclusive(canceller, defaultTimeout);
    }

    /**
     * Finishes the operation: sets its result, count and the outputs given before, and has the callback dispatched. Any
     * number of threads may try; exactly one call returns {@code true}, and the others change nothing. Never blocks and
     * never runs the callback on this stack, unless the handle's user chose so. Mirrors {@code nng_aio_finish}.
     *
     * @param error the result
     * @param count how much was transferred, also when it failed
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
    boolean finish(AioError error, long count, Throwable cause);

    /**
     * Sets an output that the handle has once this operation has finished by a call of {@code finish}. To be called by
     * one thread at a time. Mirrors {@code nng_aio_set_output}.
     *
     * @param index 0 to 3; others are ignored
     * @param value the output, or {@code null}
     */
    void setOutput(int index, Object value);

    /**
     * Sets the message that the handle has once this operation has finished by a call of {@code finish}: the one
     * received, or {@code null} when a sent one was taken over. Without this call the handle keeps the message it has.
     * To be called by one thread at a time.
     *
     * @param message the message, or {@code null}
     */
    void setMessage(Message message);

    /**
     * Returns the reason with which the canceller of this operation has been called or is being called. A provider that
     * keeps operations in an {@link AioQueue} does not need this: the queue asks. A provider that keeps them otherwise
     * asks under its lock, in the same critical section that makes the operation visible to its canceller. A cancel
     * that came between {@code start} and that section is then seen here, and the canceller of a later cancel finds the
     * operation. So no provider needs to hold its lock while it starts an operation.
     *
     * @return the reason; {@code null} if the canceller has not been called or the operation has finished
     */
    AioError cancelReason();

    /**
     * Returns the message that the user has set for this operation. It belongs to the user until the operation finishes
     * with {@code OK}. Call it while the operation is in progress.
     *
     * @return the message, or {@code null}
     */
    Message getMessage();

    /**
     * Returns an input that the user has set. Call it while the operation is in progress.
     *
     * @param index 0 to 3
     * @return the input; {@code null} if there is none or the index is another
     */
    Object getInput(int index);

    /**
     * Returns the buffers to transfer. The array is never changed once it has been returned and must not be changed by
     * the provider; moving the buffers' positions is the provider's task. Call it while the operation is in progress.
     *
     * @return the buffers, perhaps none
     */
    ByteBuffer[] iov();
}
