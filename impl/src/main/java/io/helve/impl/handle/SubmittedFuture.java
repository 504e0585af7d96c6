package io.helve.impl.handle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The future of a submitted operation, or a stage that depends on one. Asynchronous stages without an executor of their
 * own run where the callbacks of the factory run, not on the common pool, whose threads no tenant owns.
 */
final class SubmittedFuture<T> extends CompletableFuture<T> {
    private final Executor async;

    SubmittedFuture(Executor async) {
        this.async = async;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new SubmittedFuture<>(async);
    }

    @Override
    public Executor defaultExecutor() {
        return async;
    }
}
