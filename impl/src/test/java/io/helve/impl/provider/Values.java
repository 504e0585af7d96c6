package io.helve.impl.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import java.util.List;

// Hands each value that arrives to the operation that has waited longest.
final class Values implements AioCanceller {
    private final Object lock = new Object();
    private final AioQueue waiting = new AioQueue(); // guarded by the lock

    // A user's method: the value becomes output 0 of the handle.
    void receive(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, this);
        if (operation == null) {
            return; // the completion has been taken care of
        }
        AioError refused;
        synchronized (lock) {
            refused = waiting.append(operation);
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0);
        }
    }

    // Called when a value arrives; tells whether an operation has taken it.
    boolean arrived(Object value) {
        AioOperation operation;
        synchronized (lock) {
            operation = waiting.poll();
        }
        if (operation == null) {
            return false;
        }
        operation.setOutput(0, value);
        return operation.finish(AioError.OK, 0);
    }

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

    void close() {
        List<AioOperation> ended;
        synchronized (lock) {
            ended = waiting.close(AioError.ECLOSED);
        }
        ended.forEach(operation -> operation.finish(AioError.ECLOSED, 0));
    }
}
