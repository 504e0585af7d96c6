package io.helve.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.stream.Stream;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test of byte streams, with a {@linkplain HelveRuntime runtime} of its own; no stream may be open after it. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StreamsTest {
    /** Long enough for any machine; a wait that reaches it has failed. */
    protected static final Duration SOON = Await.SOON;

    /** The runtime of each test. */
    @RegisterExtension
    protected final HelveRuntime helve = new HelveRuntime();

    /** The runtime of the test. */
    protected AioRuntime runtime;

    /** Its factory of handles. */
    protected AioFactory factory;

    /** Its streams. */
    protected StreamFactory streams;

    /** The settings and counters of its streams. */
    protected StreamControl control;

    /** Creates a test. */
    protected StreamsTest() {}

    @BeforeEach
    final void openStreams() {
        runtime = helve.runtime();
        factory = helve.factory();
        streams = runtime.service(StreamFactory.class);
        control = runtime.service(StreamControl.class);
        closing(() -> eventually(() -> control.snapshot().streams() == 0)); // closed last, when the others are closed
    }

    /**
     * Waits until a condition holds; fails if it does not hold {@linkplain #SOON soon}.
     *
     * @param condition looked at every few milliseconds
     */
    public static void eventually(Callable<Boolean> condition) {
        Await.eventually(condition);
    }

    // ---- handles

    /** {@return a new handle without a callback, closed after the test} */
    protected final Aio aio() {
        return helve.handle();
    }

    protected final Aio aio(byte[] data) {
        Aio aio = aio();
        aio.setIov(ByteBuffer.wrap(data));
        return aio;
    }

    /** Registers an object that is closed after the test. */
    protected final <T extends AutoCloseable> T closing(T closeable) {
        return helve.closing(closeable);
    }

    /** Runs an operation and waits until it has ended, with any result. */
    protected final Aio run(Consumer<Aio> operation) {
        Aio aio = aio();
        operation.accept(aio);
        return ended(aio);
    }

    public static Aio ended(Aio aio) {
        try {
            assertTrue(aio.await(SOON), () -> "still busy: " + aio);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return aio;
    }

    public static Aio ok(Aio aio) {
        ended(aio);
        assertEquals(AioError.OK, aio.result(), () -> "cause: " + aio.cause());
        return aio;
    }

    public static void fails(AioError error, Aio aio) {
        ended(aio);
        assertEquals(error, aio.result(), () -> "cause: " + aio.cause());
    }

    // ---- connections

    protected final StreamListener listen(String url) {
        StreamListener listener = closing(streams.listener(url));
        listener.listen();
        return listener;
    }

    /** Both ends of a connection. */
    public record Pair(Stream dialed, Stream accepted) {}

    protected final Pair connect(StreamListener listener) {
        return connect(closing(streams.dialer(listener.dialUrl().toString())), listener);
    }

    protected final Pair connect(StreamDialer dialer, StreamListener listener) {
        Aio accept = aio();
        listener.accept(accept);
        Aio dial = ok(run(dialer::dial));
        return new Pair(
                closing((Stream) dial.getOutput(0)), closing((Stream) ok(accept).getOutput(0)));
    }

    // ---- data

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected final Aio send(Stream stream, byte[] data) {
        Aio aio = aio(data);
        stream.send(aio);
        return aio;
    }

    protected final void sendAll(Stream stream, byte[] data) {
        assertEquals(data.length, ok(send(stream, data)).count());
    }

    /** Receives exactly the given number of bytes. */
    protected final byte[] receive(Stream stream, int length) {
        ByteBuffer into = ByteBuffer.allocate(length);
        Aio aio = aio();
        while (into.hasRemaining()) {
            aio.setIov(into);
            stream.receive(aio);
            ok(aio);
            assertTrue(aio.count() > 0);
        }
        return into.array();
    }

    protected final Aio receiving(Stream stream, ByteBuffer into) {
        Aio aio = aio();
        aio.setIov(into);
        stream.receive(aio);
        return aio;
    }
}
