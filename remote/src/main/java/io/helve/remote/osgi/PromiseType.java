package io.helve.remote.osgi;

import io.helve.remote.call.AsyncType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.PromiseFactory;

/** The promise of OSGi. Its callbacks run where the future is completed, on no thread of the promise library. */
final class PromiseType implements AsyncType {
    private final PromiseFactory factory = new PromiseFactory(PromiseFactory.inlineExecutor());

    @Override
    public Class<?> type() {
        return Promise.class;
    }

    @Override
    public Object ofFuture(CompletableFuture<Object> future) {
        Deferred<Object> deferred = factory.deferred();
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                deferred.resolve(value);
            } else {
                deferred.fail(failure);
            }
        });
        return deferred.getPromise();
    }

    @Override
    public CompletionStage<?> toStage(Object returned) {
        return ((Promise<?>) returned).toCompletionStage();
    }
}
