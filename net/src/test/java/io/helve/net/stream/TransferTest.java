package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes go both ways over every transport. */
class TransferTest extends StreamTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void bytesGoBothWaysOverTcp(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        exchange(connect(listen("tcp://127.0.0.1:0")));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void bytesGoBothWaysOverIpc(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        exchange(connect(listen("ipc://" + directory.resolve("socket"))));
    }

    private void exchange(Pair pair) {
        assertFalse(pair.dialed().isMessageOriented());
        sendAll(pair.dialed(), bytes("hello"));
        assertArrayEquals(bytes("hello"), receive(pair.accepted(), 5));
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Aio send = send(pair.accepted(), large);
        assertArrayEquals(large, receive(pair.dialed(), large.length));
        assertEquals(large.length, ok(send).count());
        assertEquals(control.snapshot().transport(), pair.dialed().get(StreamProperty.TRANSPORT));
    }

    @Test
    void anEndIsSeenBehindAllThatWasSentAndTheOtherDirectionGoesOn() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        sendAll(pair.dialed(), bytes("last words"));
        ok(run(pair.dialed()::shutdown));
        assertArrayEquals(bytes("last words"), receive(pair.accepted(), 10));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        fails(AioError.ECONNSHUT, send(pair.dialed(), bytes("no")));
        sendAll(pair.accepted(), bytes("answer"));
        assertArrayEquals(bytes("answer"), receive(pair.dialed(), 6));
    }

    @Test
    void overIpcWithEpollTheOtherDirectionGoesOn() {
        control.configure(StreamConfig.DEFAULTS.withTransport(Transport.EPOLL));
        Pair pair = connect(listen("ipc://" + directory.resolve("socket")));
        ok(run(pair.dialed()::shutdown));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        sendAll(pair.accepted(), bytes("answer"));
        assertArrayEquals(bytes("answer"), receive(pair.dialed(), 6));
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "IO_URING"})
    void overIpcWithOthersThePeersEndIsOursToo(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("ipc://" + directory.resolve("socket")));
        sendAll(pair.accepted(), bytes("sent before"));
        assertArrayEquals(bytes("s"), receive(pair.dialed(), 1));
        sendAll(pair.dialed(), bytes("last words"));
        ok(run(pair.dialed()::shutdown));
        assertArrayEquals(bytes("last words"), receive(pair.accepted(), 10));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        fails(AioError.ECONNSHUT, send(pair.accepted(), bytes("no")));
        assertArrayEquals(bytes("ent before"), receive(pair.dialed(), 10));
        fails(AioError.ECONNSHUT, receiving(pair.dialed(), ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void overIpcAWriteThatFailsIsNoOrderlyEndForReceives(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = listen("ipc://" + directory.resolve("socket"));
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl().toString()));
        Pair pair = connect(dialer.set(StreamOptions.READ_AHEAD, 0), listener);
        sendAll(pair.accepted(), bytes("unread"));
        ok(run(pair.accepted()::shutdown));
        pair.accepted().stop();
        Aio send = aio();
        send.setIov(ByteBuffer.allocateDirect(1 << 20)); // is written straight from there
        pair.dialed().send(send);
        assertNotEquals(AioError.OK, ended(send).result());
        ByteBuffer received = ByteBuffer.allocate(6);
        Aio receive = ended(receiving(pair.dialed(), received));
        if (receive.result() == AioError.OK) { // what carries it has read it in time
            assertEquals(6, receive.count());
        } else {
            fails(AioError.ECONNRESET, receive);
        }
    }

    @Test
    void anInlineCallbackThatSendsAgainDoesNotKeepTheThreadOfTheFirstSend() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        Thread sender = Thread.currentThread();
        AtomicInteger calledHere = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(10_000);
        ByteBuffer message = ByteBuffer.allocate(8);
        Aio send = closing(factory.on(AioFactory.INLINE).alloc(sent -> {
            if (Thread.currentThread() == sender) {
                calledHere.incrementAndGet();
            }
            if (left.decrementAndGet() > 0) {
                message.clear();
                pair.dialed().send(sent);
            }
        }));
        send.setIov(message);
        pair.dialed().send(send);
        // one, and each that the event loop completes while the one before it has not returned
        int here = calledHere.get();
        assertTrue(here < 1_000, () -> here + " callbacks before the first send has returned");
        assertEquals(80_000, receive(pair.accepted(), 80_000).length);
        eventually(() -> left.get() == 0);
    }

    @Test
    void aCancelledReceiveLosesNothing() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        Aio cancelled = receiving(pair.accepted(), ByteBuffer.allocate(10));
        cancelled.cancel();
        fails(AioError.ECANCELED, cancelled);
        sendAll(pair.dialed(), bytes("kept"));
        assertArrayEquals(bytes("kept"), receive(pair.accepted(), 4));
    }

    @Test
    void aSendThatTimesOutSaysHowMuchWasTakenAndThatArrives() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        byte[] data = new byte[64 << 20];
        new Random(2).nextBytes(data);
        Aio send = aio(data);
        send.setTimeout(Duration.ofMillis(300));
        pair.dialed().send(send);
        fails(AioError.ETIMEDOUT, send);
        Aio shutdown = aio();
        pair.dialed().shutdown(shutdown);
        byte[] received = receive(pair.accepted(), (int) send.count());
        assertArrayEquals(java.util.Arrays.copyOf(data, received.length), received);
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        ok(shutdown);
    }

    @Test
    void closingEndsWhatIsInProgress() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        Aio receive = receiving(pair.accepted(), ByteBuffer.allocate(10));
        pair.accepted().close();
        fails(AioError.ECLOSED, receive);
        fails(AioError.ECLOSED, receiving(pair.accepted(), ByteBuffer.allocate(10)));
    }

    @Test
    void aDialThatNobodyAnswersSaysWhere() {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        String url = listener.dialUrl().toString();
        listener.stop();
        Aio dial = run(closing(streams.dialer(url))::dial);
        fails(AioError.ECONNREFUSED, dial);
        assertEquals(true, dial.cause().getMessage().contains(url), dial.cause()::toString);
    }
}
