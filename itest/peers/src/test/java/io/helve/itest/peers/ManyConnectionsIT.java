package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.testkit.Await;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many connections: one after the other, and at the same time. */
class ManyConnectionsIT extends StreamTest {
    /** How long thousands of connections may take, however slow the machine is. */
    private static final Duration ALL = Duration.ofSeconds(150);

    private static final int AT_A_TIME = 16;
    private static final int IDLE = 5_000;
    private static final int BUSY = 100;
    private static final int ROUNDS = 100;

    @TempDir
    Path temp;

    private final Queue<AioError> failures = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @CsvSource({"tcp, 10000", "ipc, 2000", "ws, 500"})
    void openedAndClosedInARow(String scheme, int count) {
        String url = scheme.equals("ipc") ? "ipc://" + temp.resolve("socket") : scheme + "://127.0.0.1:0";
        AtomicInteger accepted = new AtomicInteger();
        try (StreamListener listener = listen(url)) {
            List<Aio> accepts = acceptAll(listener, stream -> {
                stream.close();
                accepted.incrementAndGet();
            });
            dialAll(listener, count, Stream::close);
            Await.eventually("each has been accepted", ALL)
                    .untilAsserted(() -> assertEquals(count, accepted.get(), this::state));
            assertEquals(List.of(), List.copyOf(failures));
            assertEquals(count, dialed());
            assertEquals(count, accepted());
            accepts.forEach(Aio::close);
        }
    }

    @Test
    void manyAreIdleAndSomeAreBusy() {
        // two descriptors for each, and some for everything else
        int count = Math.min(IDLE, (Descriptors.limit() - 500) / 2);
        if (count < IDLE) {
            System.out.println("only " + count + " idle connections: " + Descriptors.limit() + " descriptors at most");
        }
        Queue<Stream> dialed = new ConcurrentLinkedQueue<>();
        AtomicInteger echoing = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (StreamListener listener = streams.listener("tcp://127.0.0.1:0").set(StreamOptions.BACKLOG, 1024)) {
            listener.listen();
            List<Aio> accepts = acceptAll(listener, stream -> {
                Echo.start(runtime.factory(), stream, ended::incrementAndGet);
                echoing.incrementAndGet();
            });
            dialAll(listener, count, dialed::add);
            eventually("all are accepted").until(() -> echoing.get() == count);
            assertEquals(2 * count, control.snapshot().streams());
            AtomicInteger finished = new AtomicInteger();
            dialed.stream().limit(BUSY).forEach(stream -> new Caller(stream, finished).start());
            eventually("the busy ones have had their answers").until(() -> finished.get() == BUSY);
            assertEquals(2 * count, control.snapshot().streams());
            dialed.forEach(Stream::close);
            eventually("the other side has noticed").until(() -> ended.get() == count);
            assertEquals(List.of(), List.copyOf(failures));
            accepts.forEach(Aio::close);
        }
    }

    private String state() {
        return "failures " + failures + ", " + control.snapshot();
    }

    /** Sends something, waits until it is back, and again. */
    private final class Caller {
        private final Stream stream;
        private final AtomicInteger finished;
        private final ByteBuffer buffer = ByteBuffer.allocate(64);
        private final Aio aio = runtime.factory().alloc(any -> next());
        private int rounds;
        private boolean sent;

        Caller(Stream stream, AtomicInteger finished) {
            this.stream = stream;
            this.finished = finished;
        }

        void start() {
            aio.setIov(buffer);
            stream.send(aio);
        }

        private void next() {
            boolean failed = aio.result() != AioError.OK;
            if (failed) {
                failures.add(aio.result());
            } else if (!sent) {
                sent = true;
                buffer.clear();
            } else if (!buffer.hasRemaining()) {
                sent = false;
                rounds++;
                buffer.clear();
            }
            if (failed || rounds == ROUNDS) {
                aio.close();
                finished.incrementAndGet();
            } else if (sent) {
                stream.receive(aio);
            } else {
                stream.send(aio);
            }
        }
    }

    private List<Aio> acceptAll(StreamListener listener, Consumer<Stream> then) {
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            Aio handle = runtime.factory().alloc(aio -> {
                if (aio.result() == AioError.OK) {
                    then.accept((Stream) aio.getOutput(0));
                    listener.accept(aio);
                } else if (aio.result() != AioError.ESTOPPED) {
                    failures.add(aio.result());
                }
            });
            handles.add(handle);
            listener.accept(handle);
        }
        return handles;
    }

    /** Dials so often, some at a time, and waits until all have ended. */
    private void dialAll(StreamListener listener, int count, Consumer<Stream> then) {
        AtomicInteger left = new AtomicInteger(count);
        AtomicInteger ended = new AtomicInteger();
        List<Aio> handles = new ArrayList<>();
        try (StreamDialer dialer = streams.dialer(listener.dialUrl().toString())) {
            for (int i = 0; i < AT_A_TIME; i++) {
                Aio handle = runtime.factory().alloc(aio -> {
                    if (aio.result() == AioError.OK) {
                        then.accept((Stream) aio.getOutput(0));
                    } else {
                        failures.add(aio.result());
                    }
                    ended.incrementAndGet();
                    if (left.decrementAndGet() >= 0) {
                        dialer.dial(aio);
                    }
                });
                handles.add(handle);
                if (left.decrementAndGet() >= 0) {
                    dialer.dial(handle);
                }
            }
            Await.eventually("all dials have ended", ALL).until(() -> ended.get() == count);
            handles.forEach(Aio::close);
        }
    }
}
