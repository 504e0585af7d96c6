package io.helve.net.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamListener;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to the file at the path of a listener, over every transport. */
class SocketFileTest extends StreamTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aDeadSocketMakesRoom(Transport transport) throws IOException {
        use(transport);
        Path path = directory.resolve("socket");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path)); // the JDK leaves the file behind
        }
        StreamListener listener = listen("ipc://" + path);
        connect(listener);
        listener.close();
        eventually(() -> !Files.exists(path));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aLivingOneStays(Transport transport) {
        use(transport);
        StreamListener living = listen("ipc://" + directory.resolve("socket"));
        assertRefused(directory.resolve("socket"));
        connect(living);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aFileThatIsNoSocketStays(Transport transport) throws IOException {
        use(transport);
        Path file = Files.writeString(directory.resolve("file"), "precious");
        assertRefused(file);
        assertEquals("precious", Files.readString(file));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aLinkStays(Transport transport) throws IOException {
        use(transport);
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        assertRefused(link);
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.exists(directory.resolve("nowhere")));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aLivingOneWhoseQueueIsFullIsNotWaitedFor(Transport transport) throws IOException {
        use(transport);
        Path path = directory.resolve("socket");
        List<SocketChannel> queued = new ArrayList<>();
        try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            deaf.bind(UnixDomainSocketAddress.of(path), 1);
            assertThrows(SocketException.class, () -> {
                while (true) {
                    SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
                    queued.add(next);
                    next.configureBlocking(false);
                    next.connect(UnixDomainSocketAddress.of(path));
                }
            });
            assertTimeoutPreemptively(SOON, () -> assertRefused(path));
        } finally {
            for (SocketChannel each : queued) {
                each.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whereNoneIsNobodyListens(Transport transport) {
        use(transport);
        Aio dial = run(closing(streams.dialer("ipc://" + directory.resolve("nobody")))::dial);
        fails(AioError.ECONNREFUSED, dial);
        assertTrue(dial.cause().getMessage().contains("nobody"), dial.cause().getMessage());
    }

    private void use(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
    }

    private void assertRefused(Path path) {
        StreamListener listener = closing(streams.listener("ipc://" + path));
        AioException refused = assertThrows(AioException.class, listener::listen);
        assertEquals(AioError.EADDRINUSE, refused.error());
        listener.close();
    }
}
