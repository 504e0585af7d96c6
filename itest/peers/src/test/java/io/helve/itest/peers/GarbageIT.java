package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.testkit.RandomBytes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that send bytes which the scheme does not allow. */
class GarbageIT extends StreamTest {
    private static final int ROUNDS = 100;
    private static final String REQUEST = """
            GET / HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

            """;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"tls+tcp", "ws", "wss"})
    void aListenerIsNotImpressed(String scheme) throws IOException {
        boolean tls = !scheme.equals("ws");
        Certificates certificates = tls ? new Certificates(temp) : null;
        try (StreamListener listener = streams.listener(scheme + "://127.0.0.1:0")) {
            if (tls) {
                listener.set(
                        StreamOptions.TLS,
                        TlsConfig.builder()
                                .identity(certificates.server, certificates.server, null)
                                .build());
            }
            listener.listen();
            CompletableFuture<Stream> accepting = io.accepting(listener);
            for (int i = 0; i < ROUNDS; i++) {
                byte[] bytes = switch (i) {
                    case 0 -> new byte[0];
                    case 1 -> crlf("GET / HTTP/1.1\n\n");
                    case 2 -> crlf("GET / HTTP/1.1\nX: " + "x".repeat(100_000) + "\n\n");
                    case 3 -> "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
                    case 4 -> HexFormat.of().parseHex("160301ffff" + "00".repeat(2000));
                    case 5 -> HexFormat.of().parseHex("160301000401000000");
                    default -> RandomBytes.of(i, i * 7);
                };
                throwAt(port(listener), i, bytes);
            }
            eventually("each is counted").until(() -> acceptFailures() == ROUNDS);
            assertFalse(accepting.isDone());
            try (StreamDialer dialer = streams.dialer(listener.dialUrl().toString())) {
                if (tls) {
                    dialer.set(
                            StreamOptions.TLS,
                            TlsConfig.builder().trust(certificates.ca).build());
                }
                try (Stream stream = io.dial(dialer);
                        Stream accepted = accepting.join()) {
                    io.send(stream, new byte[] {1, 2, 3});
                    assertEquals(3, io.receive(accepted, 3)[2]);
                }
            }
        }
    }

    /** Sends some bytes, ends its side, and reads what comes until the other side ends. */
    private static void throwAt(int port, int round, byte[] bytes) throws IOException {
        try (Socket socket = Raw.connect(port)) {
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (SocketException e) {
                // it has closed before it had everything
            } catch (SocketTimeoutException e) {
                fail("nothing came of garbage number " + round, e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tls+tcp, HTTP/1.1 400 Bad Request~~, EPROTO ECRYPTO",
        "wss, 220 mail.example ESMTP~, EPROTO ECRYPTO",
        "tls+tcp, '', ECONNRESET ECONNABORTED ECONNSHUT ECRYPTO EPROTO",
        "ws, 220 mail.example ESMTP~, EPROTO",
        "ws, HTTP/1.1 200 OK~Content-Length: 0~~, EPROTO",
        "ws, HTTP/1.1 404 Not Found~Content-Length: 0~~, EPROTO",
        "ws, HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: no~~, EPROTO",
        "ws, HTTP/1.1 101 Switching Protocols~Upgrade: h2c~Connection: Upgrade~~, EPROTO",
        "ws, '', ECONNRESET ECONNABORTED ECONNSHUT EPROTO",
    })
    void aDialerSaysSo(String scheme, String answer, String errors) throws IOException {
        try (ServerSocket server = Raw.server(50);
                StreamDialer dialer = streams.dialer(scheme + "://127.0.0.1:" + server.getLocalPort())) {
            CompletableFuture<AioError> dialing = CompletableFuture.supplyAsync(() -> io.dialError(dialer));
            try (Socket socket = Raw.accept(server)) {
                socket.getInputStream().read(new byte[16 << 10]);
                socket.getOutputStream().write(crlf(answer.replace('~', '\n')));
                socket.shutdownOutput();
                AioError error = dialing.join();
                assertTrue(Set.of(errors.split(" ")).contains(error.name()), error::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a frame without a mask,        820101",
        "a reserved opcode,             838100000000ff",
        "a reserved bit,                c28100000000ff",
        "a continuation of nothing,     808100000000ff",
        "a control frame in pieces,     098100000000ff",
        "a control frame that is long,  89fe007e00000000",
        "a close frame of one byte,     888100000000ff",
        "a close code that is reserved, 88820000000003ed",
        "a message within another,      028100000000ff828100000000ff",
    })
    void framesThatBreakTheRulesEndTheConnection(String what, String frames) throws IOException {
        try (StreamListener listener = listen("ws://127.0.0.1:0/");
                Socket socket = Raw.connect(port(listener))) {
            socket.getOutputStream().write(crlf(REQUEST));
            try (Stream stream = io.accept(listener)) {
                socket.getOutputStream().write(HexFormat.of().parseHex(frames));
                assertEquals(AioError.EPROTO, io.receiveUntilItFails(stream), what);
                AioError sent = io.sendUntilItFails(stream);
                assertTrue(sent == AioError.EPROTO || ENDED.contains(sent), sent::toString);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            assertTrue(
                    answer.matches("(?s).*\u0088.\u0003\u00ea.*"), () -> "it is closed with the code 1002: " + answer);
        }
    }

    private static byte[] crlf(String lines) {
        return lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
