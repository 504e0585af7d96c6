package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.sp.SpListener;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamUrl;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A pull socket that listens over tcp, and peers that know no Helve. */
abstract class PeerTest extends SpTest {
    static final long PULL_HELLO = 0x0053_5000_0051_0000L;
    static final long PUSH_HELLO = 0x0053_5000_0050_0000L;

    final List<AutoCloseable> open = new ArrayList<>();
    SpSocket pull;
    SpListener listener;

    @AfterEach
    final void closePeers() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    final class Peer implements AutoCloseable {
        final Socket socket;
        final DataInputStream in;
        final DataOutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout((int) SOON.toMillis());
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
            open.add(this);
        }

        Peer speaks() throws IOException {
            out.writeLong(PUSH_HELLO);
            assertEquals(PULL_HELLO, in.readLong());
            return this;
        }

        void assertEnded() {
            try {
                assertEquals(-1, in.read());
            } catch (IOException e) {
                // reset is as good
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    final void listening() {
        pull = open(SpProtocol.PULL);
        listener = listener(pull, "tcp://127.0.0.1:0");
    }

    final Peer peer() throws IOException {
        if (pull == null) {
            listening();
        }
        try {
            listener.start();
        } catch (IllegalStateException e) { // this test has started the listener already
            assertTrue(e.getMessage().endsWith("has been started"), e.getMessage());
        }
        StreamUrl url = listener.dialUrl();
        return new Peer(new Socket(url.host(), url.port()));
    }

    final void assertCounted(AioError error, long times) {
        eventually(() -> listener.statistics()
                        .child(counter(error))
                        .map(SpStatistic::value)
                        .orElse(0L)
                == times);
    }

    final void assertLives() throws Exception {
        Peer good = peer().speaks();
        good.out.writeLong(1);
        good.out.write('x');
        assertEquals("x", receive(pull));
        good.close();
        eventually(() -> pipes(pull) == 0);
    }
}
