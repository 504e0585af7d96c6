package io.helve.examples.workers;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpContext;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

/**
 * Tells whether numbers are primes. Each worker is a context of the socket with a handle: it receives a request,
 * computes, replies, and receives the next one. While all workers are busy, further requests wait in the socket.
 */
final class PrimeService implements AutoCloseable {
    private final SpSocket socket;
    private final ExecutorService threads;

    PrimeService(AioFactory factory, SpSockets sockets, String url, int workers) {
        threads = Executors.newFixedThreadPool(workers);
        socket = sockets.open(SpProtocol.REP);
        socket.listen(url);
        // the answers take long to compute, so the callbacks run on threads of our own, not on those that all share
        AioFactory computing = factory.on(threads);
        for (int i = 0; i < workers; i++) {
            SpContext worker = socket.openContext();
            worker.receive(computing.alloc(this::work, worker));
        }
    }

    private void work(Aio received, SpContext worker) {
        if (received.result() != AioError.OK) {
            received.reap(); // the socket has been closed
            return;
        }
        Message message = received.getMessage();
        String answer = answer(new String(message.toByteArray(), StandardCharsets.UTF_8));
        message.clear();
        message.append(answer.getBytes(StandardCharsets.UTF_8));
        worker.trySend(message); // a reply never waits; it fails if the requester has gone
        worker.receive(received);
    }

    private static String answer(String question) {
        try {
            long number = Long.parseLong(question.trim());
            boolean prime = number > 1
                    && LongStream.rangeClosed(2, (long) Math.sqrt(number)).noneMatch(divisor -> number % divisor == 0);
            return number + (prime ? " is a prime" : " is not a prime");
        } catch (NumberFormatException e) {
            return "not a number: " + question; // what peers send must not end the service
        }
    }

    @Override
    public void close() {
        socket.close(); // ends all receives, and with them the workers
        threads.shutdown();
    }
}
