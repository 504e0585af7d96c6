package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that never answer: to a connection, to a handshake. */
class SilentPeerIT extends StreamTest {
    /** An honest peer completes a handshake within this time on a slow machine, too. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path temp;

    /** A server whose queue is full, so that Linux does not even answer to one more. */
    private static final class FullServer implements AutoCloseable {
        private final ServerSocket server = Raw.server(1);
        private final List<SocketChannel> queue = new ArrayList<>();

        FullServer() throws IOException {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                queue.add(channel);
                channel.configureBlocking(false);
                channel.connect(server.getLocalSocketAddress());
            }
        }

        String url() {
            return "tcp://127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : queue) {
                channel.close();
            }
            server.close();
        }
    }

    @Test
    void aDialEndsWithItsTimeoutACancelOrItsDialer() throws Exception {
        try (FullServer server = new FullServer();
                StreamDialer dialer = streams.dialer(server.url());
                Aio timed = runtime.factory().alloc();
                Aio cancelled = runtime.factory().alloc();
                Aio closed = runtime.factory().alloc()) {
            timed.setTimeout(SHORT);
            dialer.dial(timed);
            dialer.dial(cancelled);
            dialer.dial(closed);
            timed.await();
            assertEquals(AioError.ETIMEDOUT, timed.result());
            assertTrue(cancelled.isBusy());
            cancelled.cancel();
            cancelled.await();
            assertEquals(AioError.ECANCELED, cancelled.result());
            dialer.set(StreamOptions.CONNECT_TIMEOUT, SHORT);
            dialer.dial(cancelled);
            cancelled.await();
            assertEquals(AioError.ETIMEDOUT, cancelled.result(), "the dialer's limit");
            assertTrue(closed.isBusy());
            dialer.stop();
            closed.await();
            assertEquals(AioError.ECLOSED, closed.result());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls+tcp", "ws", "wss"})
    void aDialEndsWhenTheHandshakeNeverComes(String scheme) throws IOException, InterruptedException {
        try (ServerSocket server = Raw.server(50);
                StreamDialer dialer = streams.dialer(scheme + "://127.0.0.1:" + server.getLocalPort());
                Aio aio = runtime.factory().alloc()) {
            aio.setTimeout(SHORT);
            dialer.dial(aio);
            try (Socket accepted = Raw.accept(server)) {
                aio.await();
                assertEquals(AioError.ETIMEDOUT, aio.result());
                assertEnds(accepted, "our side is closed");
            }
            aio.setTimeout(Aio.INFINITE);
            dialer.dial(aio);
            try (Socket accepted = Raw.accept(server)) {
                assertTrue(accepted.getInputStream().read() >= 0, "the handshake has begun");
                aio.cancel();
                aio.await();
                assertEquals(AioError.ECANCELED, aio.result());
                assertEnds(accepted, "our side is closed");
            }
            dialer.set(StreamOptions.CONNECT_TIMEOUT, SHORT);
            aio.setTimeout(Aio.DEFAULT);
            dialer.dial(aio);
            try (Socket accepted = Raw.accept(server)) {
                aio.await();
                assertEquals(AioError.ETIMEDOUT, aio.result());
                assertEnds(accepted, "our side is closed");
            }
        }
        eventually("each is counted").until(() -> dialFailures() == 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls+tcp", "ws", "wss"})
    void aListenerClosesThoseWhoNeverBeginAndGoesOn(String scheme) throws IOException {
        control.configure(handshakes(4));
        boolean tls = !scheme.equals("ws");
        Certificates certificates = tls ? new Certificates(temp) : null;
        StreamListener listener = streams.listener(scheme + "://127.0.0.1:0");
        listener.set(StreamOptions.CONNECT_TIMEOUT, SHORT);
        if (tls) {
            listener.set(
                    StreamOptions.TLS,
                    TlsConfig.builder()
                            .identity(certificates.server, certificates.server, null)
                            .build());
        }
        List<Socket> silent = new ArrayList<>();
        try (listener) {
            listener.listen();
            CompletableFuture<Stream> accepting = io.accepting(listener);
            // twice as many as may be in their handshakes at a time
            for (int i = 0; i < 8; i++) {
                silent.add(Raw.connect(port(listener)));
            }
            for (Socket socket : silent) {
                assertEnds(socket, "closed by the listener");
                socket.close();
            }
            eventually("all are counted").until(() -> acceptFailures() == 8);
            assertFalse(accepting.isDone());
            try (StreamDialer dialer = streams.dialer(listener.dialUrl().toString())) {
                if (tls) {
                    dialer.set(
                            StreamOptions.TLS,
                            TlsConfig.builder().trust(certificates.ca).build());
                }
                // on a busy machine an honest handshake, too, may take longer than this listener allows
                eventually("a peer that speaks is accepted").until(() -> {
                    connectAndClose(dialer);
                    return accepting.isDone();
                });
            }
            accepting.join().close();
        }
    }

    private void connectAndClose(StreamDialer dialer) {
        try {
            io.dial(dialer).close();
        } catch (AioException e) {
            // the listener has not waited for it; the next attempt shows whether it goes on
        }
    }

    @Test
    void aListenerThatIsClosedTakesItsHandshakesWithIt() throws IOException {
        try (StreamListener listener = listen("ws://127.0.0.1:0/");
                Socket silent = Raw.connect(port(listener))) {
            CompletableFuture<Stream> accepting = io.accepting(listener);
            silent.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            listener.stop();
            assertEquals(AioError.ECLOSED, Blocking.error(accepting));
            assertEnds(silent, "closed with the listener");
        }
    }

    @Test
    void aSocketFileWhoseQueueIsFullDoesNotHoldADialForEver() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(temp.resolve("socket"));
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address, 1);
            for (int i = 0; i < 2; i++) {
                queue.add(SocketChannel.open(address));
            }
            try (StreamDialer dialer = streams.dialer("ipc://" + address.getPath())) {
                dialer.set(StreamOptions.CONNECT_TIMEOUT, SHORT);
                AioError error = io.run(
                        aio -> {
                            aio.setTimeout(Aio.DEFAULT);
                            dialer.dial(aio);
                        },
                        Aio::result);
                assertEquals(AioError.ETIMEDOUT, error);
                queue.remove(0).close();
                server.accept().close();
                dialer.set(StreamOptions.CONNECT_TIMEOUT, LONG);
                io.dial(dialer).close();
            }
        } finally {
            for (SocketChannel channel : queue) {
                channel.close();
            }
        }
    }

    private static StreamConfig handshakes(int max) {
        return StreamConfig.DEFAULTS.withHandshakes(max, max);
    }

    /** Reads until the other side has closed, one way or another. */
    private static void assertEnds(Socket socket, String what) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // a handshake of theirs, or a farewell
            }
        } catch (SocketException e) {
            assertTrue(e.getMessage().contains("reset"), what);
        }
    }
}
