package io.helve.remote.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A return type with which a method promises its result for later. */
public interface AsyncType {
    /** {@return the type, whose one type argument is that of the result} */
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
