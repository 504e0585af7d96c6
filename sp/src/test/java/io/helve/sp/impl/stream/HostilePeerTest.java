package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamControl;
import io.helve.testkit.HelveRuntime;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Peers over tcp that mean harm: others are served all the same, and what they can take up is bounded. */
class HostilePeerTest extends PeerTest {
    private static final int CROWD = 64;
    private static final byte[] KIBIBYTE = new byte[1024];

    @Test
    void aCrowdThatSaysNothingKeepsNobodyWaiting() throws Exception {
        listening();
        listener.set(SpOptions.HANDSHAKE_TIME, Duration.ofHours(1));
        listener.set(SpOptions.HANDSHAKES_MAX, CROWD);
        for (int i = 0; i < 300; i++) {
            peer();
        }
        assertLives();
        assertCounted(AioError.ETIMEDOUT, 300 - CROWD + 1); // the last ones have their hour
    }

    @Test
    void aPeerThatHasBegunIsNotAmongThoseThatGiveWayFirst() throws Exception {
        helve.service(StreamControl.class).configure(StreamConfig.DEFAULTS.withThreads(1));
        runtime.configure(HelveRuntime.settings().threads(1, 1).build());
        listening();
        listener.set(SpOptions.HANDSHAKE_TIME, Duration.ofHours(1));
        listener.set(SpOptions.HANDSHAKES_MAX, 4);
        Peer begun = peer();
        begun.out.writeInt((int) (PUSH_HELLO >>> 32));
        assertLives(); // the only threads have read those bytes when a peer that came later is served
        for (int i = 0; i < 20; i++) {
            peer();
        }
        assertCounted(AioError.ETIMEDOUT, 21 - 4);
        begun.out.writeInt((int) PUSH_HELLO);
        begun.out.writeLong(1);
        begun.out.write('x');
        assertEquals("x", receive(pull));
    }

    /** The limit of accepted connections is lower than that of handshakes, for example with a small heap. */
    @Test
    void aCrowdThatSaysNothingDoesNotUseUpTheConnectionsOfItsTenant() throws Exception {
        helve.service(StreamControl.class).configure(StreamConfig.DEFAULTS.withAcceptedTenantMax(CROWD));
        SpListener flooded = listen(open(SpProtocol.PULL), "tcp://127.0.0.1:0");
        for (SpListener each : List.of(flooded, listen(open(SpProtocol.PULL), "tcp://127.0.0.1:0"))) {
            each.set(SpOptions.HANDSHAKE_TIME, Duration.ofHours(1));
            for (int i = 0; i < CROWD; i++) {
                open.add(new Socket("127.0.0.1", each.dialUrl().port()));
            }
        }
        SpListener other = listen(open(SpProtocol.PULL), "tcp://127.0.0.1:0");
        for (SpListener each : List.of(other, flooded)) {
            eventually(() -> serves(each));
        }
    }

    /** {@return whether a peer is served} A peer that comes while connections are used up is reset, and dials again. */
    private boolean serves(SpListener attacked) {
        try {
            new Peer(new Socket("127.0.0.1", attacked.dialUrl().port())).speaks();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aHandshakeInDripsIsNotGivenMoreTime() throws Exception {
        listening();
        listener.set(SpOptions.HANDSHAKE_TIME, Duration.ofMillis(300));
        Peer peer = peer();
        assertEquals(PULL_HELLO, peer.in.readLong());
        peer.socket.setSoTimeout(50);
        for (int i = 56; i > 0; i -= 8) {
            try {
                peer.out.write((int) (PUSH_HELLO >>> i));
                peer.in.read();
            } catch (SocketTimeoutException e) {
                continue; // so much time has gone
            } catch (IOException e) {
                break;
            }
        }
        peer.socket.setSoTimeout((int) SOON.toMillis());
        peer.assertEnded();
        assertCounted(AioError.ETIMEDOUT, 1);
        listener.set(SpOptions.HANDSHAKE_TIME, SOON); // for those that follow
        assertLives();
    }

    @Test
    void aPeerThatFlapsAThousandTimes() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Peer peer = peer();
            peer.socket.setSoLinger(i % 2 == 0, 0); // with a reset, every second time
            switch (i % 5) {
                case 1 -> peer.out.writeInt(0x0053_5000);
                case 2 -> peer.out.writeLong(PUSH_HELLO);
                case 3 -> {
                    peer.out.writeLong(PUSH_HELLO);
                    peer.out.writeLong(100);
                    peer.out.write(1);
                }
                case 4 -> peer.speaks();
                default -> {}
            }
            peer.close();
            open.remove(peer);
        }
        assertLives();
    }

