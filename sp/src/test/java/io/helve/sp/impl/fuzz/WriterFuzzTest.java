package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.QuietLog;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.stream.StreamTransport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages of any size with any header, to a peer that reads now and then: a plain decoder finds them all in what was
 * sent.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WriterFuzzTest extends SpTest {
    private static final int MESSAGES = 100;

    @ParameterizedTest
    @ValueSource(strings = {"tcp://fuzz:1", "ipc:///fuzz", "ws://fuzz"})
    void whatIsSentIsWhatThePeerReads(String url) {
        FakeStreams streams = new FakeStreams();
        SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        StreamTransport transport = new StreamTransport(() -> streams);
        sp.addChanging(transport);
        try (SocketTenant tenant = sp.open("fuzz", factory);
                QuietLog log = new QuietLog()) {
            Fuzz.run("writes to " + url, 1, random -> {
                try (SpSocket push = tenant.openRaw(SpProtocol.PUSH)) { // its headers go out as they are
                    push.listen(url);
                    FakeStream peer = streams.listener.connect();
                    int hello = url.startsWith("ws") ? 0 : 8;
                    if (hello > 0) {
                        peer.say(new byte[] {0, 'S', 'P', 0, 0, 0x51, 0, 0}, 0, hello);
                    }
                    ArrayDeque<byte[]> expected = sendAll(tenant, push, peer, random);
                    List<byte[]> found = url.startsWith("ws") ? peer.sent : decode(peer.sent, url.startsWith("ipc"));
                    assertEquals(expected.size(), found.size());
                    for (byte[] each : found) {
                        assertArrayEquals(expected.poll(), each);
                    }
                    assertFalse(peer.closed);
                }
                log.assertQuiet();
                return MESSAGES;
            });
        } finally {
            sp.close();
        }
    }

    private static ArrayDeque<byte[]> sendAll(
            SocketTenant tenant, SpSocket push, FakeStream peer, SplittableRandom random) {
        ArrayDeque<byte[]> expected = new ArrayDeque<>();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] header =
                    Fuzz.bytes(random, random.nextInt(Message.HEADER_MAX + 1) & (random.nextBoolean() ? ~3 : ~0));
            byte[] body = Fuzz.bytes(random, Fuzz.length(random, Fuzz.oneIn(random, 20) ? 200_000 : 6000));
            Message message = tenant.messages().of(body);
            message.head().append(header);
            if (push.trySend(message)) {
                expected.add(ByteBuffer.allocate(header.length + body.length)
                        .put(header)
                        .put(body)
                        .array());
            }
            if (Fuzz.oneIn(random, 10)) {
                peer.reading = false;
            } else if (Fuzz.oneIn(random, 5)) {
                peer.read();
            }
        }
        peer.read();
        return expected;
    }

    private static List<byte[]> decode(List<byte[]> sent, boolean typed) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        sent.forEach(all::writeBytes);
        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
        bytes.getLong(); // the handshake
        List<byte[]> messages = new ArrayList<>();
        while (bytes.hasRemaining()) {
            if (typed) {
                assertEquals(1, bytes.get());
            }
            byte[] message = new byte[Math.toIntExact(bytes.getLong())];
            bytes.get(message);
            messages.add(message);
        }
        return messages;
    }
}
