package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.QuietLog;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.stream.StreamTransport;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Handshakes and frames as peers would never make them, in pieces of any size: what a plain decoder finds in the bytes
 * is what the socket receives, and how the connection ends is what it counts. A well-behaved peer beside them is
 * served.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamFuzzTest extends SpTest {
    private static final int CONNECTIONS = 100;
    private static final int RECEIVE_MAX = 10_000;

    private final FakeStreams streams = new FakeStreams();
    private StreamTransport transport;
    private SpRuntime sp;
    private SocketTenant tenant;
    private QuietLog log;

    @BeforeEach
    void open() {
        log = new QuietLog();
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        transport = new StreamTransport(() -> streams);
        sp.addChanging(transport);
        tenant = sp.open("fuzz", factory);
    }

    @AfterEach
    void close() {
        tenant.close();
        sp.close();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://fuzz:1", "ipc:///fuzz", "ws://fuzz"})
    void whatIsReceivedIsWhatThePeerHasSaid(String url) {
        Fuzz.run("frames of " + url, 4, random -> {
            try (SpSocket pull = tenant.open(SpProtocol.PULL).set(SpOptions.RECEIVE_MAX, RECEIVE_MAX)) {
                pull.set(SpOptions.RECEIVE_BUFFER, random.nextInt(3));
                SpListener listener = pull.listen(url);
                FakeStream good = new Peer(url, random).wellBehaved();
                for (int i = 0; i < CONNECTIONS; i++) {
                    connection(url, pull, listener, random);
                }
                assertServed(url, good, pull);
                assertEquals(1, pipes(pull));
                log.assertQuiet();
            }
            return CONNECTIONS;
        });
    }

    /** A connection, from its handshake to its end. */
    private void connection(String url, SpSocket pull, SpListener listener, SplittableRandom random) {
        Peer peer = new Peer(url, random);
        long before = count(listener, peer.verdict);
        FakeStream stream = streams.listener.connect();
        peer.speak(stream);
        for (byte[] expected : peer.messages) {
            Message message = pull.tryReceive();
            assertNotNull(message);
            assertArrayEquals(expected, message.toByteArray());
            message.free();
        }
        assertNull(pull.tryReceive());
        if (peer.verdict == AioError.OK) {
            assertEquals(2, pipes(pull));
            stream.end(AioError.ECONNSHUT);
        } else {
            assertEquals(before + 1, count(listener, peer.verdict));
        }
        assertEquals(1, pipes(pull));
        assertEquals(true, stream.closed);
    }

    private static long count(SpListener listener, AioError error) {
        return listener.statistics()
                .child(counter(error))
                .map(SpStatistic::value)
                .orElse(0L);
    }

    private static void assertServed(String url, FakeStream good, SpSocket pull) {
        byte[] frame = Peer.frame(url, "good".getBytes());
        good.say(frame, 0, frame.length);
        Message message = pull.tryReceive();
        assertNotNull(message);
        assertEquals("good", text(message));
    }

    /** What one peer says, and what a socket should make of it. */
    private final class Peer extends StreamPeer {
        Peer(String url, SplittableRandom random) {
            super(url, random, RECEIVE_MAX);
        }

        FakeStream wellBehaved() {
            FakeStream stream = streams.listener.connect();
            byte[] hello = hello();
            if (hello.length > 0) {
                stream.say(hello, 0, hello.length);
            }
            return stream;
        }
    }
}
