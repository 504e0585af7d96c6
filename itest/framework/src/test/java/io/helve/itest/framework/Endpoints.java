package io.helve.itest.framework;

import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.testkit.tls.LocalTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** How the tests listen and dial with each scheme, as a bundle with that factory. */
final class Endpoints {
    private final StreamFactory streams;

    Endpoints(StreamFactory streams) {
        this.streams = streams;
    }

    StreamListener listener(String scheme) throws Exception {
        StreamListener listener = streams.listener(address(scheme));
        if (isSecure(scheme)) {
            listener.set(StreamOptions.TLS, LocalTls.listening());
        }
        return listener;
    }

    StreamDialer dialer(String scheme, String url) throws Exception {
        StreamDialer dialer = streams.dialer(url);
        if (isSecure(scheme)) {
            dialer.set(StreamOptions.TLS, LocalTls.dialing());
        }
        return dialer;
    }

    private static boolean isSecure(String scheme) {
        return scheme.startsWith("tls+") || scheme.startsWith("wss");
    }

    /** Returns a URL to listen at. */
    static String address(String scheme) throws IOException {
        return switch (scheme) {
            case "tcp", "tcp4", "tls+tcp", "tls+tcp4" -> scheme + "://127.0.0.1:0";
            case "tcp6", "tls+tcp6" -> scheme + "://[::1]:0";
            case "ws", "ws4", "wss", "wss4" -> scheme + "://127.0.0.1:0/echo";
            case "ws6", "wss6" -> scheme + "://[::1]:0/echo";
            case "ipc", "unix" -> scheme + "://" + freePath();
            case "abstract" -> "abstract://helve-" + UUID.randomUUID();
            default -> throw new IllegalArgumentException("how does a test use " + scheme + "?");
        };
    }

    /** A name that nothing has; the listener removes its file. Short, for a socket's address has about 100 bytes. */
    private static Path freePath() throws IOException {
        Path file = Files.createTempFile("h", ".s");
        Files.delete(file);
        return file;
    }
}
