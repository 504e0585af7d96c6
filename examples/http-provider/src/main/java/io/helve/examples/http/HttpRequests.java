package io.helve.examples.http;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * HTTP requests as operations: they have a handle's time limit, can be cancelled, and end when the handle's bundle or
 * runtime does.
 */
final class HttpRequests {
    private final HttpClient client = HttpClient.newHttpClient();

    /** Starts a request. Output 0 becomes the {@link HttpResponse}, whose body is text. */
    void send(HttpRequest request, Aio aio) {
        Exchange exchange = new Exchange();
        AioOperation operation = AioOperation.start(aio, exchange);
        if (operation != null) { // otherwise the handle has completed the operation itself: it is closed, for example
            exchange.start(operation, client.sendAsync(request, BodyHandlers.ofString()));
        }
    }

    /** A request under way. */
    private static final class Exchange implements AioCanceller {
        private CompletableFuture<HttpResponse<String>> response;
        private AioError cancelled;

        void start(AioOperation operation, CompletableFuture<HttpResponse<String>> started) {
            synchronized (this) {
                response = started;
            }
            if (reason() != null) {
                started.cancel(true); // the canceller was called when there was nothing to cancel yet
            }
            started.whenComplete((result, failure) -> {
                if (failure == null) {
                    operation.setOutput(0, result);
                    operation.finish(AioError.OK, 0);
                } else {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    AioError reason = reason();
                    operation.finish(reason != null ? reason : error(cause), 0, cause);
                }
            });
        }

        /** Runs when the operation is cancelled, or its time is up; must not block. */
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            CompletableFuture<HttpResponse<String>> started;
            synchronized (this) {
                cancelled = reason;
                started = response;
            }
            if (started != null) {
                started.cancel(true); // the stage above finishes the operation
            }
        }

        /** Is shown in statistics and in the messages of exceptions. */
        @Override
        public String describe() {
            return "HTTP request";
        }

        private synchronized AioError reason() {
            return cancelled;
        }

        private static AioError error(Throwable failure) {
            if (failure instanceof ConnectException) {
                return AioError.ECONNREFUSED;
            }
            return failure instanceof HttpTimeoutException ? AioError.ETIMEDOUT : AioError.ESYSERR;
        }
    }
}
