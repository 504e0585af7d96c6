package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.testkit.RandomBytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our dialers against the server of Java-WebSocket. */
class WebSocketServerIT extends StreamTest {
    /** Sends back binary messages; a text is an order. */
    private static final class Server extends WebSocketServer {
        final CountDownLatch started = new CountDownLatch(1);
        final AtomicInteger pings = new AtomicInteger();
        final CompletableFuture<ClientHandshake> handshake = new CompletableFuture<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        Server() {
            super(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    1,
                    List.of(new Draft_6455(List.of(), List.of(new Protocol("helve.v1"), new Protocol("")))));
            setDaemon(true);
            setReuseAddr(true);
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public void onOpen(WebSocket connection, ClientHandshake request) {
            handshake.complete(request);
        }

        @Override
        public void onMessage(WebSocket connection, ByteBuffer message) {
            connection.send(message);
        }

        @Override
        public void onMessage(WebSocket connection, String order) {
            switch (order) {
                case "close" -> connection.close(4000, "as ordered");
                case "text" -> connection.send("text");
                case "pieces" -> {
                    connection.sendFragmentedFrame(Opcode.BINARY, ByteBuffer.wrap(new byte[] {1, 2}), false);
                    connection.sendFragmentedFrame(Opcode.BINARY, ByteBuffer.wrap(new byte[] {3}), true);
                }
                default -> throw new IllegalArgumentException(order);
            }
        }

        @Override
        public void onWebsocketPing(WebSocket connection, Framedata frame) {
            pings.incrementAndGet();
            super.onWebsocketPing(connection, frame);
        }

        @Override
        public void onClose(WebSocket connection, int code, String reason, boolean remote) {
            closed.complete(code);
        }

        @Override
        public void onError(WebSocket connection, Exception failure) {
            closed.completeExceptionally(failure);
        }
    }

    private Server server;

    @BeforeEach
    void startTheServer() throws InterruptedException {
        server = new Server();
        server.start();
        server.started.await();
    }

    @AfterEach
    void stopTheServer() throws InterruptedException {
        server.stop(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 65535, 65536, 1 << 20})
    void messagesGoBothWays(int size) {
        byte[] bytes = RandomBytes.of(1, size);
        try (Stream stream = io.dial(url("/"))) {
            assertTrue(stream.isMessageOriented());
            var sent = io.sending(stream, bytes);
            assertArrayEquals(bytes, io.receiveMessage(stream));
            assertEquals(size, sent.join().count());
        }
    }

    @Test
    void aMessageInPiecesIsOneMessage() {
        try (StreamDialer dialer = streams.dialer(url("/")).set(StreamOptions.WS_SEND_TEXT, true);
                Stream stream = io.dial(dialer)) {
            io.send(stream, "pieces".getBytes(StandardCharsets.US_ASCII));
            assertArrayEquals(new byte[] {1, 2, 3}, io.receiveMessage(stream));
        }
    }

    @Test
    void pathSubprotocolAndHeadersAreSeen() {
        try (StreamDialer dialer = streams.dialer(url("/chat?room=1"))
                        .set(StreamOptions.WS_PROTOCOL, "helve.v1")
                        .set(StreamOptions.WS_HEADERS, Map.of("X-Asked-By", "helve"));
                Stream stream = io.dial(dialer)) {
            assertEquals("helve.v1", stream.get(StreamProperty.WS_PROTOCOL));
            ClientHandshake request = server.handshake.join();
            assertEquals("/chat?room=1", request.getResourceDescriptor());
            assertEquals("helve", request.getFieldValue("X-Asked-By"));
        }
    }

    @Test
    void aSubprotocolThatTheyDoNotHaveIsRefused() {
        try (StreamDialer dialer = streams.dialer(url("/")).set(StreamOptions.WS_PROTOCOL, "unknown")) {
            assertEquals(AioError.EPROTO, io.dialError(dialer));
        }
    }

    @Test
    void theirCloseIsAnOrderlyEndWithItsCode() {
        try (StreamDialer dialer = streams.dialer(url("/")).set(StreamOptions.WS_SEND_TEXT, true);
                Stream stream = io.dial(dialer)) {
            io.send(stream, "close".getBytes(StandardCharsets.US_ASCII));
            assertEquals(0, io.receiveAll(stream).length);
            assertEquals(4000, stream.get(StreamProperty.WS_CLOSE_CODE));
            assertEquals(4000, server.closed.join());
        }
    }

    @Test
    void ourShutdownIsAClosingHandshake() {
        try (Stream stream = io.dial(url("/"))) {
            io.send(stream, new byte[] {1});
            io.shutdown(stream);
            assertEquals(1, io.receive(stream, 1)[0]);
            assertEquals(AioError.ECONNSHUT, io.receiveUntilItFails(stream));
            assertEquals(1000, server.closed.join());
        }
    }

    @Test
    void pingsAreSentAndTheirAnswersKeepTheConnection() {
        try (StreamDialer dialer = streams.dialer(url("/")).set(StreamOptions.WS_PING, Duration.ofMillis(500));
                Stream stream = io.dial(dialer)) {
            eventually("some pings").until(() -> server.pings.get() >= 3);
            assertArrayEquals(new byte[] {7}, io.echo(stream, new byte[] {7}));
        }
    }

    @Test
    void textIsAViolationUnlessItIsAllowed() {
        for (boolean allowed : new boolean[] {true, false}) {
            try (StreamDialer dialer = streams.dialer(url("/"))
                            .set(StreamOptions.WS_SEND_TEXT, true)
                            .set(StreamOptions.WS_RECEIVE_TEXT, allowed);
                    Stream stream = io.dial(dialer)) {
                io.send(stream, "text".getBytes(StandardCharsets.US_ASCII));
                if (allowed) {
                    assertArrayEquals("text".getBytes(StandardCharsets.US_ASCII), io.receiveMessage(stream));
                } else {
                    assertEquals(AioError.EPROTO, io.receiveUntilItFails(stream));
                }
            }
        }
    }

    private String url(String path) {
        return "ws://127.0.0.1:" + server.getPort() + path;
    }
}
