package io.helve.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Chains of futures: each callback makes the next future and completes it. */
final class FutureChains extends Chains {
    private final ForkJoinPool pool = new ForkJoinPool();
    private final boolean timeout;
    private final Consumer<Link> callback = this::called;

    FutureChains(int inFlight, boolean timeout) {
        super(inFlight);
        this.timeout = timeout;
    }

    @Override
    void next(Link link) {
        CompletableFuture<Link> future = new CompletableFuture<>();
        if (timeout) {
            future.orTimeout(30, TimeUnit.SECONDS);
        }
        future.thenAcceptAsync(callback, pool);
        future.complete(link);
    }

    @Override
    void await(Link link) {
        // each operation has a future of its own
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
