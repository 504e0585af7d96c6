package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.testkit.FreePorts;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import io.helve.testkit.RandomBytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code socat} and {@code nc} over udp. */
class DatagramsIT extends StreamTest {
    /** A datagram and where it came from. */
    private record Datagram(InetSocketAddress sender, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    @BeforeAll
    static void needed() {
        Installed.programs("socat");
        Installed.netcat();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:0|UDP4:127.0.0.1:", "udp://[::1]:0|UDP6:[::1]:"})
    void socatSendsAndGetsAnAnswer(String urls) {
        String[] both = urls.split("\\|");
        try (DatagramEndpoint socket = streams.datagrams(both[0])) {
            socket.bind();
            int port = ((InetSocketAddress) socket.localAddress()).getPort();
            try (Program socat = Program.start("socat", "-", both[1] + port)) {
                for (String text : new String[] {"one", "another"}) {
                    socat.write(text);
                    Datagram datagram = receive(socket);
                    assertEquals(text, datagram.text());
                    assertTrue(datagram.sender().getAddress().isLoopbackAddress());
                    send(socket, datagram.sender(), ("got " + text + "\n").getBytes(StandardCharsets.US_ASCII));
                    socat.await("^got " + text + "$");
                }
            }
        }
    }

    @Test
    void netcatSendsAndGetsAnAnswer() {
        try (DatagramEndpoint socket = streams.datagrams("udp://127.0.0.1:0")) {
            socket.bind();
            int port = ((InetSocketAddress) socket.localAddress()).getPort();
            try (Program nc = Program.start("nc", "-u", "127.0.0.1", "" + port)) {
                nc.write("from nc");
                Datagram datagram = receive(socket);
                assertEquals("from nc", datagram.text());
                send(socket, datagram.sender(), "to nc\n".getBytes(StandardCharsets.US_ASCII));
                nc.await("^to nc$");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1400, 60000})
    void socatSendsBackWhatItGets(int size) {
        byte[] bytes = RandomBytes.of(6, size);
        int port = FreePorts.next();
        try (Program socat = echoing(port);
                DatagramEndpoint socket = streams.datagrams("udp://127.0.0.1:0")) {
            socket.bind();
            InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            send(socket, to, bytes);
            Datagram back = receive(socket);
            assertEquals(to, back.sender(), socat::toString);
            assertArrayEquals(bytes, back.bytes());
        }
    }

    @Test
    void aDialedStreamSendsAndReceivesMessages() {
        int port = FreePorts.next();
        try (Program socat = echoing(port);
                Stream stream = io.dial("udp://127.0.0.1:" + port)) {
            assertTrue(stream.isMessageOriented());
            for (int size : new int[] {1, 1400, 60000}) {
                byte[] bytes = RandomBytes.of(size, size);
                io.send(stream, bytes);
                assertArrayEquals(bytes, io.receiveMessage(stream), socat::toString);
            }
        }
    }

    /** A socat that sends back each datagram; it wants to know its port. */
    private static Program echoing(int port) {
        Program socat = Program.start(
                "socat", "-d", "-d", "-b65536", "UDP4-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr", "PIPE");
        socat.await(" listening on UDP AF=2 127.0.0.1:" + port);
        return socat;
    }

    private void send(DatagramEndpoint socket, InetSocketAddress to, byte[] bytes) {
        long count = io.run(
                aio -> {
                    aio.setInput(0, to);
                    aio.setIov(ByteBuffer.wrap(bytes));
                    socket.send(aio);
                },
                aio -> aio.check().count());
        assertEquals(bytes.length, count);
    }

    private Datagram receive(DatagramEndpoint socket) {
        ByteBuffer buffer = ByteBuffer.allocate(65536);
        return io.run(
                aio -> {
                    aio.setIov(buffer);
                    socket.receive(aio);
                },
                (Aio aio) -> {
                    byte[] bytes = new byte[(int) aio.check().count()];
                    buffer.flip().get(bytes);
                    return new Datagram((InetSocketAddress) aio.getOutput(0), bytes);
                });
    }
}
