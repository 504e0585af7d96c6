package io.helve.sp.impl.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.UdpOptions;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamProperty;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport over datagrams: protocols, the wire, and what becomes of datagrams on their way. */
class UdpTest extends SpTest {
    private static final String ANY_PORT = "udp://127.0.0.1:0";

    private static boolean isData(byte[] datagram) {
        return datagram[1] == 0;
    }

    private Relay relay(SpListener listener) throws IOException {
        return new Relay(listener.dialUrl().port());
    }

    // ---- protocols

    @ParameterizedTest
    @ValueSource(strings = {ANY_PORT, "udp://127.0.0.1", "udp://*:0", "udp://[::1]:0"})
    void requestsAreAnswered(String url) throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req, url);
        for (int i = 0; i < 10; i++) {
            send(req, "ping " + i);
            assertEquals("ping " + i, receive(rep));
            send(rep, "pong " + i);
            assertEquals("pong " + i, receive(req));
        }
    }

    @Test
    void publicationsReachAllSubscribers() throws InterruptedException {
        SpSocket pub = open(SpProtocol.PUB);
        SpSocket one = open(SpProtocol.SUB);
        SpSocket two = open(SpProtocol.SUB);
        one.subscribe("news");
        two.subscribe("");
        SpListener listener = listen(pub, ANY_PORT);
        dial(one, listener.dialUrl().toString());
        dial(two, listener.dialUrl().toString());
        eventually(() -> pipes(pub) == 2);
        send(pub, "gossip");
        send(pub, "news of today");
        assertEquals("news of today", receive(one));
        assertEquals("gossip", receive(two));
        assertEquals("news of today", receive(two));
    }

    @Test
    void surveysAreAnsweredByAll() throws InterruptedException {
        SpSocket surveyor = open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, SOON);
        SpSocket one = open(SpProtocol.RESPONDENT);
        SpSocket two = open(SpProtocol.RESPONDENT);
        SpListener listener = listen(surveyor, ANY_PORT);
        dial(one, listener.dialUrl().toString());
        dial(two, listener.dialUrl().toString());
        eventually(() -> pipes(surveyor) == 2);
        send(surveyor, "who?");
        receive(one);
        receive(two);
        send(one, "one");
        send(two, "two");
        assertEquals(Set.of("one", "two"), Set.of(receive(surveyor), receive(surveyor)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAIR0", "PAIR1", "BUS"})
    void bothSidesTalk(SpProtocol protocol) throws InterruptedException {
        SpSocket here = open(protocol);
        SpSocket there = open(protocol);
        connect(here, there, ANY_PORT);
        send(here, "to");
        assertEquals("to", receive(there));
        send(there, "and fro");
        assertEquals("and fro", receive(here));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 1025, 1400, 64_000, 64_996})
    void messagesOfAnyLengthUpToTheLongestPass(int length) throws InterruptedException {
        SpSocket here = open(SpProtocol.PAIR1);
        SpSocket there = open(SpProtocol.PAIR1);
        connect(here, there, ANY_PORT);
        byte[] body = new byte[length];
        new SplittableRandom(length).nextBytes(body);
        for (int i = 0; i < 3; i++) {
            here.send(messages.of(body));
            assertArrayEquals(body, there.receive().toByteArray());
        }
    }

    @Test
    void aMessageThatThePeerDoesNotReceiveIsLostAndTheConnectionStays() throws InterruptedException {
        SpSocket here = open(SpProtocol.PAIR0);
        SpSocket there = open(SpProtocol.PAIR0).set(SpOptions.RECEIVE_MAX, 100);
        connect(there, here, ANY_PORT);
        here.send(messages.alloc(101));
        send(here, "short");
        assertEquals("short", receive(there));
    }

    @Test
    void aPipeTellsItsAddresses() throws InterruptedException {
        SpSocket here = open(SpProtocol.PAIR0);
        SpSocket there = open(SpProtocol.PAIR0);
        SpListener listener = listen(there, ANY_PORT);
        dial(here, listener.dialUrl().toString());
        send(here, "who is it?");
        Message message = there.receive();
        SpPipe pipe = SpPipe.of(message);
        InetSocketAddress local = (InetSocketAddress) pipe.get(StreamProperty.LOCAL_ADDRESS);
        InetSocketAddress remote = (InetSocketAddress) pipe.get(StreamProperty.REMOTE_ADDRESS);
        assertEquals(listener.dialUrl().port(), local.getPort());
        assertTrue(remote.getAddress().isLoopbackAddress());
        there.send(message);
        SpPipe other = SpPipe.of(here.receive());
        assertEquals(remote, other.get(StreamProperty.LOCAL_ADDRESS));
    }

    // ---- the wire

    @Test
    void aListenerAnswersConnectionRequestsAsNngDoes() throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL).set(SpOptions.RECEIVE_MAX, 0x0abc);
        SpListener listener = listen(pull, ANY_PORT);
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            peer.send("01 01 5000 e8fd 0500"); // CREQ of push, 65,000 bytes, 5 s
            assertEquals("01025100bc0a0500", peer.receive()); // CACK of pull, 0xabc bytes, 5 s
            peer.send("01 00 5000 0300 0000 616263 ff"); // DATA of three bytes; what is behind them is nothing
            assertEquals("abc", receive(pull));
            peer.send("01 01 5000 e8fd 0200"); // a refresh, which asks for shorter intervals
            assertEquals("01025100bc0a0200", peer.receive());
            pull.close();
            assertEquals("0103510000000000", peer.receive()); // DISC: closed
        }
    }

    @Test
    void aDialerAsksForAConnectionAsNngDoes() throws IOException, InterruptedException {
        SpSocket push = open(SpProtocol.PUSH).set(SpOptions.RECEIVE_MAX, 0);
        try (RawPeer peer = RawPeer.listening()) {
            SpDialer dialer = dialer(push, peer.url());
            Aio dialing = handle();
            dialer.start(dialing);
            assertEquals("01015000e8fd0100", peer.receive()); // CREQ of push, 65,000 bytes, 1 s
            assertEquals("01015000e8fd0100", peer.receive()); // and again, as it has not been answered
            peer.send("01 02 5100 e8fd 0500"); // CACK of pull
            assertEquals(AioError.OK, result(dialing));
            send(push, "abc");
            assertEquals("0100500003000000616263", peer.receiveOther());
            peer.send("01 03 5100 0000 0000"); // DISC: closed
            eventually(() -> pipes(push) == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0104510000000000", "01ff510000000000"})
    void aKindThatIsUnknownIsAnErrorOfTheProtocol(String datagram) throws IOException {
        SpListener listener = listen(open(SpProtocol.PULL), ANY_PORT);
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            peer.send("02 01 5000 e8fd 0500"); // another version: no answer
            peer.send("01 01 5000"); // too short: no answer
            peer.send(datagram);
            assertEquals("0103510007000000", peer.receive());
        }
    }

    @Test
    void aPeerOfAnotherProtocolThatRepeatsItsRequestCountsOnceAndIsNamed() throws IOException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listen(pull, ANY_PORT);
        for (int peers = 1; peers <= 2; peers++) {
            try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
                for (int i = 0; i < 3; i++) {
                    peer.send("01 01 3000 e8fd 0500"); // CREQ of req
                    assertEquals("0103510001000000", peer.receive()); // DISC: the wrong protocol
                }
            }
            int refused = peers;
            eventually(() -> listener.statistics().child("proto").orElseThrow().value() == refused);
            assertEquals(refused, stat(pull, "reject"));
        }
        String failure = listener.statistics().child("last_error").orElseThrow().text();
        assertTrue(failure.endsWith(" speaks req, and pull needs push"), failure);
    }

    @Test
    void aMessageLongerThanAgreedEndsTheConnection() throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL).set(SpOptions.RECEIVE_MAX, 2);
        SpListener listener = listen(pull, ANY_PORT);
        try (RawPeer peer = RawPeer.of(listener.dialUrl());
                RawPeer liar = RawPeer.of(listener.dialUrl())) {
            peer.send("01 01 5000 e8fd 0500");
            peer.receive();
            peer.send("01 00 5000 0300 0000 616263");
            assertEquals("0103510004000000", peer.receive());
            liar.send("01 01 5000 e8fd 0500");
            liar.receive();
            liar.send("01 00 5000 0200 0000 61"); // shorter than it says
            assertEquals("0103510004000000", liar.receive());
            eventually(() -> pipes(pull) == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1024, 1025, 30_000, 64_000})
    void aMessageHoldsLittleMoreMemoryThanItIsLong(int length) throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL).set(SpOptions.RECEIVE_MAX, 0);
        SpListener listener = listen(pull, ANY_PORT);
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            peer.send("01 01 5000 e8fd 0500");
            peer.receive();
            peer.send("01 00 5000 %02x%02x 0000".formatted(length & 0xff, length >> 8) + "61".repeat(length));
            Message message = pull.receive();
            assertEquals(length, message.length());
            assertTrue(message.capacity() <= 2 * length + 4096, () -> "a capacity of " + message.capacity());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000 0000", "0300 0000 313233", "0700 0000 00000001 616263"})
    void aRequestWithoutANumberEndsTheConnection(String lengthAndBody) throws IOException, InterruptedException {
        SpSocket rep = open(SpProtocol.REP);
        Aio waiting = receiving(rep);
        SpListener listener = listen(rep, ANY_PORT);
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            peer.send("01 01 3000 e8fd 0500");
            peer.receive();
            peer.send("01 00 3000" + lengthAndBody);
            assertEquals("0103310007000000", peer.receive()); // DISC: an error of the protocol
            peer.send("01 01 3000 e8fd 0500");
            peer.receive();
            peer.send("01 00 3000 0700 0000 80000001 616263");
            assertEquals(AioError.OK, result(waiting));
            assertEquals("abc", text(waiting.getMessage()));
        }
    }

    @Test
    void onlySoManyPeersAreTaken() throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listener(pull, ANY_PORT).set(UdpOptions.PEERS_MAX, 1);
        assertEquals(1, listener.get(UdpOptions.PEERS_MAX));
        listener.start();
        try (RawPeer one = RawPeer.of(listener.dialUrl());
                RawPeer two = RawPeer.of(listener.dialUrl())) {
            one.send("01 01 5000 e8fd 0500");
            assertEquals("0102", one.receive().substring(0, 4));
            two.send("01 01 5000 e8fd 0500");
            assertEquals("0103510008000000", two.receive()); // DISC: no buffers
            one.send("01 03 5000 0000 0000");
            eventually(() -> pipes(pull) == 0);
            two.send("01 01 5000 e8fd 0500");
            assertEquals("0102", two.receive().substring(0, 4));
        }
    }

    @Test
    void aPeerThatFallsSilentIsGivenUpAfterFiveIntervals() throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listen(pull, ANY_PORT);
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            peer.send("01 01 5000 e8fd 0100"); // an interval of 1 s
            peer.receive();
            long began = System.nanoTime();
            assertEquals("0103510006000000", peer.receive()); // DISC: inactive
            assertTrue(System.nanoTime() - began >= Duration.ofSeconds(4).toNanos());
            eventually(() -> pipes(pull) == 0);
        }
    }

    @Test
    void anIntervalOfZeroCannotBeAgreedOn() throws IOException {
        SpListener listener = listen(open(SpProtocol.PULL), ANY_PORT);
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            peer.send("01 01 5000 e8fd 0000");
            assertEquals("0103510005000000", peer.receive());
        }
    }

    // ---- connecting

    @Test
    void aPeerOfTheWrongProtocolIsRejectedAndCountedOnBothSides() throws InterruptedException {
        SpSocket rep = open(SpProtocol.REP);
        SpSocket push = open(SpProtocol.PUSH);
        SpListener listener = listen(rep, ANY_PORT);
        assertFails(AioError.EPROTO, () -> dial(push, listener.dialUrl().toString()));
        eventually(() -> stat(rep, "reject") == 1
                && listener.statistics().child("reject").orElseThrow().value() == 1);
    }

    @Test
    void anAttemptThatNobodyAnswersTimesOut() throws IOException {
        SpSocket push = open(SpProtocol.PUSH);
        try (RawPeer peer = RawPeer.listening()) {
            SpDialer dialer = dialer(push, peer.url())
                    .set(UdpOptions.CONNECT_RETRY, Duration.ofMillis(20))
                    .set(UdpOptions.CONNECT_EXPIRE, Duration.ofMillis(200));
            assertFails(AioError.ETIMEDOUT, dialer::start);
            assertEquals("01015000", peer.receive().substring(0, 8));
        }
    }

    @Test
    void anAttemptCanBeCancelled() throws IOException {
        SpSocket push = open(SpProtocol.PUSH);
        try (RawPeer peer = RawPeer.listening()) {
            Aio dialing = handle();
            dialer(push, peer.url()).start(dialing);
            peer.receive();
            dialing.cancel();
            assertEquals(AioError.ECANCELED, result(dialing));
            assertEquals("0103500000000000", peer.receiveOther());
        }
    }

    @Test
    void closingTellsThePeerAndWhatWasSentBeforeArrives() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, ANY_PORT);
        for (int i = 0; i < 10; i++) {
            send(push, "message " + i);
        }
        push.close();
        for (int i = 0; i < 10; i++) {
            assertEquals("message " + i, receive(pull));
        }
        eventually(() -> pipes(pull) == 0);
    }

    @Test
    void aDialerConnectsAgainWhenTheListenerIsBack() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket first = open(SpProtocol.PULL);
        SpListener listener = listen(first, ANY_PORT);
        String url = listener.dialUrl().toString();
        dial(push, url);
        first.close();
        eventually(() -> pipes(push) == 0);
        SpSocket second = open(SpProtocol.PULL);
        eventually(() -> listens(second, url));
        eventually(() -> pipes(push) == 1);
        send(push, "here again");
        assertEquals("here again", receive(second));
    }

    /** {@return whether the port was free: the closed listener's is so once its peers have been told} */
    private boolean listens(SpSocket socket, String url) {
        try {
            listen(socket, url);
            return true;
        } catch (io.helve.aio.AioException e) {
            assertEquals(AioError.EADDRINUSE, e.error());
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:5/path", "udp://127.0.0.1"})
    void aUrlThatCannotBeIsRefused(String url) {
        assertFails(AioError.EADDRINVAL, () -> open(SpProtocol.PUSH).dialer(url));
    }

    // ---- what becomes of datagrams

    @Test
    void aLostConnectionRequestIsRepeated() throws IOException, InterruptedException {
        SpSocket here = open(SpProtocol.PAIR0);
        SpSocket there = open(SpProtocol.PAIR0);
        AtomicInteger count = new AtomicInteger();
        try (Relay relay = relay(listen(there, ANY_PORT))) {
            relay.toListener(datagram -> count.incrementAndGet() <= 2 ? List.of() : List.of(datagram));
            dial(here, relay.url());
            send(here, "after all");
            assertEquals("after all", receive(there));
        }
    }

    @Test
    void aLostAnswerIsRepeatedForTheSamePipe() throws IOException, InterruptedException {
        SpSocket here = open(SpProtocol.PAIR0);
        SpSocket there = open(SpProtocol.PAIR0);
        AtomicInteger count = new AtomicInteger();
        try (Relay relay = relay(listen(there, ANY_PORT))) {
            relay.toDialer(datagram -> count.incrementAndGet() <= 2 ? List.of() : List.of(datagram));
            dial(here, relay.url());
            assertEquals(1, pipes(there));
            send(there, "the same");
            assertEquals("the same", receive(here));
        }
    }

    @Test
    void aLostRequestAndALostReplyAreSentAgain() throws IOException, InterruptedException {
        SpSocket req = open(SpProtocol.REQ).set(SpOptions.RESEND_TIME, Duration.ofMillis(50));
        SpSocket rep = open(SpProtocol.REP);
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger replies = new AtomicInteger();
        try (Relay relay = relay(listen(rep, ANY_PORT))) {
            relay.toListener(
                    datagram -> isData(datagram) && requests.incrementAndGet() == 1 ? List.of() : List.of(datagram));
            relay.toDialer(
                    datagram -> isData(datagram) && replies.incrementAndGet() == 1 ? List.of() : List.of(datagram));
            dial(req, relay.url());
            send(req, "question");
            assertEquals("question", receive(rep));
            send(rep, "lost");
            assertEquals("question", receive(rep));
            send(rep, "answer");
            assertEquals("answer", receive(req));
        }
    }

    @Test
    void aDoubledRequestIsAnsweredTwiceAndTheSecondAnswerIsDropped() throws IOException, InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        try (Relay relay = relay(listen(rep, ANY_PORT))) {
            relay.toListener(datagram -> List.of(datagram, datagram));
            dial(req, relay.url());
            send(req, "once");
            for (int i = 0; i < 2; i++) {
                assertEquals("once", receive(rep));
                send(rep, "answer " + i);
            }
            assertEquals("answer 0", receive(req));
            send(req, "next");
            assertEquals("next", receive(rep));
            send(rep, "answer to the next");
            assertEquals("answer to the next", receive(req));
        }
        assertEquals(1, pipes(rep));
    }

    @Test
    void doubledAndReorderedDatagramsComeAsTheyCome() throws IOException, InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        List<byte[]> held = new ArrayList<>();
        try (Relay relay = relay(listen(pull, ANY_PORT))) {
            dial(push, relay.url());
            relay.toListener(datagram -> {
                if (!isData(datagram)) {
                    return List.of(datagram);
                }
                held.add(0, datagram);
                return held.size() < 3 ? List.of() : List.of(held.get(0), held.get(1), held.get(1), held.get(2));
            });
            for (String each : List.of("a", "b", "c")) {
                send(push, each);
            }
            assertEquals("c", receive(pull));
            assertEquals("b", receive(pull));
            assertEquals("b", receive(pull));
            assertEquals("a", receive(pull));
        }
    }

    @Test
    void aConversationSurvivesAllOfThisAtRandom() throws IOException, InterruptedException {
        SpSocket req = open(SpProtocol.REQ).set(SpOptions.RESEND_TIME, Duration.ofMillis(20));
        SpSocket rep = open(SpProtocol.REP);
        try (Relay relay = relay(listen(rep, ANY_PORT))) {
            relay.toListener(new Storm(1)).toDialer(new Storm(2));
            dial(req, relay.url());
            Thread server = new Thread(() -> echo(rep), "server");
            server.start();
            for (int i = 0; i < 200; i++) {
                send(req, "request " + i);
                assertEquals("request " + i, receive(req));
            }
            rep.close();
            server.join();
        }
    }

    private static void echo(SpSocket rep) {
        try {
            for (; ; ) {
                rep.send(rep.receive());
            }
        } catch (io.helve.aio.AioException | InterruptedException e) {
            // closed
        }
    }

    /** Loses a fifth, doubles a fifth, and holds a fifth back until the next one. */
    private static final class Storm implements Relay.Fate {
        private final SplittableRandom random;
        private byte[] held;

        Storm(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public List<byte[]> of(byte[] datagram) {
            List<byte[]> now = new ArrayList<>();
            switch (random.nextInt(5)) {
                case 0 -> {}
                case 1 -> {
                    now.add(datagram);
                    now.add(datagram);
                }
                case 2 -> {
                    if (held != null) {
                        now.add(held);
                    }
                    held = datagram;
                    return now;
                }
                default -> now.add(datagram);
            }
            if (held != null) {
                now.add(held);
                held = null;
            }
            return now;
        }
    }
}
