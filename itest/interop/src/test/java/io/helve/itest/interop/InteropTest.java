package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistic;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One socket of ours, one program of others, a message each way as far as their protocols allow. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class InteropTest {
    /** Who dials. */
    enum Dialing {
        WE_DIAL,
        THEY_DIAL
    }

    /** Long enough for any machine; reaching it means failure. */
    static final Duration SOON = Duration.ofSeconds(30);

    static final int MOST = 16 << 20;

    @TempDir
    static Path shared;

    private static Credentials credentials;

    @TempDir
    Path directory;

    private AioRuntime runtime;
    private SpSockets sockets;

    @BeforeAll
    static void makeCredentials() throws Exception {
        credentials = Credentials.create(shared);
    }

    @BeforeEach
    final void openRuntime() {
        runtime = AioRuntime.open();
        sockets = runtime.service(SpSockets.class);
    }

    @AfterEach
    final void nothingIsLeft() {
        runtime.close();
        AioCounters total = runtime.snapshot().total();
        assertEquals(0, total.open(), () -> "open handles: " + total);
        assertEquals(total.started(), total.completed(), () -> "started, and ended: " + total);
    }

    /** {@return the command of the peer, but for who dials} */
    abstract List<String> command(SpProtocol protocol, Path data);

    /** {@return the options that have it dial} */
    abstract List<String> dial(String url, Credentials files);

    /** {@return the options that have it listen} */
    abstract List<String> listen(String url, Credentials files);

    // ---- the exchange

    final void exchange(SpProtocol ours, String scheme, Dialing dialing, int size) throws Exception {
        byte[] question = random(size, 1);
        byte[] answer = random(size, 2);
        try (SpSocket socket = open(ours);
                Peer peer = connect(socket, scheme, dialing, answer)) {
            if (asks(ours)) {
                awaitPipe(socket, peer);
                socket.send(sockets.messages().of(question));
            }
            if (receives(ours)) {
                assertArrayEquals(answer, receive(socket, peer));
            }
            if (receives(ours) && receives(ours.peer()) && !asks(ours)) {
                socket.send(sockets.messages().of(question));
            }
            if (receives(ours.peer())) {
                awaitPrinted(peer, question);
            }
        }
    }

    /** Who begins. */
    private static boolean asks(SpProtocol protocol) {
        return switch (protocol) {
            case PUSH, PUB, REQ, SURVEYOR -> true;
            default -> false;
        };
    }

    static boolean receives(SpProtocol protocol) {
        return protocol != SpProtocol.PUSH && protocol != SpProtocol.PUB;
    }

    private static byte[] receive(SpSocket socket, Peer peer) throws InterruptedException {
        if (socket.protocol() == SpProtocol.REQ) {
            return socket.receive().toByteArray(); // one that times out gives the request up
        }
        Message message = socket.tryReceive();
        for (long end = System.nanoTime() + SOON.toNanos(); message == null; message = poll(socket)) {
            peer.requireAlive();
            assertTrue(System.nanoTime() < end, () -> "nothing from " + peer);
        }
        return message.toByteArray();
    }

    private static Message poll(SpSocket socket) throws InterruptedException {
        try {
            return socket.receive(Duration.ofMillis(100));
        } catch (AioException e) {
            if (e.error() != AioError.ETIMEDOUT) {
                throw e;
            }
            return null;
        }
    }

    final SpSocket open(SpProtocol protocol) {
        SpSocket socket = sockets.open(protocol)
                .set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_MAX, MOST)
                .set(SpOptions.RECONNECT_MIN, Duration.ofMillis(20));
        if (protocol == SpProtocol.SUB) {
            socket.subscribe("");
        } else if (protocol == SpProtocol.SURVEYOR) {
            socket.set(SpOptions.SURVEY_TIME, SOON);
        }
        return socket;
    }

    private Peer connect(SpSocket socket, String scheme, Dialing dialing, byte[] data) throws IOException {
        Path file = Files.write(Files.createTempFile(directory, "message", ""), data);
        List<String> command = new ArrayList<>(command(socket.protocol().peer(), file));
        if (dialing == Dialing.THEY_DIAL) {
            SpListener listener = socket.listener(url(scheme, 0));
            if (isSecure(scheme)) {
                listener.set(
                        StreamOptions.TLS,
                        TlsConfig.builder()
                                .identity(credentials.certificate(), credentials.key(), null)
                                .build());
            }
            listener.start();
            command.addAll(dial(listener.dialUrl().toString(), credentials));
            return Peer.start(command);
        }
        String url = url(scheme, freePort());
        command.addAll(listen(url, credentials));
        Peer peer = Peer.start(command);
        SpDialer dialer = socket.dialer(url);
        if (isSecure(scheme)) {
            dialer.set(
                    StreamOptions.TLS,
                    TlsConfig.builder().trust(credentials.certificate()).build());
        }
        dialer.startInBackground();
        return peer;
    }

    private String url(String scheme, int port) {
        return switch (scheme) {
            case "ipc" -> "ipc://" + directory.resolve("socket-" + System.nanoTime());
            case "ws" -> "ws://127.0.0.1:" + port + "/interop";
            case "wss" -> "wss://localhost:" + port + "/interop";
            case "tls+tcp" -> "tls+tcp://localhost:" + port;
            default -> scheme + "://127.0.0.1:" + port;
        };
    }

    static boolean isSecure(String scheme) {
        return scheme.equals("tls+tcp") || scheme.equals("wss");
    }

    /** They cannot be asked which port they have got. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPipe(SpSocket socket, Peer peer) {
        eventually(() -> {
            peer.requireAlive();
            return socket.statistics().child("pipes").map(SpStatistic::value).orElse(0L) == 1;
        });
    }

    private static void awaitPrinted(Peer peer, byte[] message) {
        eventually(() -> {
            if (peer.messages().isEmpty()) {
                peer.requireAlive();
            }
            return !peer.messages().isEmpty();
        });
        assertArrayEquals(message, peer.messages().get(0), peer::toString);
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    private static byte[] random(int size, int seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
