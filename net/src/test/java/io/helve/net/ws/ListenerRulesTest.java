package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.LogRecords;
import io.helve.net.StreamTest;
import io.helve.net.socket.ListeningChannel;
import io.helve.net.ws.RawPeer.Frame;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener's connections make of clients that break the rules, or keep them in unusual ways. */
class ListenerRulesTest extends StreamTest {
    private static final int LAST = 0x80;

    private StreamListener listener;
    private RawPeer peer;

    @BeforeEach
    void listen() throws IOException {
        listener = listen("ws://127.0.0.1:0/here");
        peer = closing(RawPeer.connect(listener.localAddress()));
    }

    private Stream accepted() throws IOException {
        Aio accept = aio();
        listener.accept(accept);
        peer.send(RawPeer.request("/here"));
        String head = peer.head();
        assertTrue(head.startsWith("HTTP/1.1 101 "), head);
        return closing((Stream) ok(accept).getOutput(0));
    }

    private ByteBuffer message(Stream stream) {
        return (ByteBuffer) ok(run(stream::receive)).getOutput(0);
    }

    // ---- handshakes

    /** {@return the answer's status; the accept goes on waiting} */
    private String refusal(String request) throws IOException {
        Aio accept = aio();
        listener.accept(accept);
        peer.send(request);
        String head = peer.head();
        assertTrue(peer.atEnd());
        peer.close();
        eventually(() -> control.snapshot().acceptFailures() == 1);
        accept.cancel();
        fails(AioError.ECANCELED, accept);
        return head;
    }

    private void refused(int status, String request) throws IOException {
        String head = refusal(request);
        assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
    }

    @Test
    void anotherPathIsNotFound() throws IOException {
        refused(404, RawPeer.request("/here/not"));
    }

    @Test
    void refusalsAreLoggedOnceAndThenCounted() throws IOException {
        LogRecords log = closing(new LogRecords(ListeningChannel.class, Level.INFO));
        Aio accept = aio();
        listener.accept(accept);
        for (int i = 0; i < 10; i++) {
            try (RawPeer another = RawPeer.connect(listener.localAddress())) {
                another.send(RawPeer.request("/not/" + i + "?token=secret"));
                assertTrue(another.head().startsWith("HTTP/1.1 404 "));
            }
        }
        eventually(() -> control.snapshot().acceptFailures() == 10);
        listener.stop();
        fails(AioError.ECLOSED, accept);
        eventually(() -> log.messages().size() == 2);
        assertTrue(first(log).contains("a request for /not/"), log.messages()::toString);
        assertFalse(first(log).contains("secret"), log.messages()::toString);
        assertTrue(log.messages().get(1).startsWith("Another 9 handshakes"), log.messages()::toString);
    }

