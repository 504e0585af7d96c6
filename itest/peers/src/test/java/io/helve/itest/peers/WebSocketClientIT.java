package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.testkit.RandomBytes;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's WebSocket client against our listeners. */
class WebSocketClientIT extends StreamTest {
    @TempDir
    static Path temp;

    private static Certificates certificates;
    private static HttpClient http;

    private final List<WebSocket> clients = new ArrayList<>();

    /** What the client has received. */
    private static final class Received implements WebSocket.Listener {
        final LinkedBlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        final CompletableFuture<byte[]> pong = new CompletableFuture<>();
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            part.writeBytes(bytes);
            if (last) {
                messages.add(part.toByteArray());
                part.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            pong.complete(bytes);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            closed.completeExceptionally(failure);
        }

        byte[] next() throws InterruptedException {
            byte[] message = messages.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertTrue(message != null, "a message");
            return message;
        }
    }

    @BeforeAll
    static void makeAClient() throws Exception {
        certificates = new Certificates(temp);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates.trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        http = HttpClient.newBuilder().sslContext(context).build();
    }

    /** It goes, with its descriptors, when the collector has found it. */
    @AfterAll
    static void letTheClientGo() {
        http = null;
        eventually("the client's thread ends").until(() -> {
            System.gc();
            return Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("HttpClient-"));
        });
    }

    @AfterEach
    void abortTheConnections() {
        clients.forEach(WebSocket::abort);
    }

    private final Received received = new Received();

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 65535, 65536, 1 << 20})
    void messagesGoBothWays(int size) throws InterruptedException {
        byte[] bytes = RandomBytes.of(1, size);
        try (StreamListener listener = listen("ws://127.0.0.1:0/echo")) {
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                assertTrue(stream.isMessageOriented());
                WebSocket client = connecting.join();
                CompletableFuture<WebSocket> sent = client.sendBinary(ByteBuffer.wrap(bytes), true);
                assertArrayEquals(bytes, io.receiveMessage(stream));
                sent.join();
                io.send(stream, bytes);
                assertArrayEquals(bytes, received.next());
            }
        }
    }

    @Test
    void aMessageInPiecesIsOneMessage() {
        byte[] bytes = RandomBytes.of(2, 3000);
        try (StreamListener listener = listen("ws://127.0.0.1:0/")) {
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                WebSocket client = connecting.join();
                for (int i = 0; i < 3; i++) {
                    client.sendBinary(ByteBuffer.wrap(bytes, i * 1000, 1000), i == 2)
                            .join();
                }
                assertArrayEquals(bytes, io.receiveMessage(stream));
            }
        }
    }

    @Test
    void aMessageGoesOnInTheNextReceive() {
        byte[] bytes = RandomBytes.of(3, 1000);
        try (StreamListener listener = listen("ws://127.0.0.1:0/")) {
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                connecting.join().sendBinary(ByteBuffer.wrap(bytes), true).join();
                ByteBuffer buffer = ByteBuffer.allocate(1000);
                for (int end : new int[] {400, 800, 1000}) {
                    buffer.limit(end);
                    boolean last = io.run(
                            aio -> {
                                aio.setIov(buffer);
                                stream.receive(aio);
                            },
                            aio -> Boolean.TRUE.equals(aio.check().getOutput(1)));
                    assertEquals(end, buffer.position());
                    assertEquals(end == 1000, last);
                }
                assertArrayEquals(bytes, buffer.array());
            }
        }
    }

    @Test
    void pathSubprotocolAndHeadersAreSeenOnBothSides() {
        try (StreamListener listener = streams.listener("ws://127.0.0.1:0/chat")
                .set(StreamOptions.WS_PROTOCOL, "helve.v1")
                .set(StreamOptions.WS_HEADERS, Map.of("X-Served-By", "helve"))) {
            listener.listen();
            CompletableFuture<WebSocket> connecting = connect(
                    http.newWebSocketBuilder().subprotocols("other", "helve.v1").header("X-Asked-By", "a test"),
                    "ws://" + address(listener) + "/chat?room=1");
            try (Stream stream = io.accept(listener)) {
                assertEquals("helve.v1", connecting.join().getSubprotocol());
                assertEquals("helve.v1", stream.get(StreamProperty.WS_PROTOCOL));
                assertEquals("/chat?room=1", stream.get(StreamProperty.WS_PATH));
                assertEquals("a test", stream.get(StreamProperty.WS_HEADERS).get("x-asked-by"));
            }
        }
    }

    @Test
    void anotherPathOrSubprotocolIsRefusedAndTheNextIsAccepted() {
        try (StreamListener listener =
                streams.listener("ws://127.0.0.1:0/chat").set(StreamOptions.WS_PROTOCOL, "helve.v1")) {
            listener.listen();
            CompletableFuture<Stream> accepting = io.accepting(listener);
            for (String path : new String[] {"/other", "/chat"}) {
                var builder = http.newWebSocketBuilder().subprotocols(path.equals("/chat") ? "other" : "helve.v1");
                CompletionException refused = assertThrows(
                        CompletionException.class,
                        () -> builder.buildAsync(URI.create("ws://" + address(listener) + path), received)
                                .join());
                assertInstanceOf(WebSocketHandshakeException.class, refused.getCause(), path);
            }
            eventually("both are counted").until(() -> acceptFailures() == 2);
            assertFalse(accepting.isDone());
            connect(http.newWebSocketBuilder().subprotocols("helve.v1"), "ws://" + address(listener) + "/chat")
                    .join();
            accepting.join().close();
        }
    }

    @Test
    void theirCloseIsAnOrderlyEndWithItsCode() {
        try (StreamListener listener = listen("ws://127.0.0.1:0/")) {
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                connecting
                        .join()
                        .sendBinary(ByteBuffer.wrap(new byte[] {42}), true)
                        .thenCompose(client -> client.sendClose(4711, "enough"))
                        .join();
                assertArrayEquals(new byte[] {42}, io.receiveMessage(stream));
                assertEquals(0, io.receiveAll(stream).length);
                assertEquals(4711, stream.get(StreamProperty.WS_CLOSE_CODE));
                assertEquals(
                        4711, received.closed.orTimeout(60, TimeUnit.SECONDS).join());
            }
        }
    }

    @Test
    void ourShutdownIsAClosingHandshake() {
        try (StreamListener listener = listen("ws://127.0.0.1:0/")) {
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                connecting.join();
                io.send(stream, new byte[] {1});
                io.shutdown(stream);
                assertEquals(
                        1000, received.closed.orTimeout(60, TimeUnit.SECONDS).join());
                assertEquals(1, received.messages.size());
                assertEquals(AioError.ECONNSHUT, io.sendError(stream, new byte[1]));
            }
        }
    }

    @Test
    void aPingIsAnswered() {
        try (StreamListener listener = listen("ws://127.0.0.1:0/")) {
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                assertTrue(stream.isMessageOriented());
                byte[] data = {1, 2, 3};
                connecting.join().sendPing(ByteBuffer.wrap(data)).join();
                assertArrayEquals(
                        data, received.pong.orTimeout(60, TimeUnit.SECONDS).join());
            }
        }
    }

    @Test
    void textIsAViolationUnlessItIsAllowed() {
        try (StreamListener listener = listen("ws://127.0.0.1:0/")) {
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                connecting.join().sendText("text", true).join();
                assertEquals(AioError.EPROTO, io.receiveUntilItFails(stream));
                assertEquals(
                        1003, received.closed.orTimeout(60, TimeUnit.SECONDS).join());
            }
            listener.set(StreamOptions.WS_RECEIVE_TEXT, true);
            connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                connecting.join().sendText("text", true).join();
                assertEquals("text", new String(io.receiveMessage(stream), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() {
        try (StreamListener listener = listen("ws://127.0.0.1:0/")) {
            listener.set(StreamOptions.RECEIVE_MAX, 1000);
            CompletableFuture<WebSocket> connecting = connect(listener);
            try (Stream stream = io.accept(listener)) {
                WebSocket client = connecting.join();
                client.sendBinary(ByteBuffer.allocate(1000), true).join();
                assertEquals(1000, io.receiveMessage(stream).length);
                client.sendBinary(ByteBuffer.allocate(1001), true).join();
                assertEquals(AioError.EMSGSIZE, io.receiveUntilItFails(stream));
                assertEquals(
                        1009, received.closed.orTimeout(60, TimeUnit.SECONDS).join());
            }
        }
    }

    @Test
    void overTlsItIsTheSame() throws InterruptedException {
        byte[] bytes = RandomBytes.of(4, 100_000);
        TlsConfig identity = TlsConfig.builder()
                .identity(certificates.server, certificates.server, null)
                .build();
        try (StreamListener listener =
                streams.listener("wss://127.0.0.1:0/secure").set(StreamOptions.TLS, identity)) {
            listener.listen();
            CompletableFuture<WebSocket> connecting = connect("wss://localhost:" + port(listener) + "/secure");
            try (Stream stream = io.accept(listener)) {
                assertEquals("TLSv1.3", stream.get(StreamProperty.TLS_VERSION));
                connecting.join().sendBinary(ByteBuffer.wrap(bytes), true).join();
                assertArrayEquals(bytes, io.receiveMessage(stream));
                io.send(stream, bytes);
                assertArrayEquals(bytes, received.next());
            }
        }
    }

    private CompletableFuture<WebSocket> connect(StreamListener listener) {
        return connect(listener.dialUrl().toString());
    }

    private CompletableFuture<WebSocket> connect(String url) {
        return connect(http.newWebSocketBuilder(), url);
    }

    private CompletableFuture<WebSocket> connect(WebSocket.Builder builder, String url) {
        return builder.buildAsync(URI.create(url), received).thenApply(client -> {
            clients.add(client);
            return client;
        });
    }
}
