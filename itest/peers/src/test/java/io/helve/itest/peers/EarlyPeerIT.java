package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.testkit.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that have said everything, and have ended their side, before anybody accepts them. */
class EarlyPeerIT extends StreamTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path temp;

    @Test
    void overTcp() throws IOException {
        try (StreamListener listener = listen("tcp://127.0.0.1:0");
                Socket peer = Raw.connect(port(listener))) {
            peer.getOutputStream().write(HELLO);
            peer.shutdownOutput();
            try (Stream stream = io.accept(listener)) {
                assertArrayEquals(HELLO, io.receiveAll(stream));
                io.send(stream, HELLO);
                io.shutdown(stream);
                assertArrayEquals(HELLO, peer.getInputStream().readAllBytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void overTls(String version) throws IOException {
        Certificates certificates = new Certificates(temp);
        try (StreamListener listener = streams.listener("tls+tcp://127.0.0.1:0")
                .set(
                        StreamOptions.TLS,
                        TlsConfig.builder()
                                .identity(certificates.server, certificates.server, null)
                                .build())) {
            listener.listen();
            try (Program client = Program.start(
                    "openssl", "s_client", "-quiet", "-no_ign_eof", version, "-connect", address(listener))) {
                client.write(HELLO);
                client.endInput();
                client.awaitExitFor(500);
                try (Stream stream = io.accept(listener)) {
                    assertArrayEquals(HELLO, io.receiveAll(stream));
                }
            }
        }
    }

    @Test
    void overWebSocket() throws IOException {
        try (StreamListener listener = listen("ws://127.0.0.1:0/");
                Socket peer = Raw.connect(port(listener))) {
            OutputStream out = peer.getOutputStream();
            out.write(("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            // "hello" and a close with the code 1000, both with a mask of zeros
            out.write(HexFormat.of().parseHex("82850000000068656c6c6f"));
            out.write(HexFormat.of().parseHex("88820000000003e8"));
            peer.shutdownOutput();
            try (Stream stream = io.accept(listener)) {
                assertArrayEquals(HELLO, io.receiveMessage(stream));
                assertEquals(0, io.receiveAll(stream).length);
                assertEquals(1000, stream.get(StreamProperty.WS_CLOSE_CODE));
            }
        }
    }
}
