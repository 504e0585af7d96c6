package io.helve.sp.impl.spi;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.pipe.DeferredActions;
import java.util.ArrayDeque;

/** Operations that wait, in order. Guarded by the socket's lock; who takes one out of it finishes it. */
public final class OperationQueue {
    private final ArrayDeque<AioOperation> operations = new ArrayDeque<>(4);

    /** Creates an empty queue. */
    public OperationQueue() {}

    /**
     * Adds an operation at the end.
     *
     * @param operation the operation
     */
    public void add(AioOperation operation) {
        operations.add(operation);
    }

    /** {@return the first operation, taken out, or null} */
    public AioOperation poll() {
        return operations.poll();
    }

    /** {@return whether nothing waits} */
    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /**
     * Takes an operation out.
     *
     * @param operation the operation
     * @return whether it was there
     */
    public boolean remove(AioOperation operation) {
        return operations.removeFirstOccurrence(operation);
    }

    /**
     * Takes all out and has them fail.
     *
     * @param error the error
     * @param actions what will call them
     */
    public void fail(AioError error, DeferredActions actions) {
        for (AioOperation next = poll(); next != null; next = poll()) {
            actions.fail(next, error);
        }
    }
}
