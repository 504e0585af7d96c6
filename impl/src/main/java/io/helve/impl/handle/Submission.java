package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One operation, its handle and its future; also the callback of the handle. */
final class Submission implements BiConsumer<Aio, Object> {
    private final HandleTenant tenant;
    private final CompletableFuture<Aio> future;

    /** Whether the operation has ended; from then on the future is completed by this, and not by a cancellation. */
    private volatile boolean ended;

    Submission(HandleTenant tenant, Executor async) {
        this.tenant = tenant;
        this.future = new SubmittedFuture<>(async);
    }

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
        if (started && handle.skipped()) { // the operation has asked for that, and this is the callback
            accept(handle, null);
        }
        if (!started) {
            ended = true;
            handle.reapKeepingResults();
        }
        if (failure != null) {
            future.completeExceptionally(failure); // cancels what was started nevertheless
        }
    }

    @Override
    public void accept(Aio aio, Object none) {
        ended = true;
        Handle handle = (Handle) aio;
        handle.reapKeepingResults();
        if (handle.result() != AioError.OK) {
            Throwable cause = handle.cause();
            future.completeExceptionally(new AioException(
                    handle.result(), cause == null ? null : cause.getMessage(), cause, handle.count()));
        } else if (!future.complete(handle)) {
            discard(handle);
        }
    }

    /** The operation has succeeded, but its future was cancelled or timed out before: nobody will get its results. */
    private void discard(Handle handle) {
        for (int i = 0; i < Handle.SLOTS; i++) {
            if (handle.getOutput(i) instanceof AutoCloseable output) {
                try {
                    output.close();
                } catch (Throwable e) {
                    tenant.discardFailed(output, e);
                }
            }
        }
        Message received = handle.receivedMessage();
        if (received != null) {
            received.free();
        }
        handle.clearOutputs();
    }
}
