package io.helve.aio.provider;

import io.helve.aio.AioError;
import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ConsumerType;

/** Passes cancel, timeout and stop on to the provider of an operation; nng's {@code nng_aio_cancelfn}. */
@ConsumerType
@FunctionalInterface
@ThreadSafe
public interface AioCanceller {
    /**
     * Asks the provider to end an operation with the given reason: to call {@link AioOperation#finish finish(reason,
     * count)} soon, in this call or on another thread. A provider that can no longer cancel the operation does nothing,
     * and the operation ends with the finish that is on its way.
     *
     * <p>Helve calls this method at most once for each operation, only while the operation is in progress, with no lock
     * held, on the thread that cancels or stops, or, when the time is up or the tenant goes, on a worker of the pool.
     * The method must not block and must not wait for any handle. The call may come before {@link AioOperation#start
     * start} has returned. The operation's callback does not run before this call has returned, so the call can never
     * hit the handle's next operation. An exception that this method throws is logged and changes nothing: the
     * operation stays in progress until its provider finishes it.
     *
     * @param operation the operation, equal to the result of {@code start}, though perhaps another object
     * @param reason {@code ECANCELED}, {@code ETIMEDOUT}, {@code ESTOPPED} or the error given to {@code Aio.abort}
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
