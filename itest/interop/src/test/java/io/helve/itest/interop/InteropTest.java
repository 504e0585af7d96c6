package io.helve.itest.interop;

import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.testkit.Await;
import io.helve.testkit.HelveRuntime;
import io.helve.testkit.tls.PemFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sockets of ours with peers of others. Each test has a runtime of its own; after it nothing of ours may be left. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class InteropTest {
    /** The side that dials. */
    enum Dialing {
        WE_DIAL,
        THEY_DIAL
    }

    /** Long enough for any machine; reaching it means failure. */
    static final Duration SOON = Await.SOON;

    /** For what shall not come, although it could. */
    static final Duration A_WHILE = Duration.ofMillis(300);

    /** How long to wait before connecting again. */
    static final Duration RECONNECT = Duration.ofMillis(20);

    static final int MOST = 16 << 20;

    @RegisterExtension
    final Results results = new Results();

    @TempDir
    Path directory;

    private final AtomicInteger files = new AtomicInteger();

    @RegisterExtension
    final HelveRuntime helve = new HelveRuntime();

    SpSockets sockets;

    @BeforeEach
    final void openSockets() {
        sockets = helve.service(SpSockets.class);
    }

    // ---- sockets

    final OurEnd open(SpProtocol protocol) {
        SpSocket socket = sockets.open(protocol);
        if (protocol == SpProtocol.SUB) {
            socket.subscribe("");
        } else if (protocol == SpProtocol.SURVEYOR) {
            socket.set(SpOptions.SURVEY_TIME, SOON);
        }
        return patient(socket);
    }

    final OurEnd openRaw(SpProtocol protocol) {
        return patient(sockets.openRaw(protocol));
    }

    final OurEnd openPoly() {
        return patient(sockets.openPoly());
    }

    private OurEnd patient(SpSocket socket) {
        socket.set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_MAX, MOST)
                .set(SpOptions.RECONNECT_MIN, RECONNECT);
        return new OurEnd(socket, sockets.messages());
    }

    /** Listens, with TLS if the URL says so. {@return the URL that others dial} */
    static String listen(OurEnd end, String url) {
        SpListener listener = end.socket().listener(url);
        if (isSecure(url)) {
            PemFiles credentials = Credentials.ofAll();
            listener.set(
                    StreamOptions.TLS,
                    TlsConfig.builder()
                            .identity(credentials.certificate(), credentials.key(), null)
                            .build());
        }
        listener.start();
        return listener.dialUrl().toString();
    }

    /** Dials in the background. */
    static SpDialer dial(OurEnd end, String url) {
        SpDialer dialer = end.socket().dialer(url);
        if (isSecure(url)) {
            dialer.set(
                    StreamOptions.TLS,
                    TlsConfig.builder().trust(Credentials.ofAll().certificate()).build());
        }
        dialer.startInBackground();
        return dialer;
    }

    /** Forwards between two raw sockets of ours until the test ends. */
    final void forward(OurEnd first, OurEnd second) {
        sockets.device(first.socket(), second.socket(), helve.factory().alloc());
    }

    // ---- addresses

    /** {@return an address where nobody has listened yet} */
    final String url(String scheme, int port) {
        return switch (scheme) {
            case "ipc" -> "ipc://" + directory.resolve("socket-" + files.incrementAndGet());
            case "ws" -> "ws://127.0.0.1:" + port + "/interop";
            case "wss" -> "wss://localhost:" + port + "/interop";
            case "tls+tcp" -> "tls+tcp://localhost:" + port;
            default -> scheme + "://127.0.0.1:" + port;
        };
    }

    static boolean isSecure(String url) {
        return url.startsWith("tls+tcp") || url.startsWith("wss");
    }

    // ---- waiting

    static void eventually(Callable<Boolean> condition) {
        Await.eventually(condition);
    }

    static void awaitPipes(int count, End... ends) {
        for (End end : ends) {
            eventually(() -> end.pipes() == count);
        }
    }
}
