package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Polling;
import io.helve.stream.StreamConfig.Transport;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.internal.InternalThreadLocalMap;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams whose event loops are polled by the workers that run the callbacks. */
class PolledByWorkersTest extends StreamTest {
    private final AtomicInteger trips = new AtomicInteger();

    /** Sends back what comes, for ever; the one that begins counts. */
    private final class Player {
        private final Stream stream;
        private final boolean begins;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        private final ByteBuffer[] buffers = {buffer}; // the same list each time: a new one would be an allocation
        private final Aio aio;
        private boolean sending;

        Player(AioFactory handles, Stream stream, boolean begins) {
            this.stream = stream;
            this.begins = begins;
            aio = closing(handles.alloc(this::ended));
            if (begins) {
                send();
            } else {
                receive();
            }
        }

        private void send() {
            sending = true;
            buffer.clear();
            aio.setIov(buffers);
            stream.send(aio);
        }

        private void receive() {
            sending = false;
            buffer.clear();
            aio.setIov(buffers);
            stream.receive(aio);
        }

        private void ended(Aio done) {
            if (done.result() != AioError.OK) {
                return; // the test ends
            }
            if (buffer.hasRemaining()) {
                aio.setIov(buffers);
                if (sending) {
                    stream.send(aio);
                } else {
                    stream.receive(aio);
                }
            } else if (sending) {
                receive();
            } else {
                if (begins) {
                    trips.incrementAndGet();
                }
                send();
            }
        }
    }

    private void use(Transport transport, Polling polling, int loops) {
        control.configure(StreamConfig.DEFAULTS
                .withThreads(loops)
                .withTransport(transport)
                .withPolling(polling));
    }

    private void play(AioFactory handles, int pairs) {
        var listener = listen("tcp://127.0.0.1:0");
        for (int i = 0; i < pairs; i++) {
            Pair pair = connect(listener);
            new Player(handles, pair.accepted(), false);
            new Player(handles, pair.dialed(), true);
        }
    }

    private static boolean aWorkerPolls() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().startsWith("helve-aio-"))
                .flatMap(each -> Arrays.stream(each.getValue()))
                .anyMatch(frame -> frame.getClassName().endsWith(".LendableLoop"));
    }

    private void goesOn(int more) {
        int before = trips.get();
        eventually(() -> trips.get() - before >= more);
    }

    @ParameterizedTest
    @CsvSource({"NIO,1", "NIO,2", "EPOLL,1", "EPOLL,2"})
    void conversationsGoOnWithAnyNumberOfLoops(Transport transport, int loops) {
        use(transport, Polling.WORKERS, loops);
        play(factory, 1);
        goesOn(500);
        eventually(PolledByWorkersTest::aWorkerPolls);
        play(factory, 5);
        goesOn(500);
        play(factory.on(AioFactory.INLINE), 2);
        goesOn(500);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void callbacksThatBlockForEverDoNotStopTheInputAndOutputOfOthers(Transport transport) throws Exception {
        use(transport, Polling.WORKERS, 2);
        play(factory, 2);
        goesOn(200);
        CountDownLatch ever = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(8);
        List<Aio> blocking = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Aio aio = factory.alloc(done -> {
                blocked.countDown();
                try {
                    ever.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            blocking.add(aio);
            factory.sleep(Duration.ZERO, aio);
        }
        assertTrue(blocked.await(SOON.toSeconds(), TimeUnit.SECONDS));
        goesOn(200);
        ever.countDown();
        blocking.forEach(Aio::close);
        goesOn(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void theConfigurationMayChangeUnderTraffic(Transport transport) {
        for (int i = 0; i < 6; i++) {
            use(transport, i % 2 == 0 ? Polling.WORKERS : Polling.THREADS, 1 + i % 3);
            play(factory, 1);
            goesOn(100);
        }
        assertEquals(Polling.THREADS, control.snapshot().config().polling());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    void blockingCallsOfOtherThreadsAreServed(Transport transport) {
        use(transport, Polling.WORKERS, 2);
        play(factory, 1);
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        for (int i = 0; i < 100; i++) {
            byte[] text = bytes("message " + i);
            sendAll(pair.dialed(), text);
            assertEquals("message " + i, new String(receive(pair.accepted(), text.length)));
        }
        goesOn(100);
    }

    /**
     * {@return whether Netty takes the worker that runs the next callback for a thread of its own, or has objects on
     * it}
     */
    private boolean nettyKnowsTheWorker() {
        AtomicReference<Boolean> known = new AtomicReference<>();
        try (Aio aio = factory.alloc(done -> known.set(FastThreadLocalThread.currentThreadHasFastThreadLocal()
                || InternalThreadLocalMap.getIfSet() != null))) {
            factory.sleep(Duration.ZERO, aio);
            eventually(() -> known.get() != null);
        }
        return known.get();
    }

    @Test
    void nettyKnowsWorkersOnlyAsLongAsTheyMayPollItsLoops() {
        use(Transport.NIO, Polling.WORKERS, 1);
        eventually(this::nettyKnowsTheWorker);
        use(Transport.NIO, Polling.THREADS, 1);
        eventually(() -> !nettyKnowsTheWorker());
    }
}
