package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers over tcp that break the rules: their pipe ends and is counted, the socket lives. */
class FaultyPeerTest extends PeerTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0x0053_5000_0051_0000L, // another protocol
                0x0053_5001_0050_0000L, // another version
                0x0053_5000_0050_0001L,
                0x4745_5420_2f20_4854L, // HTTP
                -1
            })
    void aPeerThatSpeaksSomethingElse(long hello) throws Exception {
        Peer peer = peer();
        peer.out.writeLong(hello);
        assertEquals(PULL_HELLO, peer.in.readLong());
        peer.assertEnded();
        assertCounted(AioError.EPROTO, 1);
        assertLives();
    }

    @Test
    void aPeerThatSaysNothingKeepsNobodyWaiting() throws Exception {
        listening();
        listener.set(SpOptions.HANDSHAKE_TIME, Duration.ofSeconds(1));
        List<Peer> silent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Peer each = peer();
            assertEquals(PULL_HELLO, each.in.readLong());
            silent.add(each);
        }
        silent.get(0).out.write(0);
        listener.set(SpOptions.HANDSHAKE_TIME, SOON); // for those that follow
        assertLives();
        assertCounted(AioError.ETIMEDOUT, 20);
        silent.forEach(Peer::assertEnded);
    }

    @Test
    void aPeerThatHangsUp() throws Exception {
        for (int i = 0; i < 100; i++) {
            Peer peer = peer();
            if (i % 2 == 0) {
                peer.out.writeInt(0x0053_5000);
            }
            peer.close();
        }
        assertLives();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, -1, Long.MIN_VALUE, (1 << 20) + 1, 1L << 32})
    void aLengthThatCannotBe(long length) throws Exception {
        Peer peer = peer().speaks();
        peer.out.writeLong(1);
        peer.out.write('a');
        peer.out.writeLong(length);
        peer.assertEnded();
        assertEquals("a", receive(pull));
        assertCounted(AioError.EMSGSIZE, 1);
        assertLives();
    }

    @Test
    void aLengthAloneReservesNothing() throws Exception {
        listening();
        listener.set(SpOptions.RECEIVE_MAX, 0);
        List<Peer> greedy = new ArrayList<>();
        for (int i = 0; i < 50; i++) { // 100 GiB
            Peer peer = peer().speaks();
            peer.out.writeLong(Integer.MAX_VALUE - 100);
            peer.out.write(1);
            greedy.add(peer);
        }
        eventually(() -> pipes(pull) == 50);
        for (Peer each : greedy) {
            each.close();
        }
        eventually(() -> pipes(pull) == 0);
        assertLives();
    }

    @Test
    void messagesThatComeByteByByte() throws Exception {
        Peer peer = peer().speaks();
        byte[] body = new byte[300];
        new SplittableRandom(1).nextBytes(body);
        for (int i = 0; i < 7; i++) {
            peer.out.write(0);
        }
        peer.out.flush();
        peer.out.write(0); // a length of zero
        peer.out.writeInt(0);
        peer.out.flush();
        peer.out.writeInt(body.length);
        for (byte each : body) {
            peer.out.write(each);
            peer.out.flush();
        }
        assertEquals("", receive(pull));
        assertArrayEquals(body, pull.receive().toByteArray());
    }

    @Test
    void aMixtureOfSizesArrivesAsItWasSent() throws Exception {
        Peer peer = peer().speaks();
        SplittableRandom random = new SplittableRandom(2);
        int count = 2000;
        Thread sender = new Thread(() -> {
            try {
                SplittableRandom same = new SplittableRandom(2);
                for (int i = 0; i < count; i++) {
                    byte[] body = body(same);
                    peer.out.writeLong(body.length);
                    peer.out.write(body);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        sender.start();
        for (int i = 0; i < count; i++) {
            Message message = pull.receive();
            assertArrayEquals(body(random), message.toByteArray());
            message.free();
        }
        sender.join();
    }

    private static byte[] body(SplittableRandom random) {
        byte[] body = new byte[random.nextInt(1 << random.nextInt(1, 19))];
        random.nextBytes(body);
        return body;
    }

    @Test
    void aDialerTellsWhatItHasFound() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            SpSocket push = open(SpProtocol.PUSH).set(SpOptions.HANDSHAKE_TIME, Duration.ofMillis(200));
            String url = "tcp://127.0.0.1:" + server.getLocalPort();
            assertFails(AioError.ETIMEDOUT, () -> push.dial(url)); // it says nothing
            open.add(server.accept());
        }
    }

    @Test
    void whatWasSentGoesOutThoughThePeerIsSlow() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            SpSocket push = open(SpProtocol.PUSH);
            push.dialer("tcp://127.0.0.1:" + server.getLocalPort()).startInBackground();
            Peer peer = new Peer(server.accept());
            peer.out.writeLong(PULL_HELLO);
            assertEquals(PUSH_HELLO, peer.in.readLong());
            push.send(messages.alloc(200_000));
            push.send(messages.of("last"));
            push.close();
            assertEquals(200_000, peer.in.readLong());
            peer.in.readFully(new byte[200_000]);
            assertEquals(4, peer.in.readLong());
            assertEquals("last", new String(peer.in.readNBytes(4)));
            peer.assertEnded();
        }
    }

    @Test
    void aHeaderOfOurOwnThatIsNoWholeWordGoesOutAsItIs() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            SpSocket push = openRaw(SpProtocol.PUSH);
            push.dialer("tcp://127.0.0.1:" + server.getLocalPort()).startInBackground();
            Peer peer = new Peer(server.accept());
            peer.out.writeLong(0x0053_5000_0051_0000L);
            peer.in.readLong();
            Message message = messages.alloc();
            message.head().append("abc".getBytes());
            push.send(message);
            assertEquals(3, peer.in.readLong());
            assertEquals("abc", new String(peer.in.readNBytes(3)));
            assertEquals(1, pipes(push));
        }
    }
}
