package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamProperty;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import io.helve.testkit.RandomBytes;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code socat} and {@code nc} over tcp and Unix domain sockets: data both ways, half-closing, digests made by
 * {@code sha256sum}.
 */
class SocatIT extends StreamTest {
    private static final int BIG = 4 << 20;

    @TempDir
    Path temp;

    @BeforeAll
    static void needed() {
        Installed.programs("socat", "sha256sum");
        Installed.netcat();
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:, 1",
        "tcp://127.0.0.1:, 65536",
        "tcp4://localhost:, 4194304",
        "tcp6://[::1]:, 1",
        "tcp6://[::1]:, 4194304",
        "ipc, 1",
        "ipc, 65536",
        "unix, 4194304",
        "abstract, 4194304"
    })
    void whatWeSendArrivesAndTheAnswerComesAfterOurEnd(String target, int size) {
        assumeNative(target.equals("abstract"));
        byte[] bytes = RandomBytes.of(1, size);
        try (Program socat = listening(target, "SYSTEM:sha256sum")) {
            try (Stream stream = io.dial(url(target, socat))) {
                io.send(stream, bytes);
                io.shutdown(stream);
                assertEquals(
                        Content.sha256(bytes) + "  -\n", new String(io.receiveAll(stream), StandardCharsets.US_ASCII));
            }
            assertEquals(0, socat.awaitExit(), socat::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:", "tcp6://[::1]:", "ipc", "abstract"})
    void aDialerSendsAndReceivesAtTheSameTime(String target) {
        assumeNative(target.equals("abstract"));
        byte[] bytes = RandomBytes.of(2, BIG);
        try (Program socat = listening(target, "EXEC:cat");
                Stream stream = io.dial(url(target, socat))) {
            assertFalse(stream.isMessageOriented());
            assertNotNull(stream.get(StreamProperty.REMOTE_ADDRESS));
            assertArrayEquals(bytes, io.echo(stream, bytes));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:0, TCP4:127.0.0.1:",
        "tcp://*:0, TCP4:127.0.0.1:",
        "tcp6://[::1]:0, TCP6:[::1]:",
        "ipc, UNIX-CONNECT:",
        "abstract, ABSTRACT-CONNECT:"
    })
    void aListenerSendsAndReceivesAtTheSameTime(String source, String address) {
        assumeNative(source.equals("abstract"));
        byte[] bytes = RandomBytes.of(3, BIG);
        String url = source.contains("://") ? source : source + "://" + path(source);
        try (StreamListener listener = listen(url)) {
            String target = address + (source.contains("://") ? "" + port(listener) : path(source));
            try (Program socat = Program.start("socat", target, "EXEC:cat");
                    Stream stream = io.accept(listener)) {
                assertArrayEquals(bytes, io.echo(stream, bytes), socat::toString);
                io.shutdown(stream);
                assertArrayEquals(new byte[0], io.receiveAll(stream));
                assertEquals(0, socat.awaitExit(), socat::toString);
            }
        }
    }

    @Test
    void netcatDials() {
        byte[] bytes = RandomBytes.of(4, BIG);
        try (StreamListener listener = listen("tcp://127.0.0.1:0");
                Program nc = Program.start("nc", "-N", "127.0.0.1", "" + port(listener));
                Stream stream = io.accept(listener)) {
            InetSocketAddress peer = (InetSocketAddress) stream.get(StreamProperty.REMOTE_ADDRESS);
            assertEquals("127.0.0.1", peer.getAddress().getHostAddress());
            nc.write(bytes);
            nc.endInput();
            assertArrayEquals(bytes, io.receiveAll(stream));
            io.send(stream, bytes);
            io.shutdown(stream);
            assertEquals(0, nc.awaitExit());
            assertArrayEquals(bytes, nc.output());
        }
    }

    @Test
    void netcatListens() {
        byte[] bytes = RandomBytes.of(5, BIG);
        try (Program nc = Program.start("nc", "-l", "-v", "-N", "127.0.0.1", "0")) {
            int port = nc.awaitNumber("^Listening on \\S+ (\\d+)");
            try (Stream stream = io.dial("tcp://127.0.0.1:" + port)) {
                nc.write(bytes);
                nc.endInput();
                assertArrayEquals(bytes, io.receiveAll(stream));
                io.send(stream, bytes);
                io.shutdown(stream);
                assertEquals(0, nc.awaitExit());
                assertArrayEquals(bytes, nc.output());
            }
        }
    }

    @Test
    void netcatDialsASocketFile() {
        assumeNative(true); // it answers a peer that has ended its side
        Path file = temp.resolve("ours.ipc");
        try (StreamListener listener = listen("ipc://" + file);
                Program nc = Program.start("nc", "-N", "-U", file.toString());
                Stream stream = io.accept(listener)) {
            nc.write("to us");
            nc.endInput();
            assertEquals("to us", new String(io.receiveAll(stream), StandardCharsets.US_ASCII));
            io.send(stream, "to them".getBytes(StandardCharsets.US_ASCII));
            io.shutdown(stream);
            assertEquals(0, nc.awaitExit());
            assertEquals("to them", new String(nc.output(), StandardCharsets.US_ASCII));
        }
        assertFalse(Files.exists(file), "the socket file goes with the listener");
    }

    @Test
    void theFileOfAListenerThatWasKilledIsTakenOver() {
        String url = "ipc://" + path("ipc");
        Program killed = listening("ipc", "EXEC:cat");
        killed.close();
        assertEquals(AioError.ECONNREFUSED, dialError(url));
        try (StreamListener listener = listen(url);
                Program socat = Program.start("socat", "-", "UNIX-CONNECT:" + path("ipc"));
                Stream stream = io.accept(listener)) {
            socat.write("still here");
            assertEquals("still here", new String(io.receive(stream, 10), StandardCharsets.US_ASCII));
        }
    }

    /** Starts a socat that listens, and has a program serve the one connection that it takes. */
    private Program listening(String target, String program) {
        String address = switch (target) {
            case "ipc", "unix" -> "UNIX-LISTEN:" + path(target);
            case "abstract" -> "ABSTRACT-LISTEN:" + path(target);
            default -> target.startsWith("tcp6") ? "TCP6-LISTEN:0,bind=[::1]" : "TCP4-LISTEN:0,bind=127.0.0.1";
        };
        Program socat = Program.start("socat", "-d", "-d", address, program);
        socat.await(" listening on AF=\\d+ ");
        return socat;
    }

    private String url(String target, Program socat) {
        return target.contains("://")
                ? target + socat.awaitNumber(" listening on AF=\\d+ .*:(\\d+)$")
                : target + "://" + path(target);
    }

    private String path(String scheme) {
        return scheme.equals("abstract")
                ? "helve-" + temp.getFileName()
                : temp.resolve("socket").toString();
    }
}
