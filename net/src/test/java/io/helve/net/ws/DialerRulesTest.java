package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a dialer makes of servers that break the rules. */
class DialerRulesTest extends StreamTest {
    private static final int LAST = 0x80;
    private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: ([^\r]*)\r\n");

    private ServerSocket server;
    private StreamDialer dialer;

    @BeforeEach
    void listen() throws IOException {
        server = closing(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
        dialer = closing(streams.dialer("ws://127.0.0.1:" + server.getLocalPort() + "/a/b?c=d"));
    }

    private static String answer(String request) {
        Matcher key = KEY.matcher(request);
        assertTrue(key.find(), request);
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
                + "Sec-WebSocket-Accept: " + HandshakeKey.answer(key.group(1)) + "\r\n\r\n";
    }

    private Aio dial() {
        Aio dial = aio();
        dialer.dial(dial);
        return dial;
    }

    private void refuses(String replaced, String by) throws IOException {
        Aio dial = dial();
        RawPeer peer = closing(new RawPeer(server.accept()));
        peer.send(answer(peer.head()).replace(replaced, by));
        fails(AioError.EPROTO, dial);
        assertTrue(dial.cause().getMessage().contains(dialer.url().toString()), dial.cause()::getMessage);
        assertTrue(peer.atEnd());
    }

    @Test
    void theRequestIsWhatRfc6455Wants() throws IOException {
        dialer.set(StreamOptions.WS_PROTOCOL, "spoken");
        dialer.set(StreamOptions.WS_HEADERS, Map.of("Origin", "http://here", "Upgrade", "something else"));
        Aio dial = dial();
        RawPeer peer = closing(new RawPeer(server.accept()));
        String request = peer.head();
        assertTrue(request.startsWith("GET /a/b?c=d HTTP/1.1\r\n"), request);
        String lower = request.toLowerCase();
        for (String header : new String[] {
            "host: 127.0.0.1:" + server.getLocalPort(),
            "upgrade: websocket",
            "connection: upgrade",
            "sec-websocket-version: 13",
            "sec-websocket-protocol: spoken",
            "origin: http://here"
        }) {
            assertTrue(lower.contains("\r\n" + header + "\r\n"), request);
        }
        dial.cancel();
        fails(AioError.ECANCELED, dial);
        assertTrue(peer.atEnd());
    }

    @Test
    void framesRightBehindTheAnswerAreNotLost() throws IOException {
        Aio dial = dial();
        RawPeer peer = closing(new RawPeer(server.accept()));
        ByteBuffer both = ByteBuffer.allocate(1000).put(bytes(answer(peer.head())));
        both.put(RawPeer.plain(LAST | Opcode.BINARY, bytes("eager")));
        peer.send(Arrays.copyOf(both.array(), both.position()));
        Stream stream = closing((Stream) ok(dial).getOutput(0));
        assertArrayEquals(bytes("eager"), ((ByteBuffer) ok(run(stream::receive)).getOutput(0)).array());
    }

    @Test
    void anAnswerToAnotherKeyIsRefused() throws IOException {
        refuses("Accept: ", "Accept: x");
    }

    @Test
    void anotherStatusIsRefused() throws IOException {
        refuses("101 Switching Protocols", "200 OK");
    }

    @Test
    void anotherProtocolIsRefused() throws IOException {
        refuses("Upgrade: WebSocket", "Upgrade: h2c");
    }

    @Test
    void extensionsThatNobodyAskedForAreRefused() throws IOException {
        refuses("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    }

    @Test
    void aSubprotocolThatNobodyAskedForIsRefused() throws IOException {
        refuses("\r\n\r\n", "\r\nSec-WebSocket-Protocol: surprise\r\n\r\n");
    }

    @Test
    void aServerThatDoesNotSpeakTheSubprotocolIsRefused() throws IOException {
        dialer.set(StreamOptions.WS_PROTOCOL, "wanted");
        refuses("\r\n\r\n", "\r\n\r\n");
    }

    @Test
    void whatIsNoHttpIsRefused() throws IOException {
        Aio dial = dial();
        RawPeer peer = closing(new RawPeer(server.accept()));
        peer.head();
        peer.send("SSH-2.0-OpenSSH\r\n\r\n");
        fails(AioError.EPROTO, dial);
    }

    @Test
    void endlessHeadersAreRefused() throws IOException {
        refuses("\r\n\r\n", "\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");
    }

    @Test
    void aServerThatHangsUpIsALostConnection() throws IOException {
        Aio dial = dial();
        RawPeer peer = closing(new RawPeer(server.accept()));
        peer.head();
        peer.close();
        fails(AioError.ECONNRESET, dial);
    }

    @Test
    void aServerThatSaysNothingTakesNoLongerThanTheConnectTimeout() {
        dialer.set(StreamOptions.CONNECT_TIMEOUT, Duration.ofMillis(100));
        fails(AioError.ETIMEDOUT, dial());
        eventually(() -> control.snapshot().dialFailures() == 1);
    }

    @Test
    void aServersFramesAreNotMaskedAndOursAre() throws IOException {
        Aio dial = dial();
        RawPeer peer = closing(new RawPeer(server.accept()));
        peer.send(answer(peer.head()));
        Stream stream = closing((Stream) ok(dial).getOutput(0));
        peer.send(RawPeer.plain(LAST | Opcode.BINARY, bytes("plain")));
        assertArrayEquals(bytes("plain"), ((ByteBuffer) ok(run(stream::receive)).getOutput(0)).array());
        sendAll(stream, bytes("masked"));
        int first = peer.socket.getInputStream().read();
        int second = peer.socket.getInputStream().read();
        assertEquals(LAST | Opcode.BINARY, first);
        assertEquals(0x80 | 6, second);
        peer.socket.getInputStream().skipNBytes(10);
        peer.send(RawPeer.masked(LAST | Opcode.BINARY, bytes("masked")));
        fails(AioError.EPROTO, run(stream::receive));
        assertEquals(1002, peer.frame().closeCode());
    }

    @Test
    void aClosingServerIsAnOrderlyEnd() throws IOException {
        Aio dial = dial();
        RawPeer peer = closing(new RawPeer(server.accept()));
        peer.send(answer(peer.head()));
        Stream stream = closing((Stream) ok(dial).getOutput(0));
        peer.send(RawPeer.plain(LAST | Opcode.CLOSE, new byte[] {1001 >> 8, (byte) 1001}));
        fails(AioError.ECONNSHUT, run(stream::receive));
        assertEquals(1001, stream.get(StreamProperty.WS_CLOSE_CODE));
        assertEquals(1001, peer.frame().closeCode());
    }
}
