package io.helve.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/** The handoff of a future's completion to a {@code ForkJoinPool}. */
final class FutureHandoff extends Handoff {
    private final ForkJoinPool pool = new ForkJoinPool();
    private CompletableFuture<Void> future;
    private CompletableFuture<Void> callback;

    @Override
    void start() {
        future = new CompletableFuture<>();
        callback = future.thenRunAsync(this::called, pool);
    }

    @Override
    void finish() {
        future.complete(null);
    }

    @Override
    void await() {
        callback.join();
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
