package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.testkit.RandomBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that send byte by byte, and peers that do not read. */
class SlowPeerIT extends StreamTest {
    /** More than the operating system keeps for both sides of a connection. */
    private static final int MUCH = 48 << 20;

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls+tcp", "ws", "wss"})
    void everythingWorksByteByByte(String scheme) throws IOException {
        boolean tls = scheme.startsWith("tls") || scheme.equals("wss");
        Certificates certificates = tls ? new Certificates(temp) : null;
        byte[] bytes = RandomBytes.of(1, 200);
        try (StreamListener listener = streams.listener(scheme + "://127.0.0.1:0")) {
            if (tls) {
                listener.set(
                        StreamOptions.TLS,
                        TlsConfig.builder()
                                .identity(certificates.server, certificates.server, null)
                                .build());
            }
            listener.listen();
            try (Proxy proxy = new Proxy(port(listener), 1);
                    StreamDialer dialer = streams.dialer(scheme + "://127.0.0.1:" + proxy.port())) {
                if (tls) {
                    dialer.set(
                            StreamOptions.TLS,
                            TlsConfig.builder().trust(certificates.ca).build());
                }
                var accepting = io.accepting(listener);
                try (Stream dialed = io.dial(dialer);
                        Stream accepted = accepting.join()) {
                    io.send(dialed, bytes);
                    assertArrayEquals(bytes, io.receive(accepted, bytes.length));
                    io.send(accepted, bytes);
                    assertArrayEquals(bytes, io.receive(dialed, bytes.length));
                }
            }
        }
    }

    @Test
    void aPeerThatDoesNotReadStopsOurSendsAndGetsTheirBytesLater() throws IOException {
        byte[] bytes = RandomBytes.of(2, MUCH);
        try (StreamListener listener = listen("tcp://127.0.0.1:0");
                Socket peer = Raw.connect(port(listener));
                Stream stream = io.accept(listener)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long taken = sendFor(stream, buffer, AioError.ETIMEDOUT);
            assertTrue(taken > 0 && taken < MUCH, () -> taken + " bytes were taken");
            assertEquals(taken, buffer.position());
            assertEquals(AioError.ETIMEDOUT, io.run(aio -> sendWithin(stream, buffer, aio), Aio::result));
            int sent = buffer.position();
            var rest = io.sending(stream, Arrays.copyOfRange(bytes, sent, MUCH));
            assertArrayEquals(bytes, peer.getInputStream().readNBytes(MUCH));
            assertEquals(MUCH - sent, rest.join().count());
        }
    }

    private long sendFor(Stream stream, ByteBuffer buffer, AioError expected) {
        return io.run(aio -> sendWithin(stream, buffer, aio), aio -> {
            assertEquals(expected, aio.result());
            return aio.count();
        });
    }

    private static void sendWithin(Stream stream, ByteBuffer buffer, Aio aio) {
        aio.setTimeout(SHORT);
        aio.setIov(buffer);
        stream.send(aio);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc"})
    void aPeerThatHasEndedItsSideIsHeardToTheEndAndAnswered(String scheme) throws Exception {
        assumeNative(scheme.equals("ipc"));
        byte[] bytes = RandomBytes.of(4, 1 << 20);
        String url = scheme.equals("ipc") ? "ipc://" + temp.resolve("socket") : "tcp://127.0.0.1:0";
        try (StreamListener listener = listen(url);
                SocketChannel peer = SocketChannel.open(
                        scheme.equals("ipc")
                                ? UnixDomainSocketAddress.of(temp.resolve("socket"))
                                : new InetSocketAddress(InetAddress.getLoopbackAddress(), port(listener)));
                Stream stream = io.accept(listener)) {
            CompletableFuture<Void> speaking = CompletableFuture.runAsync(() -> {
                try {
                    peer.write(ByteBuffer.wrap(bytes));
                    peer.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            if (scheme.equals("tcp")) {
                speaking.join(); // all of it is on its way before we ask for the first byte
            }
            assertArrayEquals(bytes, io.receiveAll(stream));
            speaking.join();
            byte[] answer = RandomBytes.of(5, MUCH);
            var sending = io.sending(stream, answer);
            peer.configureBlocking(true);
            ByteBuffer heard = ByteBuffer.allocate(MUCH);
            while (heard.hasRemaining() && peer.read(heard) >= 0) {
                // the other side sends while this reads
            }
            assertArrayEquals(answer, heard.array());
            assertEquals(MUCH, sending.join().count());
        }
    }

    @Test
    void aPeerIsStoppedWhileWeDoNotReceive() throws IOException {
        byte[] bytes = RandomBytes.of(3, MUCH);
        try (StreamListener listener = listen("tcp://127.0.0.1:0");
                SocketChannel peer =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(listener)));
                Stream stream = io.accept(listener)) {
            peer.configureBlocking(false);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            eventually("nothing more goes").during(SHORT).until(() -> peer.write(buffer) == 0);
            assertTrue(buffer.hasRemaining(), "nobody has read all that");
            byte[] first = io.receive(stream, buffer.position());
            assertArrayEquals(Arrays.copyOf(bytes, first.length), first);
            peer.configureBlocking(true);
            Thread writer = new Thread(() -> {
                try (peer) {
                    while (buffer.hasRemaining()) {
                        peer.write(buffer);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            assertArrayEquals(Arrays.copyOfRange(bytes, first.length, MUCH), io.receiveAll(stream));
        }
    }
}
