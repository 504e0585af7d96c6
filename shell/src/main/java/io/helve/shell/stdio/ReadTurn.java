package io.helve.shell.stdio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;

/**
 * Lets one handle at a time read, in the order in which handles start to wait. Waiting for the turn is an operation on
 * the handle, so it takes no thread and ends when the handle is stopped.
 *
 * <p>The turn is free, or taken by one handle while others wait in {@link #waiting}. A cancelled handle leaves the
 * queue; a handle that was granted the turn must pass it, also if its next operation fails.
 */
public final class ReadTurn implements AioCanceller {
    @GuardedBy("this")
    private final AioQueue waiting = new AioQueue();

    /** Whether a handle has the turn. If none has, none waits. */
    @GuardedBy("this")
    private boolean taken;

    /** Starts to wait. The operation succeeds when the handle has the turn; {@link #pass()} must follow. */
    public void take(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        AioOperation granted = null;
        synchronized (this) {
            refused = waiting.append(operation);
            if (refused == AioError.OK && !taken) {
                taken = true;
                granted = waiting.poll();
            }
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0); // cancelled before it was queued
        }
        grant(granted);
    }

    /** Passes the turn to the next handle. */
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
            pass(); // the operation was ended by force, so its handle will not pass the turn
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
