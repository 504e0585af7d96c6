package io.helve.shell.stdio;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One at a time, in the order of asking: waiting for one's turn is an operation on a handle like any other, so that it
 * can be stopped and takes no thread.
 */
public final class ReadTurn implements AioCanceller {
    private final Deque<AioOperation> waiting = new ArrayDeque<>(); // guarded by this
    private boolean taken; // guarded by this

    /** Starts waiting; the operation ends when it is this handle's turn, and {@link #pass()} must follow. */
    public void take(Aio aio) {
        AioOperation granted = null;
        // under the lock, so that a canceller that comes at once finds the operation in the queue
        synchronized (this) {
            AioOperation operation = AioOperation.start(aio, this);
            if (operation == null) {
                return;
            }
            if (taken) {
                waiting.add(operation);
            } else {
                taken = true;
                granted = operation;
            }
        }
        grant(granted);
    }

    /** Lets the next one have its turn. */
    public void pass() {
        AioOperation next;
        synchronized (this) {
            next = waiting.poll();
            taken = next != null;
        }
        grant(next);
    }

    private void grant(AioOperation operation) {
        if (operation != null && !operation.finish(AioError.OK, 0)) {
            pass(); // it was taken back in this moment
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean found;
        synchronized (this) {
            found = waiting.remove(operation);
        }
        if (found) {
            operation.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "waiting for its turn to read";
    }
}
