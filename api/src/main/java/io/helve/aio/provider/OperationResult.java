package io.helve.aio.provider;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The result of an operation that Java code performs: what the code has returned or thrown, or the reason of a cancel,
 * whichever comes first. A value that comes too late is closed.
 */
final class OperationResult {
    private final AtomicBoolean decided = new AtomicBoolean();

    void cancel(AioOperation operation, AioError reason) {
        if (decided.compareAndSet(false, true)) {
            operation.finish(reason, 0);
        }
    }

    void fail(AioOperation operation, Throwable failure) {
        if (decided.compareAndSet(false, true)) {
            Throwable cause = unwrap(failure);
            operation.finish(errorOf(cause), cause instanceof AioException known ? known.count() : 0, cause);
        }
    }

    void succeed(AioOperation operation, Object value) {
        if (!decided.compareAndSet(false, true)) {
            close(value);
            return;
        }
        if (value instanceof Message message) {
            operation.setMessage(message);
        } else if (value != null) {
            operation.setOutput(0, value);
        }
        if (!operation.finish(AioError.OK, 0)) { // the handle's tenant has gone
            close(value);
        }
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wraps = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wraps && cause != null ? cause : failure;
    }

    private static AioError errorOf(Throwable failure) {
        if (failure instanceof AioException known) {
            return known.error();
        }
        if (failure instanceof CancellationException) {
            return AioError.ECANCELED;
        }
        if (failure instanceof TimeoutException) {
            return AioError.ETIMEDOUT;
        }
        if (failure instanceof InterruptedException) {
            return AioError.EINTR;
        }
        boolean isShort = failure instanceof OutOfMemoryError || failure instanceof RejectedExecutionException;
        return isShort ? AioError.ENOMEM : AioError.EINTERNAL;
    }

    /** Closes a value that nobody gets. */
    static void close(Object value) {
        if (value instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                // nobody waits for this value, and it cannot be closed again
            }
        }
    }
}
