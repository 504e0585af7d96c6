package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.SpListener;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.endpoint.Endpoint;
import io.helve.sp.impl.endpoint.LingeringPipes;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.stream.StreamTransport;
import io.helve.stream.StreamFactory;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pipes that are closed and still send: they are counted, their number is limited, and a pipe whose peer has violated
 * the protocol does not linger.
 */
class LingeringPipesTest extends SpTest {
    private static final long PUSH_HELLO = 0x0053_5000_0050_0000L;
    /** How long a pipe waits for a peer that does not hang up. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final long PULL_HELLO = 0x0053_5000_0051_0000L;

    private final List<Socket> peers = new ArrayList<>();
    private final Queue<SpPipe> pipes = new ConcurrentLinkedQueue<>();
    private SpRuntime sp;
    private SocketTenant tenant;
    private SpSocket push;
    private SpListener listener;

    @BeforeEach
    void listen() {
        StreamFactory streams = runtime.service(StreamFactory.class);
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.addChanging(new StreamTransport(() -> streams));
        tenant = sp.open("a test", factory);
        push = tenant.open(SpProtocol.PUSH);
        push.onPipe(SpPipeEvent.AFTER_ADD, pipes::add);
        listener = push.listen("tcp://127.0.0.1:0");
    }

    @AfterEach
    void close() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
        sp.close();
    }

    /** {@return a peer that knows no Helve and never hangs up} */
    private Socket peer() throws IOException {
        Socket peer = new Socket(listener.dialUrl().host(), listener.dialUrl().port());
        peers.add(peer);
        peer.setSoTimeout((int) SOON.toMillis());
        new DataOutputStream(peer.getOutputStream()).writeLong(PULL_HELLO);
        assertEquals(PUSH_HELLO, new DataInputStream(peer.getInputStream()).readLong());
        return peer;
    }

    @Test
    void aPeerThatHasBrokenTheRulesIsLeftAtOnce() throws IOException {
        Socket peer = peer();
        eventually(() -> pipes(push) == 1);
        DataOutputStream out = new DataOutputStream(peer.getOutputStream());
        out.writeLong(1);
        out.write('x'); // to a socket that only sends
        eventually(() -> pipes(push) == 0);
        eventually(() -> ((Endpoint) listener).failures().size() == 1);
        assertEquals(0, tenant.lingeringPipes().count());
        assertEquals(-1, peer.getInputStream().read());
    }

    @Test
    void aPipeThatIsClosedCountsForItsUserUntilItIsDone() throws IOException {
        sp.limit(new Limits(Integer.MAX_VALUE, 1, Long.MAX_VALUE));
        peer();
        eventually(() -> pipes.size() == 1);
        while (!isTheNextRefusedWhenThePipeCloses()) {
            assertEquals(1, pipes.size()); // of a peer that came so late that the first pipe was done
        }
        eventually(() -> tenant.lingeringPipes().count() == 0);
        peer();
        eventually(() -> pipes(push) == 1);
    }

    private boolean isTheNextRefusedWhenThePipeCloses() throws IOException {
        long closed = System.nanoTime();
        pipes.remove().close();
        boolean counts = tenant.lingeringPipes().count() == 1;
        peer();
        eventually(() -> stat(push, "reject") == 1 || pipes.size() == 1);
        boolean refused = stat(push, "reject") == 1;
        boolean late = System.nanoTime() - closed >= LINGER.toNanos();
        assertTrue(counts && refused || late, () -> "counts: " + counts + ", the next is refused: " + refused);
        return refused;
    }

    @Test
    void whoseUserGoesIsWaitedFor() throws IOException {
        peer();
        eventually(() -> pipes.size() == 1);
        push.close();
        assertEquals(1, tenant.lingeringPipes().count());
        tenant.close();
        assertEquals(0, tenant.lingeringPipes().count());
    }

    @Test
    void thereAreOnlySoMany() {
        AtomicInteger counted = new AtomicInteger();
        LingeringPipes lingering = new LingeringPipes(counted);
        for (int i = 0; i < LingeringPipes.MOST; i++) {
            assertTrue(lingering.begin());
        }
        assertFalse(lingering.begin());
        assertEquals(LingeringPipes.MOST, counted.get());
        lingering.end();
        assertTrue(lingering.begin());
    }
}