    @Test
    void aFloodIsHeldBackAndOthersAreServed() throws Exception {
        Peer flooder = peer().speaks();
        AtomicLong written = new AtomicLong();
        Thread flood = new Thread(() -> {
            try {
                for (; ; ) {
                    flooder.out.writeLong(KIBIBYTE.length);
                    flooder.out.write(KIBIBYTE);
                    written.incrementAndGet();
                }
            } catch (IOException e) {
                // it has been closed
            }
        });
        flood.start();
        Peer good = peer().speaks();
        good.out.writeLong(1);
        good.out.write('x');
        eventually(() -> pipes(pull) == 2);
        awaitStandstill(written);
        long inKernels = 32 << 10; // KiB, generously
        assertTrue(written.get() < inKernels, () -> written + " KiB were taken though nobody receives");
        boolean served = false;
        for (int i = 0; i < 1000 && !served; i++) {
            served = receive(pull).equals("x");
        }
        assertTrue(served, "a peer that sends a lot keeps another waiting");
        flooder.close();
        flood.join();
    }

    /** Nothing tells that a writer has been blocked but that it does not go on. */
    private static void awaitStandstill(AtomicLong written) {
        AtomicLong seen = new AtomicLong(-1);
        Awaitility.await().atMost(SOON).during(Duration.ofMillis(200)).until(() -> {
            long now = written.get();
            return seen.getAndSet(now) == now;
        });
    }

    @Test
    void aPeerThatNeverReadsItsAnswersKeepsNobodyWaiting() throws Exception {
        SpSocket rep = open(SpProtocol.REP).set(SpOptions.SEND_TIMEOUT, Duration.ofMillis(20));
        pull = rep;
        listener = listen(rep, "tcp://127.0.0.1:0");
        Peer deaf = peer();
        deaf.out.writeLong(0x0053_5000_0030_0000L);
        Thread asking = new Thread(() -> {
            try {
                for (; ; ) {
                    deaf.out.writeLong(4 + KIBIBYTE.length);
                    deaf.out.writeInt(0x8000_0001);
                    deaf.out.write(KIBIBYTE);
                }
            } catch (IOException e) {
                // it has been closed
            }
        });
        asking.start();
        int late = 0;
        while (late < 3) {
            late += answer(rep) ? 0 : 1;
        }
        SpSocket req = open(SpProtocol.REQ);
        dial(req, listener.dialUrl().toString());
        send(req, "ping");
        while (stat(req, "rx_msgs") == 0) {
            answer(rep);
        }
        assertEquals("ping", receive(req));
        deaf.close();
        asking.join();
    }

    /** {@return whether the answer was taken} */
    private static boolean answer(SpSocket rep) throws InterruptedException {
        try {
            rep.send(rep.receive());
            return true;
        } catch (AioException e) {
            assertEquals(AioError.ETIMEDOUT, e.error());
            return false;
        }
    }

    @Test
    void aServerThatBreaksTheRulesIsTriedAgainUntilItKeepsThem() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            SpSocket push = open(SpProtocol.PUSH).set(SpOptions.RECONNECT_MIN, Duration.ofMillis(1));
            SpDialer dialer = push.dialer("tcp://127.0.0.1:" + server.getLocalPort());
            dialer.startInBackground();
            for (int i = 0; i < 200; i++) {
                Peer peer = new Peer(server.accept());
                try {
                    annoy(peer, i % 4);
                } catch (IOException e) {
                    // it was closed before the end
                }
                peer.close();
                open.remove(peer);
            }
            Peer peer = new Peer(server.accept());
            peer.out.writeLong(PULL_HELLO);
            assertEquals(PUSH_HELLO, peer.in.readLong());
            send(push, "x");
            assertEquals(1, peer.in.readLong());
            assertEquals('x', peer.in.read());
            assertTrue(dialer.statistics().child("proto").orElseThrow().value() >= 50);
        }
    }

    private static void annoy(Peer peer, int how) throws IOException {
        switch (how) {
            case 1 -> peer.out.writeLong(PUSH_HELLO); // push does not speak with push
            case 2 -> peer.out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n");
            case 3 -> {
                peer.out.writeLong(PULL_HELLO);
                peer.out.writeLong(1); // pull has nothing to say
                peer.out.write(1);
                peer.in.readLong();
                peer.assertEnded();
            }
            default -> {}
        }
    }
}
