package io.helve.aio.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.annotation.ThreadSafe;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** An operation that a task performs on an executor. A cancel ends the operation at once and interrupts the task. */
@ThreadSafe
final class CallOperation implements AioCanceller {
    private final Callable<?> task;
    private final FutureTask<Void> running;
    private final OperationResult result = new OperationResult();

    /** The operation; set before the executor gets the task. */
    @SuppressWarnings("NullAway.Init")
    private AioOperation operation;

    private CallOperation(Callable<?> task) {
        this.task = task;
        this.running = new FutureTask<>(this::run, null);
    }

    static void start(Aio aio, Executor executor, Callable<?> task) {
        CallOperation call = new CallOperation(task);
        AioOperation started = AioOperation.start(aio, call);
        if (started == null) {
            return;
        }
        call.operation = started;
        try {
            executor.execute(call.running);
        } catch (Throwable e) {
            call.result.fail(started, e);
        }
    }

    private void run() {
        Object value;
        try {
            value = task.call();
        } catch (Throwable e) {
            result.fail(operation, e);
            return;
        }
        result.succeed(operation, value);
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        result.cancel(cancelled, reason);
        running.cancel(true);
    }

    @Override
    public String describe() {
        return "a call of " + task;
    }
}
