package io.helve.examples.workers;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.SpContext;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks the service. Each question has a context of its own, so any number of questions may be open at a time. */
final class PrimeClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AioFactory factory;
    private final SpSockets sockets;
    private final SpSocket socket;

    PrimeClient(AioFactory factory, SpSockets sockets, String url) throws InterruptedException {
        this.factory = factory;
        this.sockets = sockets;
        socket = sockets.open(SpProtocol.REQ);
        socket.dial(url); // waits for the connection; later the socket connects again by itself
    }

    /** Asks, and returns at once. The future fails with {@code ETIMEDOUT} if nobody answers in time. */
    CompletableFuture<String> ask(long number) {
        SpContext question = socket.openContext();
        return factory.submit(aio -> {
                    aio.setMessage(sockets.messages().of(Long.toString(number)));
                    question.send(aio);
                })
                .thenCompose(sent -> factory.submit(aio -> {
                    aio.setTimeout(LIMIT);
                    question.receive(aio);
                }))
                .thenApply(PrimeClient::text)
                .whenComplete((answer, failure) -> question.close());
    }

    private static String text(Aio received) {
        return new String(received.getMessage().toByteArray(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
