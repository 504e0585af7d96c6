package io.helve.internal;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;

/**
 * Ends an operation whose provider fails after it has started the operation. Without this the handle would be busy for
 * ever, because nobody else knows the operation.
 */
public final class FailedStart {
    private FailedStart() {}

    /**
     * Ends an operation with the error for a failure; nothing happens if the operation has ended already.
     *
     * @param operation the operation
     * @param failure why it cannot be carried out
     */
    public static void end(AioOperation operation, Throwable failure) {
        operation.finish(error(failure), 0, failure);
    }

    /**
     * Returns the error for a failure of a provider.
     *
     * @param failure the failure
     * @return the error of an {@link AioException}, {@code ENOMEM} for lack of memory or threads, else
     *     {@code EINTERNAL}
     */
    public static AioError error(Throwable failure) {
        if (failure instanceof AioException known) {
            return known.error();
        }
        return failure instanceof OutOfMemoryError ? AioError.ENOMEM : AioError.EINTERNAL;
    }
}
