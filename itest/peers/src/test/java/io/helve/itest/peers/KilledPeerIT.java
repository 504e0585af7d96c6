package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import io.helve.testkit.RandomBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers that are killed with SIGKILL in the middle of a transfer: what is in progress and what is started later ends.
 */
class KilledPeerIT extends StreamTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc", "ws", "tls+tcp"})
    void bothDirectionsEnd(String scheme) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(scheme.equals("ipc") ? "ipc://" + temp.resolve("socket") : scheme + "://127.0.0.1:0"));
        TlsConfig tls = TlsConfig.DEFAULTS;
        if (scheme.startsWith("tls")) {
            Certificates certificates = new Certificates(temp);
            arguments.add(certificates.server.toString());
            tls = TlsConfig.builder().trust(certificates.ca).build();
        }
        try (Program child = Program.start(Child.command(arguments.toArray(String[]::new)));
                StreamDialer dialer =
                        streams.dialer(child.await("^listening (.*)$").group(1))) {
            if (scheme.startsWith("tls")) {
                dialer.set(StreamOptions.TLS, tls);
            }
            try (Stream stream = io.dial(dialer)) {
                byte[] bytes = RandomBytes.of(1, 4096);
                assertArrayEquals(bytes, io.echo(stream, bytes));
                // a receive that waits
                ByteBuffer never = ByteBuffer.allocate(16);
                var receiving = runtime.factory().submit(aio -> {
                    aio.setIov(never);
                    stream.receive(aio);
                });
                child.kill();
                Set<AioError> ends = scheme.equals("tcp") || scheme.equals("ipc") ? ENDED : LOST;
                eventually("the receive ends").until(receiving::isDone);
                AioError received = Blocking.error(receiving);
                assertTrue(ends.contains(received), () -> "receive: " + received);
                AioError sent = io.sendUntilItFails(stream);
                assertTrue(LOST.contains(sent), () -> "send: " + sent);
                assertTrue(ends.contains(io.receiveUntilItFails(stream)));
                assertEquals(AioError.ECONNREFUSED, io.dialError(dialer));
            }
        }
    }

    @Test
    void aSendThatWaitsForRoomEnds() {
        Installed.programs("socat");
        try (StreamListener listener = listen("tcp://127.0.0.1:0");
                // it reads nothing: nobody reads its output
                Program socat = Program.start("socat", "-u", "TCP4:" + address(listener), "SYSTEM:sleep 1000");
                Stream stream = io.accept(listener)) {
            io.send(stream, new byte[1]);
            var sending = io.sending(stream, new byte[64 << 20]);
            socat.kill();
            eventually("the send ends").until(sending::isDone);
            AioError error = Blocking.error(sending);
            assertTrue(LOST.contains(error), error::toString);
        }
    }
}
