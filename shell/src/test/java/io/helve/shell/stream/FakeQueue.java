package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.util.ArrayDeque;
import java.util.Deque;

/** Operations that wait, in order. */
final class FakeQueue implements AioCanceller {
    /** How an operation ends. */
    record Result(AioError error, long count) {}

    /** Gives the first operation its result, outputs included; null if there is none yet. */
    interface Supply {
        Result next(AioOperation operation);
    }

    private final Supply supply;
    private final Deque<AioOperation> waiting = new ArrayDeque<>(); // guarded by this
    private AioError closed; // guarded by this

    FakeQueue(Supply supply) {
        this.supply = supply;
    }

    void start(Aio aio) {
        synchronized (this) {
            AioOperation operation = AioOperation.start(aio, this);
            if (operation != null) {
                waiting.add(operation);
            }
        }
        serve();
    }

    /**
     * Ends the first ones, as long as there are results. Under the lock, so that they end in order: good enough for a
     * fake.
     */
    synchronized void serve() {
        while (!waiting.isEmpty()) {
            AioOperation first = waiting.peek();
            Result result = closed == null ? supply.next(first) : new Result(closed, 0);
            if (result == null) {
                return;
            }
            waiting.remove();
            first.finish(result.error(), result.count());
        }
    }

    void close(AioError reason) {
        synchronized (this) {
            closed = closed == null ? reason : closed;
        }
        serve();
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
        return "waiting in a fake";
    }
}
