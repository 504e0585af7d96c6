package io.helve.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.stream.Stream;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.netty.util.ResourceLeakDetector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A test with a runtime of its own and byte streams on it. After each test everything is closed: operations must add
 * up, no handle, connection or thread of ours may be left, and Netty's leak detector must have nothing to say.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StreamTest {
    /** Long enough for any machine; reaching it means failure. */
    protected static final Duration SOON = Duration.ofSeconds(30);

    protected AioRuntime runtime;
    protected AioFactory factory;
    protected StreamFactory streams;
    protected StreamControl control;
    private final List<Aio> handles = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Set<Thread> leftByOthers;
    private LeakLog leaks;

    @BeforeEach
    final void openRuntime() {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
        leaks = new LeakLog();
        leftByOthers = living();
        runtime = AioRuntime.open(AioConfig.builder()
                .pool("test")
                .drainTime(Duration.ofSeconds(5))
                .slowCallback(Duration.ofDays(1))
                .build());
        factory = runtime.factory();
        streams = runtime.service(StreamFactory.class);
        control = runtime.service(StreamControl.class);
    }

    @AfterEach
    final void nothingIsLeft() throws Exception {
        try {
            for (int i = open.size(); i-- > 0; ) {
                open.get(i).close();
            }
            handles.forEach(Aio::close);
            eventually(() -> control.snapshot().streams() == 0);
            runtime.close();
            AioCounters total = runtime.snapshot().total();
            assertEquals(0, total.open(), () -> "open handles: " + total);
            assertEquals(total.started(), total.completed(), () -> "started, and ended: " + total);
            eventually(() -> leftByOthers.containsAll(living()));
            leaks.assertNone();
        } finally {
            leaks.close();
        }
    }

    private static Set<Thread> living() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("helve-"))
                .collect(Collectors.toSet());
    }

    protected static void eventually(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }

    // ---- handles

    /** {@return a new handle without a callback, closed after the test} */
    protected final Aio aio() {
        Aio aio = factory.alloc();
        handles.add(aio);
        return aio;
    }

    protected final Aio aio(byte[] data) {
        Aio aio = aio();
        aio.setIov(ByteBuffer.wrap(data));
        return aio;
    }

    /** Has something closed after the test. */
    protected final <T extends AutoCloseable> T closing(T closeable) {
        open.add(closeable);
        return closeable;
    }

    /** Runs an operation to its end, whatever that is. */
    protected final Aio run(Consumer<Aio> operation) {
        Aio aio = aio();
        operation.accept(aio);
        return ended(aio);
    }

    protected static Aio ended(Aio aio) {
        try {
            assertTrue(aio.await(SOON), () -> "still busy: " + aio);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return aio;
    }

    protected static Aio ok(Aio aio) {
        ended(aio);
        assertEquals(AioError.OK, aio.result(), () -> "cause: " + aio.cause());
        return aio;
    }

    protected static void fails(AioError error, Aio aio) {
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
    protected record Pair(Stream dialed, Stream accepted) {}

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

    protected static byte[] bytes(String text) {
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

    /** Receives exactly that many bytes. */
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
