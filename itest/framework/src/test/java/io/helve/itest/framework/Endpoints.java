package io.helve.itest.framework;

import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
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

    StreamListener listener(String scheme) throws IOException {
        return streams.listener(address(scheme));
    }

    StreamDialer dialer(String scheme, String url) {
        return streams.dialer(url);
    }

    private static String address(String scheme) throws IOException {
        return switch (scheme) {
            case "tcp", "tcp4" -> scheme + "://127.0.0.1:0";
            case "tcp6" -> "tcp6://[::1]:0";
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
