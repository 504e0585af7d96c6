package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One socket of ours, one program of others, a message each way as far as their protocols allow. */
abstract class ProgramTest extends InteropTest {
    /** {@return the command of the peer, but for who dials} */
    abstract List<String> command(SpProtocol protocol, Path data);

    /** {@return the options that have it dial} */
    abstract List<String> dial(String url);

    /** {@return the options that have it listen} */
    abstract List<String> listen(String url);

    final void exchange(SpProtocol ours, String scheme, Dialing dialing, int size) throws Exception {
        Content question = Content.random(size, 1);
        Content answer = Content.random(size, 2);
        try (OurEnd end = open(ours);
                Peer peer = connect(end, scheme, dialing, answer)) {
            if (asks(ours)) {
                awaitPipe(end, peer);
                end.send(question);
            }
            if (receives(ours)) {
                assertArrayEquals(answer.bytes(), receive(end.socket(), peer));
            }
            if (receives(ours) && receives(ours.peer()) && !asks(ours)) {
                end.send(question);
            }
            if (receives(ours.peer())) {
                awaitPrinted(peer, question.bytes());
            }
        }
        results.message(peer(), ours, scheme, dialing, size);
    }

    /** {@return what the table calls it} */
    abstract Against peer();

    /** {@return whether the socket with this protocol sends first} */
    private static boolean asks(SpProtocol protocol) {
        return switch (protocol) {
            case PUSH, PUB, REQ, SURVEYOR -> true;
            default -> false;
        };
    }

    static boolean receives(SpProtocol protocol) {
        return protocol != SpProtocol.PUSH && protocol != SpProtocol.PUB;
    }

    private static byte[] receive(SpSocket socket, Peer peer) throws InterruptedException {
        if (socket.protocol() == SpProtocol.REQ) {
            return socket.receive().toByteArray(); // one that times out gives the request up
        }
        Message message = socket.tryReceive();
        for (long end = System.nanoTime() + SOON.toNanos(); message == null; message = poll(socket)) {
            peer.requireAlive();
            assertTrue(System.nanoTime() < end, () -> "nothing from " + peer);
        }
        return message.toByteArray();
    }

    private static Message poll(SpSocket socket) throws InterruptedException {
        try {
            return socket.receive(Duration.ofMillis(100));
        } catch (AioException e) {
            if (e.error() != AioError.ETIMEDOUT) {
                throw e;
            }
            return null;
        }
    }

    private Peer connect(OurEnd end, String scheme, Dialing dialing, Content data) throws IOException {
        Path file = Files.write(Files.createTempFile(directory, "message", ""), data.bytes());
        List<String> command = new ArrayList<>(command(end.protocol().peer(), file));
        if (dialing == Dialing.THEY_DIAL) {
            command.addAll(dial(listen(end, url(scheme, 0))));
            return Peer.start(command);
        }
        String url = url(scheme, FreePorts.next());
        command.addAll(listen(url));
        Peer peer = Peer.start(command);
        dial(end, url);
        return peer;
    }

    private static void awaitPipe(OurEnd end, Peer peer) {
        eventually(() -> {
            peer.requireAlive();
            return end.pipes() == 1;
        });
    }

    private static void awaitPrinted(Peer peer, byte[] message) {
        eventually(() -> {
            if (peer.messages().isEmpty()) {
                peer.requireAlive();
            }
            return !peer.messages().isEmpty();
        });
        assertArrayEquals(message, peer.messages().get(0), peer::toString);
    }
}
