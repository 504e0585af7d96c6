package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One operation, its handle and its future; also the callback of the handle. */
final class Submission implements BiConsumer<Aio, Object> {
    private final CompletableFuture<Aio> future = new CompletableFuture<>();

    /** Whether the operation has ended, so that completing the future is not taken for a cancellation. */
    private volatile boolean ended;

    CompletableFuture<Aio> future() {
        return future;
    }

    void run(Handle handle, Consumer<? super Aio> operation) {
        future.whenComplete((aio, failure) -> {
            if (!ended) {
                handle.cancel();
            }
        });
        Throwable failure = null;
        try {
            operation.accept(handle);
        } catch (Throwable e) {
            failure = e;
        }
        boolean started = handle.hasStarted();
        if (failure == null && !started) {
            failure = handle.isStopped()
                    ? new AioException(AioError.ESTOPPED, null)
                    : new IllegalStateException("the operation given to submit has started nothing on its handle");
        }
        if (started && handle.skipped()) { // it has asked for that, and we are its callback
            accept(handle, null);
        }
        if (!started) {
            ended = true;
            handle.reapKeepingResults();
        }
        if (failure != null) {
            future.completeExceptionally(failure); // what was started nevertheless is cancelled by this
        }
    }

    @Override
    public void accept(Aio aio, Object none) {
        ended = true;
        ((Handle) aio).reapKeepingResults();
        if (aio.result() == AioError.OK) {
            future.complete(aio);
        } else {
            Throwable cause = aio.cause();
            future.completeExceptionally(
                    new AioException(aio.result(), cause == null ? null : cause.getMessage(), cause, aio.count()));
        }
    }
}
