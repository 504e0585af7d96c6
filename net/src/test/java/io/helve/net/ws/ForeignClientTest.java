package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's client talks to our listener. */
class ForeignClientTest extends StreamTest {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    private final class Listener implements WebSocket.Listener {
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            message.writeBytes(bytes);
            if (last) {
                heard.add(message.toByteArray());
                message.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            heard.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add(code);
            return null;
        }
    }

    private WebSocket client(StreamListener listener) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(listener.dialUrl().toString()), new Listener())
                .get(60, TimeUnit.SECONDS);
    }

    private Object heard() throws InterruptedException {
        return heard.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void talks(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener =
                closing(streams.listener("ws://127.0.0.1:0/jdk")).set(StreamOptions.WS_PROTOCOL, "spoken");
        listener.listen();
        Aio accept = aio();
        listener.accept(accept);
        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("unknown", "spoken")
                .header("X-Client", "jdk")
                .buildAsync(URI.create(listener.dialUrl().toString()), new Listener())
                .get(60, TimeUnit.SECONDS);
        assertEquals("spoken", client.getSubprotocol());
        Stream stream = closing((Stream) ok(accept).getOutput(0));
        assertEquals("jdk", stream.get(StreamProperty.WS_HEADERS).get("x-client"));

        byte[] data = new byte[300_000];
        new Random(1).nextBytes(data);
        client.sendBinary(ByteBuffer.wrap(data, 0, 100_000), false).get(60, TimeUnit.SECONDS);
        client.sendPing(ByteBuffer.allocate(10)).get(60, TimeUnit.SECONDS);
        client.sendBinary(ByteBuffer.wrap(data, 100_000, 200_000), true).get(60, TimeUnit.SECONDS);
        ByteBuffer message = (ByteBuffer) ok(run(stream::receive)).getOutput(0);
        assertArrayEquals(data, message.array());
        assertEquals("pong", heard());
        sendAll(stream, data);
        assertArrayEquals(data, (byte[]) heard());

        client.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(60, TimeUnit.SECONDS);
        fails(AioError.ECONNSHUT, run(stream::receive));
        assertEquals(1000, stream.get(StreamProperty.WS_CLOSE_CODE));
        assertEquals(1000, heard());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void isToldWhenTheStreamIsClosed(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = listen("ws://127.0.0.1:0/jdk");
        Aio accept = aio();
        listener.accept(accept);
        client(listener);
        Stream stream = closing((Stream) ok(accept).getOutput(0));
        sendAll(stream, bytes("last"));
        stream.close();
        assertArrayEquals(bytes("last"), (byte[]) heard());
        assertEquals(1000, heard());
    }

    @Test
    void isToldWhenEverythingHereGoesAway() throws Exception {
        AioRuntime other = closing(AioRuntime.open());
        StreamListener listener = other.service(StreamFactory.class).listener("ws://127.0.0.1:0/jdk");
        listener.listen();
        Aio accept = aio();
        listener.accept(accept);
        client(listener);
        ok(accept);
        other.close();
        assertEquals(1001, heard());
    }
}
