package io.helve.sp.impl.spi;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import java.util.Arrays;

/**
 * What became of a send or a receive that a {@link ProtocolContext} was asked to start. There is one object for each
 * outcome, so none is allocated when messages move.
 */
public final class Outcome {
    /** It has succeeded: the message was taken, or handed over by {@code DeferredActions.receivedNow}. */
    public static final Outcome DONE = new Outcome("done", AioError.OK);

    /** The context has kept the operation and will complete it. */
    public static final Outcome WAITS = new Outcome("waits", null);

    /** It would have had to wait, but there was no operation to wait with. */
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
     * Has an operation wait in a queue.
     *
     * @param operation the operation, or null if the caller must not wait
     * @param queue where it waits
     * @return {@link #WAITS}, {@link #WOULD_WAIT}, or a failure if the operation was cancelled before it got here
     */
    public static Outcome waiting(AioOperation operation, AioQueue queue) {
        if (operation == null) {
            return WOULD_WAIT;
        }
        AioError refused = queue.append(operation);
        return refused == AioError.OK ? WAITS : failed(refused);
    }

    /** {@return the result that the operation has now: {@code EAGAIN} if it would wait; there is none if it waits} */
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
