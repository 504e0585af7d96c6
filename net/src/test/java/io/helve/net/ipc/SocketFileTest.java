package io.helve.net.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
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
    void aMissingFolderIsNamedByThePathThatWasAskedFor(Transport transport) {
        use(transport);
        Path path = directory.resolve("missing").resolve("socket");
        AioException missing = assertThrows(AioException.class, () -> listen("ipc://" + path));
        assertEquals(AioError.ENOENT, missing.error());
        assertTrue(missing.getMessage().endsWith(path + ": its folder is not there"), missing::getMessage);
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

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aListenerThatClosesLeavesTheFileOfTheNextOne(Transport transport) {
        use(transport);
        String url = "ipc://" + directory.resolve("socket");
        StreamListener before = listen(url);
        for (int i = 0; i < 100; i++) {
            before.close();
            StreamListener next = streams.listener(url);
            next.listen(); // the other listener may still be closing its channel
            before.stop();
            assertTrue(Files.exists(directory.resolve("socket")), "round " + i);
            before = closing(next);
        }
        connect(before);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void closingLeavesAFileOfOthersAlone(Transport transport) throws IOException {
        use(transport);
        Path path = directory.resolve("socket");
        StreamListener listener = listen("ipc://" + path);
        Files.delete(path);
        Files.writeString(path, "precious");
        listener.stop();
        assertEquals("precious", Files.readString(path));
        Files.delete(path);
        StreamListener another = listen("ipc://" + path);
        Files.delete(path);
        try (ServerSocketChannel living = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            living.bind(UnixDomainSocketAddress.of(path));
            another.stop();
            assertTrue(Files.exists(path));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void theFileIsNeverThereWithOtherPermissions(Transport transport) throws Exception {
        use(transport);
        Path path = directory.resolve("socket");
        AtomicBoolean over = new AtomicBoolean();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Thread looking = new Thread(() -> {
            while (!over.get()) {
                try {
                    seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                } catch (IOException e) {
                    // it is not there now
                }
            }
        });
        looking.start();
        try {
            for (int i = 0; i < 100; i++) {
                StreamListener listener = closing(streams.listener("ipc://" + path));
                listener.set(StreamOptions.IPC_PERMISSIONS, 0604);
                listener.listen();
                assertEquals("rw----r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                listener.close();
            }
        } finally {
            over.set(true);
            looking.join();
        }
        seen.remove("rw----r--");
        assertEquals(Set.of(), seen);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void ofManyStartersAtADeadFileOneListens(Transport transport) throws Exception {
        use(transport);
        Path path = directory.resolve("socket");
        ExecutorService threads = closing(new Starters()).threads;
        for (int round = 0; round < 30; round++) {
            try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                dead.bind(UnixDomainSocketAddress.of(path));
            }
            List<Future<StreamListener>> starting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                starting.add(threads.submit(() -> {
                    StreamListener listener = closing(streams.listener("ipc://" + path));
                    try {
                        listener.listen();
                        return listener;
                    } catch (AioException e) {
                        assertEquals(AioError.EADDRINUSE, e.error());
                        return null;
                    }
                }));
            }
            List<StreamListener> listening = new ArrayList<>();
            for (Future<StreamListener> each : starting) {
                if (each.get() != null) {
                    listening.add(each.get());
                }
            }
            assertEquals(1, listening.size());
            connect(listening.get(0));
            listening.get(0).stop();
            assertFalse(Files.exists(path));
        }
    }

    @Test
    void aClaimThatADeadProcessHasLeftIsRemoved() throws Exception {
        Path path = directory.resolve("socket");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        Path claim = Files.createDirectory(SocketFile.claim(path));
        Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minusSeconds(60)));
        StreamListener listener = closing(streams.listener("ipc://" + path));
        listener.listen();
        connect(listener);
        assertFalse(Files.exists(claim));
    }

    private static final class Starters implements AutoCloseable {
        private final ExecutorService threads = Executors.newFixedThreadPool(4);

        @Override
        public void close() {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void nothingElseIsLeftInTheFolder(Transport transport) throws IOException {
        use(transport);
        StreamListener listener = listen("ipc://" + directory.resolve("socket"));
        assertEquals(List.of("socket"), names());
        assertRefused(directory.resolve("socket"));
        assertEquals(List.of("socket"), names());
        listener.stop();
        assertEquals(List.of(), names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aPathMayBeAsLongAsTheSystemAllows(Transport transport) throws IOException {
        use(transport);
        int most = control.snapshot().transport().equals("nio") ? 106 : 107;
        String path = directory + "/" + "x".repeat(most - directory.toString().length() - 1);
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(directory.resolve("short")));
        }
        Files.move(directory.resolve("short"), Path.of(path));
        StreamListener listener = listen("ipc://" + path);
        connect(listener);
        listener.stop();
        assertFalse(Files.exists(Path.of(path)));
        StreamListener longer = closing(streams.listener("ipc://" + path.replaceFirst("xx$", "")));
        longer.listen();
        connect(longer);
        if (most == 106) {
            StreamListener tooLong = closing(streams.listener("ipc://" + path + "x"));
            assertEquals(
                    AioError.EADDRINVAL,
                    assertThrows(AioException.class, tooLong::listen).error());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "NIO")
    void bothSidesKnowTheProcessOfTheOther(Transport transport) throws IOException {
        use(transport);
        assumeFalse(control.snapshot().transport().equals("nio"));
        Pair pair = connect(listen("ipc://" + directory.resolve("socket")));
        int user = (Integer) Files.getAttribute(directory.resolve("socket"), "unix:uid");
        for (Stream side : List.of(pair.dialed(), pair.accepted())) {
            assertEquals((int) ProcessHandle.current().pid(), side.get(StreamProperty.IPC_PEER_PID));
            assertEquals(user, side.get(StreamProperty.IPC_PEER_UID));
            assertEquals(
                    Files.getAttribute(directory.resolve("socket"), "unix:gid"), side.get(StreamProperty.IPC_PEER_GID));
        }
    }

    @Test
    void withNioNobodyKnowsTheProcessOfTheOther() {
        use(Transport.NIO);
        Pair pair = connect(listen("ipc://" + directory.resolve("socket")));
        for (Stream side : List.of(pair.dialed(), pair.accepted())) {
            assertNull(side.get(StreamProperty.IPC_PEER_PID));
            assertNull(side.get(StreamProperty.IPC_PEER_UID));
            assertNull(side.get(StreamProperty.IPC_PEER_GID));
        }
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
