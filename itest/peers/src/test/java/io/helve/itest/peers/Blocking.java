package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Blocking calls for operations, for tests that perform one operation after the other. Each has its own handle. */
final class Blocking {
    private static final Duration LIMIT = StreamTest.LONG;
    private static final int CHUNK = 64 << 10;

    private final AioFactory factory;
    private final StreamFactory streams;

    Blocking(AioFactory factory, StreamFactory streams) {
        this.factory = factory;
        this.streams = streams;
    }

    Stream dial(String url) {
        try (StreamDialer dialer = streams.dialer(url)) {
            return dial(dialer);
        }
    }

    Stream dial(StreamDialer dialer) {
        return run(dialer::dial, aio -> (Stream) aio.check().getOutput(0));
    }

    /** Dials and says how that fails; it must have a cause whose message is worth reading. */
    AioError dialError(StreamDialer dialer) {
        return run(dialer::dial, aio -> {
            if (aio.result() == AioError.OK) {
                ((Stream) aio.getOutput(0)).close();
            } else if (aio.result() != AioError.ETIMEDOUT && aio.result() != AioError.ECANCELED) {
                assertInstanceOf(Throwable.class, aio.cause(), () -> aio.result() + " has a cause");
                String host = dialer.url().host();
                String address = host.isEmpty() ? dialer.url().path() : host;
                String message = String.valueOf(aio.cause().getMessage());
                assertTrue(message.contains(address), () -> "the address is in the message: " + aio.cause());
            }
            return aio.result();
        });
    }

    Stream accept(StreamListener listener) {
        return run(listener::accept, aio -> (Stream) aio.check().getOutput(0));
    }

    /** Accepts on a handle of its own while the test does something else. */
    CompletableFuture<Stream> accepting(StreamListener listener) {
        return factory.submit(listener::accept).thenApply(aio -> (Stream) aio.getOutput(0));
    }

    void send(Stream stream, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long count = run(
                aio -> {
                    aio.setIov(buffer);
                    stream.send(aio);
                },
                aio -> aio.check().count());
        assertEquals(bytes.length, count, "bytes sent");
        assertFalse(buffer.hasRemaining(), "the buffer's position has moved");
    }

    AioError sendError(Stream stream, byte[] bytes) {
        return run(
                aio -> {
                    aio.setIov(ByteBuffer.wrap(bytes));
                    stream.send(aio);
                },
                Aio::result);
    }

    /** Sends on and on, and says how that ends. */
    AioError sendUntilItFails(Stream stream) {
        byte[] bytes = new byte[CHUNK];
        AioError error;
        do {
            error = sendError(stream, bytes);
        } while (error == AioError.OK);
        return error;
    }

    /** Starts to send without waiting. */
    CompletableFuture<Aio> sending(Stream stream, byte[] bytes) {
        return factory.submit(aio -> {
            aio.setIov(ByteBuffer.wrap(bytes));
            stream.send(aio);
        });
    }

    /** Receives as many bytes. */
    byte[] receive(Stream stream, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            receiveSome(stream, buffer);
        }
        return buffer.array();
    }

    private void receiveSome(Stream stream, ByteBuffer buffer) {
        int before = buffer.position();
        long count = run(
                aio -> {
                    aio.setIov(buffer);
                    stream.receive(aio);
                },
                aio -> {
                    if (aio.result() != AioError.OK) {
                        throw new AioException(
                                aio.result(), "after " + buffer.position() + " bytes", aio.cause(), aio.count());
                    }
                    return aio.count();
                });
        assertTrue(count > 0, "something was received");
        assertEquals(before + count, buffer.position(), "the buffer's position has moved");
    }

    /** Receives a whole message, whatever its length. */
    byte[] receiveMessage(Stream stream) {
        return run(stream::receive, aio -> {
            ByteBuffer message = (ByteBuffer) aio.check().getOutput(0);
            assertEquals(0, message.position());
            assertEquals(aio.count(), message.remaining());
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            return bytes;
        });
    }

    /** Receives until the peer says in an orderly way that there is no more. */
    byte[] receiveAll(Stream stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        AioError end = receiveUntilItFails(stream, all);
        assertEquals(AioError.ECONNSHUT, end, "after " + all.size() + " bytes");
        return all.toByteArray();
    }

    /** Receives until that fails, and says how. */
    AioError receiveUntilItFails(Stream stream) {
        return receiveUntilItFails(stream, new ByteArrayOutputStream());
    }

    private AioError receiveUntilItFails(Stream stream, ByteArrayOutputStream all) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        AioError error;
        do {
            buffer.clear();
            error = run(
                    aio -> {
                        aio.setIov(buffer);
                        stream.receive(aio);
                    },
                    Aio::result);
            all.writeBytes(Arrays.copyOf(buffer.array(), buffer.position()));
        } while (error == AioError.OK);
        return error;
    }

    /** Receives into a small buffer with a time limit and says how that ends. */
    AioError receiveError(Stream stream, Duration timeout) {
        return run(
                aio -> {
                    aio.setTimeout(timeout);
                    aio.setIov(ByteBuffer.allocate(16));
                    stream.receive(aio);
                },
                Aio::result);
    }

    /** Waits for an operation that fails, and says how. */
    static AioError error(CompletableFuture<?> operation) {
        StreamTest.eventually("an end").until(operation::isDone);
        return operation
                .handle((outcome, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    return cause instanceof AioException e ? e.error() : AioError.OK;
                })
                .join();
    }

    void shutdown(Stream stream) {
        run(stream::shutdown, Aio::check);
    }

    /** Sends and receives at the same time what the peer sends back. */
    byte[] echo(Stream stream, byte[] bytes) {
        CompletableFuture<Aio> sent = sending(stream, bytes);
        byte[] back = receive(stream, bytes.length);
        assertEquals(bytes.length, sent.join().count());
        return back;
    }

    <T> T run(Consumer<Aio> operation, java.util.function.Function<Aio, T> outcome) {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(LIMIT);
            operation.accept(aio);
            aio.await();
            return outcome.apply(aio);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
