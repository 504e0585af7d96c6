package io.helve.sp.impl.contract;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import java.util.Arrays;

/**
 * The immediate outcome of a send or a receive that a {@link ProtocolContext} was asked to start. There is one object
 * for each outcome, so the transfer of messages allocates none.
 */
public final class Outcome {
    /** The operation has succeeded: the message was taken, or handed over by {@code DeferredActions.receivedNow}. */
    public static final Outcome DONE = new Outcome("done", AioError.OK);

    /** The context has kept the operation and will complete it. */
    public static final Outcome WAITS = new Outcome("waits", null);

    /** The call would have to wait, but the caller has passed no operation. */
    public static final Outcome WOULD_WAIT = new Outcome("would wait", AioError.EAGAIN);

    private static final Outcome[] FAILED = Arrays.stream(AioError.values())
            .map(error -> new Outcome("failed: " + error, error))
            .toArray(Outcome[]::new);

    private final String name;
    private final AioError error;

    private Outcome(String name, AioError error) {
        this.name = name;
        this.error = error;
    }

    /**
     * Returns the outcome of an operation that has failed.
     *
     * @param error the error, not {@code OK}
     * @return the outcome
     */
    public static Outcome failed(AioError error) {
        return FAILED[error.ordinal()];
    }

    /**
     * Appends an operation to a queue.
     *
     * @param operation the operation, or null if the caller must not wait
     * @param queue the queue
     * @return {@link #WAITS}, {@link #WOULD_WAIT}, or a failure if the operation was cancelled before this call
     */
    public static Outcome waiting(AioOperation operation, AioQueue queue) {
        if (operation == null) {
            return WOULD_WAIT;
        }
        AioError refused = queue.append(operation);
        return refused == AioError.OK ? WAITS : failed(refused);
    }

    /** {@return the result: {@code EAGAIN} for {@link #WOULD_WAIT}; never called for {@link #WAITS}} */
    public AioError result() {
        if (error == null) {
            throw new IllegalStateException("the operation waits");
        }
        return error;
    }

    @Override
    public String toString() {
        return name;
    }
}