    @Test
    void whatIsNoUpgradeIsTold() throws IOException {
        String head = refusal("GET /here HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(head.startsWith("HTTP/1.1 426 "), head);
        assertTrue(head.toLowerCase().contains("\r\nsec-websocket-version: 13\r\n"), head);
    }

    @Test
    void anotherVersionIsTold() throws IOException {
        refused(426, RawPeer.request("/here").replace("Version: 13", "Version: 8"));
    }

    @Test
    void aKeyMustBeOne() throws IOException {
        refused(400, RawPeer.request("/here").replace(RawPeer.KEY, "too short"));
    }

    @Test
    void aHostIsNeeded() throws IOException {
        refused(400, RawPeer.request("/here").replace("Host: localhost\r\n", ""));
    }

    @Test
    void aRequestWithABodyIsRefusedWithoutReadingIt() throws IOException {
        refused(400, RawPeer.request("/here").replace("\r\n\r\n", "\r\nContent-Length: 1000000000\r\n\r\nbody"));
    }

    @Test
    void onlyGetIsAllowed() throws IOException {
        refused(405, RawPeer.request("/here").replace("GET", "POST"));
    }

    @Test
    void whatIsNoHttpIsRefused() throws IOException {
        refused(400, "what is this\r\n\r\n");
    }

    @Test
    void aLongRequestLineIsRefused() throws IOException {
        refused(414, RawPeer.request("/here?" + "x".repeat(9000)));
    }

    @Test
    void longHeadersAreRefused() throws IOException {
        refused(431, RawPeer.request("/here").replace("\r\n\r\n", "\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n"));
    }

    @Test
    void aHandshakeThatTakesTooLongIsClosed() throws IOException {
        listener.set(StreamOptions.CONNECT_TIMEOUT, Duration.ofMillis(100));
        Aio accept = aio();
        listener.accept(accept);
        peer.send("GET /here HTTP/1.1\r\nHos");
        assertTrue(peer.atEnd());
        eventually(() -> control.snapshot().acceptFailures() == 1);
        listener.stop();
        fails(AioError.ECLOSED, accept);
    }

    @Test
    void theRequestMayHoldAWholeUrlAndTheQueryIsForTheApplication() throws IOException {
        Aio accept = aio();
        listener.accept(accept);
        peer.send(RawPeer.request("http://localhost/./%68ere?q=1"));
        assertTrue(peer.head().startsWith("HTTP/1.1 101 "));
        Stream stream = closing((Stream) ok(accept).getOutput(0));
        assertEquals("/./%68ere?q=1", stream.get(StreamProperty.WS_PATH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", ""})
    void aListenerWithASubprotocolRefusesOthers(String asked) throws IOException {
        listener.set(StreamOptions.WS_PROTOCOL, "wanted");
        refused(400, RawPeer.request("/here").replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: " + asked + "\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a request for the subprotocols [], offered is wanted",
                "pair.sp.nanomsg.org, v12.stomp | a request for the subprotocols [pair.sp.nanomsg.org, v12.stomp], offered is wanted",
                "bearer, eyJhbGciOiJub25lIn0.e30. | a request for the subprotocols [bearer] and 1 not shown, offered is wanted",
                "3f2a, secret.secret.sp.nanomsg.org | a request for the subprotocols [] and 2 not shown, offered is wanted"
            })
    void secretsAmongTheSubprotocolsAreNotLogged(String asked, String logged) throws IOException {
        LogRecords log = closing(new LogRecords(ListeningChannel.class, Level.INFO));
        listener.set(StreamOptions.WS_PROTOCOL, "wanted");
        refused(400, RawPeer.request("/here").replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: " + asked + "\r\n\r\n"));
        assertTrue(first(log).endsWith(logged), log.messages()::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /here and ?token=secret HTTP/1.1\r\n",
                "GET /here HTTP/1.1\r\nAuthorization secret\r\n",
                "GET /here HTTP/1.1\r\nAuthorization secret: yes\r\n",
                "GET /here HTTP/1.1\r\nAuthorization: secret\0\r\n",
                "secret\0 /here HTTP/1.1\r\n"
            })
    void secretsInWhatIsNoHttpAreNotLogged(String request) throws IOException {
        LogRecords log = closing(new LogRecords(ListeningChannel.class, Level.INFO));
        refused(400, request + "\r\n");
        assertFalse(first(log).toLowerCase().contains("secret"), log.messages()::toString);
    }

    /** {@return the first message, which may come after the peer has been answered} */
    private static String first(LogRecords log) {
        eventually(() -> !log.messages().isEmpty());
        return log.messages().get(0);
    }

    @Test
    void aSubprotocolIsChosenFromTheList() throws IOException {
        listener.set(StreamOptions.WS_PROTOCOL, "wanted");
        Aio accept = aio();
        listener.accept(accept);
        peer.send(RawPeer.request("/here").replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: other, wanted\r\n\r\n"));
        String head = peer.head().toLowerCase();
        assertTrue(head.contains("\r\nsec-websocket-protocol: wanted\r\n"), head);
        assertEquals("wanted", closing((Stream) ok(accept).getOutput(0)).get(StreamProperty.WS_PROTOCOL));
    }

    @Test
    void framesRightBehindTheRequestAreNotLost() throws IOException {
        Aio accept = aio();
        listener.accept(accept);
        byte[] request = bytes(RawPeer.request("/here"));
        byte[] frame = RawPeer.masked(LAST | Opcode.BINARY, bytes("eager"));
        byte[] both = Arrays.copyOf(request, request.length + frame.length);
        System.arraycopy(frame, 0, both, request.length, frame.length);
        peer.send(both);
        Stream stream = closing((Stream) ok(accept).getOutput(0));
        assertArrayEquals(bytes("eager"), message(stream).array());
    }

    // ---- frames

    private void violation(AioError error, int code, byte[]... frames) throws IOException {
        Stream stream = accepted();
        peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("before")));
        for (byte[] frame : frames) {
            peer.send(frame);
        }
        assertArrayEquals(bytes("before"), message(stream).array());
        fails(error, run(stream::receive));
        fails(error, send(stream, bytes("no")));
        Frame close = peer.frame();
        assertEquals(LAST | Opcode.CLOSE, close.first());
        assertEquals(code, close.closeCode());
        assertTrue(peer.atEnd());
    }

    @Test
    void framesMustBeMasked() throws IOException {
        violation(AioError.EPROTO, 1002, RawPeer.plain(LAST | Opcode.BINARY, bytes("plain")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10})
    void reservedBitsMustBeClear(int bit) throws IOException {
        violation(AioError.EPROTO, 1002, RawPeer.masked(LAST | bit | Opcode.BINARY, bytes("?")));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 11, 15})
    void kindsMustBeKnown(int opcode) throws IOException {
        violation(AioError.EPROTO, 1002, RawPeer.masked(LAST | opcode, bytes("?")));
    }

    @Test
    void controlFramesAreNotFragmented() throws IOException {
        violation(AioError.EPROTO, 1002, RawPeer.masked(Opcode.PING, bytes("?")));
    }

    @Test
    void controlFramesAreShort() throws IOException {
        violation(AioError.EPROTO, 1002, RawPeer.masked(LAST | Opcode.PING, new byte[126]));
    }

    @Test
    void aContinuationContinuesSomething() throws IOException {
        violation(AioError.EPROTO, 1002, RawPeer.masked(LAST | Opcode.CONTINUATION, bytes("?")));
    }

    @Test
    void lengthsHaveTheirShortestForm() throws IOException {
        violation(AioError.EPROTO, 1002, new byte[] {(byte) 0x82, (byte) (0x80 | 126), 0, 125, 0, 0, 0, 0});
    }

    @Test
    void lengthsHave63Bits() throws IOException {
        violation(AioError.EPROTO, 1002, new byte[] {(byte) 0x82, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0});
    }

    @Test
    void aFrameThatIsTooLongIsRefusedByItsHeader() throws IOException {
        violation(AioError.EMSGSIZE, 1009, new byte[] {(byte) 0x82, -1, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void textIsRefused() throws IOException {
        violation(AioError.EPROTO, 1003, RawPeer.masked(LAST | Opcode.TEXT, bytes("text")));
    }

    @ParameterizedTest
    @CsvSource({"999", "1004", "1005", "1006", "1015", "2999", "5000"})
    void closeCodesMustBeAllowed(int code) throws IOException {
        byte[] payload = ByteBuffer.allocate(2).putShort((short) code).array();
        violation(AioError.EPROTO, 1002, RawPeer.masked(LAST | Opcode.CLOSE, payload));
    }

    @Test
    void aNewMessageDoesNotBeginInTheMiddleOfOne() throws IOException {
        Stream stream = accepted();
        peer.send(RawPeer.masked(Opcode.BINARY, bytes("begun")));
        peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("other")));
        fails(AioError.EPROTO, run(stream::receive));
        assertEquals(1002, peer.frame().closeCode());
    }

    @Test
    void manyFragmentsAreOneMessageWhateverComesBetween() throws IOException {
        Stream stream = accepted();
        peer.send(RawPeer.masked(Opcode.BINARY, bytes("one,")));
        peer.send(RawPeer.masked(LAST | Opcode.PING, bytes("are you there?")));
        peer.send(RawPeer.masked(Opcode.CONTINUATION, new byte[0]));
        peer.send(RawPeer.masked(LAST | Opcode.PONG, bytes("nobody asked")));
        peer.send(RawPeer.masked(Opcode.CONTINUATION, bytes("two,")));
        peer.send(RawPeer.masked(LAST | Opcode.CONTINUATION, bytes("three")));
        assertArrayEquals(bytes("one,two,three"), message(stream).array());
        Frame pong = peer.frame();
        assertEquals(LAST | Opcode.PONG, pong.first());
        assertArrayEquals(bytes("are you there?"), pong.payload());
    }

    @Test
    void everythingMayComeByteByByte() throws IOException {
        Stream stream = accepted();
        byte[] data = bytes("slowly".repeat(100));
        for (byte each : RawPeer.masked(LAST | Opcode.BINARY, data)) {
            peer.send(each);
        }
        assertArrayEquals(data, message(stream).array());
    }

    @Test
    void tinyFragmentsCountAgainstTheLongestMessage() throws IOException {
        listener.set(StreamOptions.RECEIVE_MAX, 100);
        Stream stream = accepted();
        peer.send(RawPeer.masked(Opcode.BINARY, bytes("x")));
        for (int i = 0; i < 100; i++) {
            peer.send(RawPeer.masked(Opcode.CONTINUATION, bytes("x")));
        }
        fails(AioError.EMSGSIZE, run(stream::receive));
        assertEquals(1009, peer.frame().closeCode());
    }

    @Test
    void textMayBeCutInTheMiddleOfACharacterButNotEndThere() throws IOException {
        listener.set(StreamOptions.WS_RECEIVE_TEXT, true);
        Stream stream = accepted();
        byte[] euro = bytes("\u20ac");
        peer.send(RawPeer.masked(Opcode.TEXT, Arrays.copyOf(euro, 1)));
        peer.send(RawPeer.masked(LAST | Opcode.CONTINUATION, Arrays.copyOfRange(euro, 1, 3)));
        assertArrayEquals(euro, message(stream).array());
        peer.send(RawPeer.masked(LAST | Opcode.TEXT, Arrays.copyOf(euro, 2)));
        fails(AioError.EPROTO, run(stream::receive));
        assertEquals(1007, peer.frame().closeCode());
    }

    @Test
    void aCloseIsAnsweredAndIsAnOrderlyEnd() throws IOException {
        Stream stream = accepted();
        peer.send(RawPeer.masked(LAST | Opcode.CLOSE, new byte[] {4000 >> 8, (byte) 4000, 'b', 'y', 'e'}));
        fails(AioError.ECONNSHUT, run(stream::receive));
        assertEquals(4000, stream.get(StreamProperty.WS_CLOSE_CODE));
        assertEquals(4000, peer.frame().closeCode());
        assertTrue(peer.atEnd());
    }

    @Test
    void anEmptyCloseIsOneToo() throws IOException {
        Stream stream = accepted();
        peer.send(RawPeer.masked(LAST | Opcode.CLOSE, new byte[0]));
        fails(AioError.ECONNSHUT, run(stream::receive));
        assertEquals(1005, stream.get(StreamProperty.WS_CLOSE_CODE));
        assertEquals(0, peer.frame().payload().length);
    }

    @Test
    void messagesGoOnUntilThePeerAnswersAShutdown() throws IOException {
        Stream stream = accepted();
        ok(run(stream::shutdown));
        assertEquals(1000, peer.frame().closeCode());
        peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("late")));
        assertArrayEquals(bytes("late"), message(stream).array());
        peer.send(RawPeer.masked(LAST | Opcode.CLOSE, new byte[] {1000 >> 8, (byte) 1000}));
        fails(AioError.ECONNSHUT, run(stream::receive));
        assertTrue(peer.atEnd());
    }

    @Test
    void anEndWithoutACloseIsALostConnection() throws IOException {
        Stream stream = accepted();
        peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("all")));
        peer.send((byte) 0x82, (byte) 0x85, (byte) 1);
        peer.socket.shutdownOutput();
        assertArrayEquals(bytes("all"), message(stream).array());
        fails(AioError.ECONNRESET, run(stream::receive));
    }

    @Test
    void halfAFrameAndThenNothingIsNoticedIfPingsAreWanted() throws IOException {
        listener.set(StreamOptions.WS_PING, Duration.ofMillis(300));
        Stream stream = accepted();
        peer.send((byte) 0x82, (byte) 0x85, (byte) 1);
        fails(AioError.ETIMEDOUT, run(stream::receive));
        assertEquals(LAST | Opcode.PING, peer.frame().first());
        assertTrue(peer.atEnd());
    }

    @Test
    void everyByteOfALongFrameIsASignOfLife() throws IOException {
        listener.set(StreamOptions.WS_PING, Duration.ofMillis(800));
        Stream stream = accepted();
        byte[] frame = RawPeer.masked(LAST | Opcode.BINARY, bytes("slowly"));
        int sent = 0;
        for (; sent < 5; sent++) { // a pong has to wait for the frame's end
            assertEquals(LAST | Opcode.PING, peer.frame().first());
            peer.send(frame[sent]);
        }
        peer.send(Arrays.copyOfRange(frame, sent, frame.length));
        assertArrayEquals(bytes("slowly"), message(stream).array());
    }

    @Test
    void aPeerThatDoesNotReadMakesUsKeepNoPongs() throws IOException {
        peer.close();
        peer = closing(RawPeer.connect(listener.localAddress(), 4096));
        listener.set(StreamOptions.KERNEL_SEND_BUFFER, 4096);
        listener.set(StreamOptions.WRITE_BUFFER, 4096);
        Stream stream = accepted();
        byte[] ping = RawPeer.masked(LAST | Opcode.PING, new byte[125]);
        for (int i = 0; i < 5000; i++) { // all are read: 600 KB of answers have no place to go
            peer.send(ping);
        }
        peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("behind them")));
        assertArrayEquals(bytes("behind them"), message(stream).array());
        peer.send(RawPeer.masked(LAST | Opcode.PING, bytes("the last one")));
        int pongs = 0;
        Frame pong;
        do {
            pong = peer.frame();
            pongs++;
        } while (pong.payload().length == 125);
        assertArrayEquals(bytes("the last one"), pong.payload());
        assertTrue(pongs < 5001, "pongs: " + pongs);
    }

    /** All connections share one event loop. */
    @Test
    void aPeerThatPingsAndClosesWithoutEndKeepsNobodyWaiting() throws Exception {
        listener.stop();
        control.configure(StreamConfig.DEFAULTS.withThreads(1));
        listen();
        Stream attacked = accepted();
        RawPeer flooding = peer;
        byte[] pings = repeated(RawPeer.masked(LAST | Opcode.PING, new byte[0]), 1000);
        AtomicBoolean over = new AtomicBoolean();
        Thread flood = new Thread(() -> {
            try {
                while (!over.get()) {
                    flooding.send(pings);
                    for (int i = 0; i < 1000; i++) {
                        flooding.frame();
                    }
                }
                byte[] closes = repeated(RawPeer.masked(LAST | Opcode.CLOSE, new byte[0]), 1000);
                for (int i = 0; i < 1000; i++) {
                    flooding.send(closes);
                }
            } catch (IOException | UncheckedIOException e) {
                // closed by the listener
            }
        });
        flood.start();
        peer = closing(RawPeer.connect(listener.localAddress()));
        Stream other = accepted();
        for (int i = 0; i < 100; i++) {
            peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("message " + i)));
            assertArrayEquals(bytes("message " + i), message(other).array());
        }
        over.set(true);
        fails(AioError.ECONNSHUT, run(attacked::receive));
        flood.join();
        peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("at last")));
        assertArrayEquals(bytes("at last"), message(other).array());
    }

    private static byte[] repeated(byte[] frame, int times) {
        ByteBuffer all = ByteBuffer.allocate(frame.length * times);
        for (int i = 0; i < times; i++) {
            all.put(frame);
        }
        return all.array();
    }
}
