package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One call of {@code submit}: the operation's handle and its future. This object is also the callback of the handle.
 */
final class Submission<T> implements BiConsumer<Aio, Object> {
    private final HandleTenant tenant;
    private final CompletableFuture<T> future;

    /** Returns the value of the future, after a success. */
    private final Function<? super Aio, ? extends T> result;

    /**
     * Whether the operation has ended. Once it has, this submission itself completes the future, and that completion
     * must not cancel the handle.
     */
    private volatile boolean ended;

    Submission(HandleTenant tenant, Executor async, Function<? super Aio, ? extends T> result) {
        this.tenant = tenant;
        this.result = result;
        this.future = new SubmittedFuture<>(async);
    }

    CompletableFuture<T> future() {
        return future;
    }

    /**
     * Calls the function that the user has passed to {@code submit}, and completes the future if it starts nothing.
     *
     * @param handle a new handle, whose callback is this object
     * @param operation the user's function, which starts an operation on the handle
     */
    void run(Handle handle, Consumer<? super Aio> operation) {
        future.whenComplete((value, failure) -> {
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
                    ? new AioException(AioError.ESTOPPED, "the AioFactory of " + tenant.name() + " has been closed")
                    : new IllegalStateException("the operation given to submit has started nothing on its handle");
        }
        if (started && handle.skipped()) { // the handle has not called this callback, because the caller skipped it
            accept(handle, null);
        }
        if (!started) {
            ended = true;
            handle.reapKeepingResults();
        }
        if (failure != null) {
            future.completeExceptionally(failure); // cancels the operation, if it was started
        }
    }

    /** The callback of the handle: releases the handle and completes the future. */
    @Override
    public void accept(Aio aio, Object none) {
        ended = true;
        Handle handle = (Handle) aio;
        AioException failure =
                handle.result() == AioError.OK ? null : handle.failure(); // before the release, which clears its text
        handle.reapKeepingResults();
        if (failure != null) {
            future.completeExceptionally(failure);
        } else if (future.isDone() || !succeed(handle)) {
            discard(handle);
        }
    }

    /**
     * Completes the future with the value of the operation's results.
     *
     * @return false if the future was completed in another way before, or the function has thrown; the results then
     *     reach no one
     */
    private boolean succeed(Handle handle) {
        T value;
        try {
            value = result.apply(handle);
        } catch (Throwable e) {
            future.completeExceptionally(e);
            return false;
        }
        return future.complete(value);
    }

    /** Closes the results of an operation that has succeeded after its future was cancelled or has timed out. */
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
