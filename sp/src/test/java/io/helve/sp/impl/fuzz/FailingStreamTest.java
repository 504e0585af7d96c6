package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.QuietLog;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.Limits;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.stream.StreamTransport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams are made by anybody: one that cannot be closed properly keeps nothing of ours. */
class FailingStreamTest extends SpTest {
    private static final byte[] PULL_HELLO = {0, 'S', 'P', 0, 0, 0x51, 0, 0};

    private final FakeStreams streams = new FakeStreams();
    private final QuietLog log = new QuietLog();
    private SpRuntime sp;

    @BeforeEach
    void open() {
        helve.log().expect("as wanted");
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.addChanging(new StreamTransport(() -> streams));
        sp.limit(new Limits(1, 1, Long.MAX_VALUE));
    }

    @AfterEach
    void close() {
        sp.close();
        log.close();
    }

    @Test
    void aPipeWhoseStreamThrowsWhenItIsClosedDoesNotCountAnyMore() {
        SpSocket push = sp.open("a test", factory).open(SpProtocol.PUSH);
        AtomicReference<SpPipe> pipe = new AtomicReference<>();
        push.onPipe(SpPipeEvent.AFTER_ADD, pipe::set);
        push.listen("tcp://fake:1");
        FakeStream first = streams.listener.connect();
        first.whenClosed = new IllegalStateException("as wanted");
        first.say(PULL_HELLO, 0, PULL_HELLO.length);
        eventually(() -> pipe.get() != null);
        pipe.get().close();
        first.end(AioError.ECONNSHUT);
        assertTrue(first.closed);
        FakeStream second = streams.listener.connect();
        second.say(PULL_HELLO, 0, PULL_HELLO.length);
        eventually(() -> pipes(push) == 1);
        assertEquals(0, stat(push, "reject"));
        second.end(AioError.ECONNSHUT);
        assertFailedToClose(1);
    }

    @Test
    void aFailedHandshakeOfAnAcceptedStreamIsCountedAndKeepsNoPlace() {
        SpSocket push = sp.open("a test", factory).open(SpProtocol.PUSH);
        SpListener listener = push.listen("tcp://fake:1");
        for (int i = 0; i < 600; i++) { // more than may be in their handshakes at a time
            wrong(streams.listener.connect());
        }
        eventually(() -> failures(listener) == 600);
        FakeStream good = streams.listener.connect();
        good.say(PULL_HELLO, 0, PULL_HELLO.length);
        eventually(() -> pipes(push) == 1);
        good.end(AioError.ECONNSHUT);
        assertFailedToClose(600);
    }

    @Test
    void aFailedHandshakeOfADialedStreamIsCountedAndTriedAgain() {
        SpSocket push =
                sp.open("a test", factory).open(SpProtocol.PUSH).set(SpOptions.RECONNECT_MIN, Duration.ofMillis(1));
        SpDialer dialer = push.dialer("tcp://fake:1");
        dialer.startInBackground();
        wrong(streams.dialer.connect());
        eventually(() -> failures(dialer) == 1);
        eventually(() -> streams.dialer.isWaited());
        FakeStream good = streams.dialer.connect();
        good.say(PULL_HELLO, 0, PULL_HELLO.length);
        eventually(() -> pipes(push) == 1);
        good.end(AioError.ECONNSHUT);
        assertFailedToClose(1);
    }

    @Test
    void closingASocketEndsAllHandshakesAndTheAccept() {
        SpSocket push = sp.open("a test", factory).open(SpProtocol.PUSH);
        push.listen("tcp://fake:1");
        streams.listener.whenClosed = new IllegalStateException("as wanted");
        FakeStream first = failing(streams.listener.connect());
        FakeStream second = failing(streams.listener.connect());
        push.close();
        assertTrue(first.closed && second.closed);
        assertFailedToClose(3);
    }

    @Test
    void closingASocketEndsTheDial() {
        SpSocket push = sp.open("a test", factory).open(SpProtocol.PUSH);
        push.dialer("tcp://fake:1").startInBackground();
        streams.dialer.whenClosed = new IllegalStateException("as wanted");
        FakeStream stream = failing(streams.dialer.connect());
        push.close();
        assertTrue(stream.closed);
        assertFailedToClose(2);
    }

    private static FakeStream failing(FakeStream stream) {
        stream.whenClosed = new IllegalStateException("as wanted");
        return stream;
    }

    private static void wrong(FakeStream stream) {
        failing(stream).say(new byte[8], 0, 8);
        assertTrue(stream.closed);
    }

    private static long failures(SpEndpoint endpoint) {
        return endpoint.statistics()
                .child(counter(AioError.EPROTO))
                .map(SpStatistic::value)
                .orElse(0L);
    }

    private void assertFailedToClose(int times) {
        assertEquals(
                times,
                log.messages().stream()
                        .filter(each -> each.startsWith("A provider has failed to close "))
                        .count(),
                log.messages()::toString);
        assertEquals(times, log.messages().size(), log.messages()::toString);
    }
}
