package io.helve.remote.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The return type of a method whose result comes later, such as a future or a promise. */
public interface AsyncType {
    /** {@return the type; its only type argument is the type of the result} */
    Class<?> type();

    /**
     * Returns the client's view of a result to come.
     *
     * @param future completes with the result
     * @return an object of the type
     */
    Object ofFuture(CompletableFuture<Object> future);

    /**
     * Returns the server's view of what a service has returned.
     *
     * @param returned an object of the type
     * @return a stage of the result; its failure may be wrapped in a CompletionException
     * @throws Exception if the result has failed already
     */
    CompletionStage<?> toStage(Object returned) throws Exception;
}
