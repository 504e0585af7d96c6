package io.helve.remote.call;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * The types of the JDK that promise a result. A plain {@code Future} is waited for, by the worker that made the call.
 */
record JdkAsyncType(Class<?> type) implements AsyncType {
    static final List<AsyncType> ALL = List.of(
            new JdkAsyncType(CompletableFuture.class),
            new JdkAsyncType(CompletionStage.class),
            new JdkAsyncType(Future.class));

    @Override
    public Object ofFuture(CompletableFuture<Object> future) {
        return future;
    }

    @Override
    public CompletionStage<?> toStage(Object returned) throws Exception {
        return returned instanceof CompletionStage<?> stage
                ? stage
                : CompletableFuture.completedStage(((Future<?>) returned).get());
    }
}
