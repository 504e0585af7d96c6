package io.helve.aio.provider;

import io.helve.aio.AioError;
import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ConsumerType;

/** How cancel, timeout and stop reach the provider of an operation; nng's {@code nng_aio_cancelfn}. */
@ConsumerType
@FunctionalInterface
@ThreadSafe
public interface AioCanceller {
    /**
     * Asks the provider to end an operation with the given reason: to call {@link AioOperation#finish finish(reason,
     * count)} soon, here or elsewhere. A provider that can no longer cancel the operation does nothing, and the finish
     * that is on its way decides.
     *
     * <p>Called at most once for each operation, only while it is in progress, with no lock held, on the thread that
     * cancels, stops, or watches the timeouts: it must not block and must not wait for any handle. It may be called
     * before {@link AioOperation#start start} has returned. The operation's callback does not run before this call has
     * returned, so it can never hit the handle's next operation. An exception that this call throws is logged, and
     * changes nothing: the operation stays in progress until its provider finishes it.
     *
     * @param operation the operation, equal to what start returned, though it may be another object
     * @param reason {@code ECANCELED}, {@code ETIMEDOUT}, {@code ESTOPPED} or whatever was given to {@code Aio.abort}
     */
    void cancel(AioOperation operation, AioError reason);

    /**
     * Describes the operation for error messages, such as "starting an operation on a busy handle".
     *
     * @return a few words
     */
    default String describe() {
        return getClass().getName();
    }
}
