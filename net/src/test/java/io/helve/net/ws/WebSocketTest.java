package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sides are ours. */
class WebSocketTest extends StreamTest {
    private static final String URL = "ws://127.0.0.1:0/chat?room=1";

    /** Receives one whole message. */
    private byte[] message(Stream stream) {
        Aio aio = ok(run(stream::receive));
        ByteBuffer message = (ByteBuffer) aio.getOutput(0);
        assertEquals(message.remaining(), aio.count());
        assertEquals(Boolean.TRUE, aio.getOutput(1));
        return message.array();
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void messagesOfAnyLengthGoBothWays(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen(URL));
        assertTrue(pair.dialed().isMessageOriented());
        for (int length : new int[] {0, 1, 125, 126, 4096, 4097, 65535, 65536, 1 << 20}) {
            byte[] data = random(length);
            sendAll(pair.dialed(), data);
            assertArrayEquals(data, message(pair.accepted()), () -> "to the listener: " + length);
            sendAll(pair.accepted(), data);
            assertArrayEquals(data, message(pair.dialed()), () -> "to the dialer: " + length);
        }
        assertEquals(control.snapshot().transport(), pair.dialed().get(StreamProperty.TRANSPORT));
    }

    @Test
    void messagesAreSplitIntoFramesAndComeOutWhole() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.WS_FRAME_MAX, 125);
        listener.listen();
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl().toString()));
        dialer.set(StreamOptions.WS_SEND_FRAME_MAX, 125);
        Pair pair = connect(dialer, listener);
        byte[] data = random(100_000);
        sendAll(pair.dialed(), data);
        assertArrayEquals(data, message(pair.accepted()));
    }

    @Test
    void aMessageLongerThanTheBuffersGoesOnInTheNextReceive() {
        Pair pair = connect(listen(URL));
        sendAll(pair.dialed(), bytes("0123456789"));
        sendAll(pair.dialed(), bytes("next"));
        Aio first = ok(receiving(pair.accepted(), ByteBuffer.allocate(6)));
        assertEquals(6, first.count());
        assertNull(first.getOutput(1));
        Aio second = ok(receiving(pair.accepted(), ByteBuffer.allocate(100)));
        assertEquals(4, second.count());
        assertEquals(Boolean.TRUE, second.getOutput(1));
        assertArrayEquals(bytes("next"), message(pair.accepted()));
    }

    @Test
    void aWholeMessageIsTakenHoweverSmallTheReadAhead() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.READ_AHEAD, 0);
        listener.listen();
        Pair pair = connect(listener);
        byte[] data = random(256 << 10);
        Aio send = send(pair.dialed(), data);
        assertArrayEquals(data, message(pair.accepted()));
        ok(send);
    }

    @Test
    void messagesThatNobodyReceivesStopTheSenderEvenIfTheyAreEmpty() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.KERNEL_RECEIVE_BUFFER, 4096);
        listener.listen();
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl().toString()));
        Pair pair = connect(dialer.set(StreamOptions.KERNEL_SEND_BUFFER, 4096), listener);
        Aio send = aio();
        send.setTimeout(Duration.ofMillis(500));
        int sent = 0;
        do {
            pair.dialed().send(send);
            ended(send);
            sent++;
        } while (send.result() == AioError.OK);
        fails(AioError.ETIMEDOUT, send);
        for (int i = 0; i < sent - 1; i++) {
            assertEquals(0, message(pair.accepted()).length);
        }
    }

    @Test
    void aMessageLongerThanAllowedEndsTheConnection() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.RECEIVE_MAX, 1000);
        listener.listen();
        Pair pair = connect(listener);
        sendAll(pair.dialed(), random(1000));
        assertEquals(1000, message(pair.accepted()).length);
        sendAll(pair.dialed(), random(1001));
        fails(AioError.EMSGSIZE, run(pair.accepted()::receive));
        fails(AioError.ECONNSHUT, run(pair.dialed()::receive));
        assertEquals(1009, pair.dialed().get(StreamProperty.WS_CLOSE_CODE));
    }

    @Test
    void theLongestMessageCanBeChangedOnAConnection() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.RECEIVE_MAX, 1000);
        listener.listen();
        Pair pair = connect(listener);
        pair.accepted().set(StreamOptions.RECEIVE_MAX, 2000);
        sendAll(pair.dialed(), random(2000));
        assertEquals(2000, message(pair.accepted()).length);
    }

    @Test
    void aFrameLongerThanAllowedEndsTheConnection() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.WS_FRAME_MAX, 1000);
        listener.listen();
        Pair pair = connect(listener);
        sendAll(pair.dialed(), random(1001));
        fails(AioError.EMSGSIZE, run(pair.accepted()::receive));
        fails(AioError.ECONNSHUT, run(pair.dialed()::receive));
        assertEquals(1009, pair.dialed().get(StreamProperty.WS_CLOSE_CODE));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void theClosingHandshakeIsAnOrderlyEndForBoth(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen(URL));
        sendAll(pair.dialed(), bytes("last"));
        ok(run(pair.dialed()::shutdown));
        fails(AioError.ECONNSHUT, send(pair.dialed(), bytes("no")));
        assertArrayEquals(bytes("last"), message(pair.accepted()));
        fails(AioError.ECONNSHUT, run(pair.accepted()::receive));
        fails(AioError.ECONNSHUT, run(pair.dialed()::receive));
        assertEquals(1000, pair.accepted().get(StreamProperty.WS_CLOSE_CODE));
        assertEquals(1000, pair.dialed().get(StreamProperty.WS_CLOSE_CODE));
        fails(AioError.ECONNSHUT, send(pair.accepted(), bytes("no")));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aCloseIsAnOrderlyEndForThePeerBehindWhatWasTaken(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen(URL));
        sendAll(pair.dialed(), bytes("taken"));
        pair.dialed().stop();
        assertArrayEquals(bytes("taken"), message(pair.accepted()));
        fails(AioError.ECONNSHUT, run(pair.accepted()::receive));
        assertEquals(1000, pair.accepted().get(StreamProperty.WS_CLOSE_CODE));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aCloseThatDropsMessagesIsALossForThePeer(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.KERNEL_RECEIVE_BUFFER, 64 << 10);
        listener.listen();
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl().toString()));
        Pair pair = connect(dialer.set(StreamOptions.KERNEL_SEND_BUFFER, 64 << 10), listener);
        Aio send;
        do {
            send = aio(new byte[1 << 16]);
            send.setTimeout(Duration.ofSeconds(1));
            pair.dialed().send(send);
        } while (ended(send).result() == AioError.OK); // nobody reads: what was taken last has not gone out
        pair.dialed().stop();
        Aio receive;
        do {
            receive = run(pair.accepted()::receive);
        } while (receive.result() == AioError.OK);
        fails(AioError.ECONNRESET, receive);
    }

    @Test
    void whoLosesAllItsStreamsSaysThatItGoesAway() {
        AioRuntime other = closing(AioRuntime.open());
        StreamListener listener = listen(URL);
        Aio accept = aio();
        listener.accept(accept);
        StreamDialer dialer =
                other.service(StreamFactory.class).dialer(listener.dialUrl().toString());
        ok(run(dialer::dial));
        other.close();
        Stream accepted = closing((Stream) ok(accept).getOutput(0));
        fails(AioError.ECONNSHUT, run(accepted::receive));
        assertEquals(1001, accepted.get(StreamProperty.WS_CLOSE_CODE));
    }

    @Test
    void aConnectionThatNobodyHasAcceptedIsToldThatTheListenerGoesAway() {
        StreamListener listener = listen(URL);
        Aio accept = aio();
        listener.accept(accept);
        Stream wanted = closing(
                (Stream) ok(run(closing(streams.dialer(listener.dialUrl().toString()))::dial))
                        .getOutput(0));
        ok(accept);
        Aio second = aio();
        listener.accept(second);
        second.cancel(); // it has let a connection in, which is kept for the next one
        ended(second);
        Stream unwanted = closing(
                (Stream) ok(run(closing(streams.dialer(listener.dialUrl().toString()))::dial))
                        .getOutput(0));
        listener.close();
        fails(AioError.ECONNSHUT, run(unwanted::receive));
        assertEquals(1001, unwanted.get(StreamProperty.WS_CLOSE_CODE));
        sendAll(wanted, bytes("goes on"));
    }

    @Test
    void aDialerThatHasSucceededIsToldThatTheListenerGoesAwayHoweverSoonItCloses() {
        for (int i = 0; i < 50; i++) {
            StreamListener listener = listen(URL);
            Aio accept = aio();
            listener.accept(accept);
            StreamDialer dialer = streams.dialer(listener.dialUrl().toString());
            Aio dial = aio();
            dialer.dial(dial);
            ended(accept);
            listener.accept(accept);
            accept.cancel(); // the next connection is let in, but nobody takes it
            ended(accept);
            closing((Stream) ok(dial).getOutput(0));
            Aio late = aio();
            dialer.dial(late);
            spin(i * 10_000);
            listener.close();
            ended(late);
            if (late.result() == AioError.OK) {
                try (Stream stream = (Stream) late.getOutput(0)) {
                    fails(AioError.ECONNSHUT, run(stream::receive));
                    assertEquals(1001, stream.get(StreamProperty.WS_CLOSE_CODE));
                }
            }
            dialer.close();
        }
    }

    private static void spin(int nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }

    @Test
    void bothSidesKnowWhatWasAskedFor() {
        StreamListener listener = closing(streams.listener("ws://127.0.0.1:0/chat"))
                .set(StreamOptions.WS_PROTOCOL, "pair.sp.nanomsg.org")
                .set(StreamOptions.WS_HEADERS, Map.of("X-Server", "here"));
        listener.listen();
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl() + "?room=%C3%A4"))
                .set(StreamOptions.WS_PROTOCOL, "pair.sp.nanomsg.org")
                .set(StreamOptions.WS_HEADERS, Map.of("X-Client", "there"));
        Pair pair = connect(dialer, listener);
        assertEquals("/chat?room=%C3%A4", pair.accepted().get(StreamProperty.WS_PATH));
        assertEquals("/chat?room=%C3%A4", pair.dialed().get(StreamProperty.WS_PATH));
        assertEquals("pair.sp.nanomsg.org", pair.accepted().get(StreamProperty.WS_PROTOCOL));
        assertEquals("pair.sp.nanomsg.org", pair.dialed().get(StreamProperty.WS_PROTOCOL));
        assertEquals("there", pair.accepted().get(StreamProperty.WS_HEADERS).get("x-client"));
        assertEquals("here", pair.dialed().get(StreamProperty.WS_HEADERS).get("x-server"));
        assertEquals(
                "127.0.0.1:" + listener.dialUrl().port(),
                pair.accepted().get(StreamProperty.WS_HEADERS).get("host"));
        assertNull(pair.accepted().get(StreamProperty.WS_CLOSE_CODE));
    }

    @Test
    void aDialerSaysHowItWasRefused() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.WS_PROTOCOL, "wanted");
        listener.listen();
        Aio accept = aio();
        listener.accept(accept);
        Aio other =
                run(closing(streams.dialer(listener.dialUrl().withPath("/other").toString()))::dial);
        fails(AioError.EPROTO, other);
        assertTrue(other.cause().getMessage().contains("404"), other.cause()::getMessage);
        Aio without = run(closing(streams.dialer(listener.dialUrl().toString()))::dial);
        fails(AioError.EPROTO, without);
        assertTrue(without.cause().getMessage().contains("400"), without.cause()::getMessage);
        eventually(() -> control.snapshot().acceptFailures() == 2);
        accept.cancel();
        fails(AioError.ECANCELED, accept);
    }

    @Test
    void textIsRefusedUnlessItIsWanted() {
        StreamListener listener = listen(URL);
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl().toString()));
        dialer.set(StreamOptions.WS_SEND_TEXT, true);
        Pair refused = connect(dialer, listener);
        sendAll(refused.dialed(), bytes("text"));
        fails(AioError.EPROTO, run(refused.accepted()::receive));
        fails(AioError.ECONNSHUT, run(refused.dialed()::receive));
        assertEquals(1003, refused.dialed().get(StreamProperty.WS_CLOSE_CODE));

        listener.set(StreamOptions.WS_RECEIVE_TEXT, true);
        Pair taken = connect(dialer, listener);
        sendAll(taken.dialed(), bytes("text: \u00e4\u20ac\ud83d\ude00"));
        assertArrayEquals(bytes("text: \u00e4\u20ac\ud83d\ude00"), message(taken.accepted()));
        sendAll(taken.dialed(), new byte[] {(byte) 0xc0, (byte) 0x80});
        fails(AioError.EPROTO, run(taken.accepted()::receive));
        fails(AioError.ECONNSHUT, run(taken.dialed()::receive));
        assertEquals(1007, taken.dialed().get(StreamProperty.WS_CLOSE_CODE));
    }

    @Test
    void pingsKeepAnIdleConnectionEvenWhileNobodyReceives() {
        StreamListener listener = closing(streams.listener(URL)).set(StreamOptions.WS_PING, Duration.ofMillis(700));
        listener.set(StreamOptions.READ_AHEAD, 1);
        listener.listen();
        Pair pair = connect(listener);
        sendAll(pair.dialed(), bytes("nobody takes this"));
        Aio idle = aio();
        idle.setTimeout(Duration.ofSeconds(2));
        pair.dialed().receive(idle);
        fails(AioError.ETIMEDOUT, idle);
        assertArrayEquals(bytes("nobody takes this"), message(pair.accepted()));
        sendAll(pair.dialed(), bytes("still there"));
        assertArrayEquals(bytes("still there"), message(pair.accepted()));
    }

    @Test
    void aCancelledReceiveLosesNothing() {
        Pair pair = connect(listen(URL));
        Aio cancelled = aio();
        pair.accepted().receive(cancelled);
        cancelled.cancel();
        fails(AioError.ECANCELED, cancelled);
        sendAll(pair.dialed(), bytes("kept"));
        assertArrayEquals(bytes("kept"), message(pair.accepted()));
    }

    @Test
    void stoppingEndsWhatIsInProgress() {
        Pair pair = connect(listen(URL));
        Aio receive = aio();
        pair.accepted().receive(receive);
        pair.accepted().stop();
        fails(AioError.ECLOSED, receive);
        fails(AioError.ECLOSED, send(pair.accepted(), bytes("no")));
    }
}
