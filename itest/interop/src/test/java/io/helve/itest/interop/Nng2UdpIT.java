package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.UdpOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transport {@code udp} against nng 2.0, which is the only version that has it. Runs only where the property
 * {@code nng2.home} names an installation; what this class shows is not in the table of interoperability, because the
 * table must be the same without nng 2.0.
 */
class Nng2UdpIT extends NngTest {
    private static final String UDP = "udp";

    /** The longest message, with the header of its protocol. */
    private static final int LONGEST = 65_000;

    /** Longer than a refresh interval of nng's (5 s). */
    private static final Duration IDLE = Duration.ofSeconds(7);

    /** How long nng waits for a message before it is sent again, and how often it is sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int ATTEMPTS = 5;

    @BeforeAll
    static void compileTheirSide() throws Exception {
        NngProgram.VERSION_2.demand();
    }

    private static Nng nng() throws Exception {
        return NngProgram.VERSION_2.start();
    }

    static Stream<Arguments> everything() {
        return Stream.of(SpProtocol.values())
                .flatMap(ours -> Stream.of(Dialing.values()).map(dialing -> Arguments.of(ours, dialing)));
    }

    @ParameterizedTest(name = "we are {0}, {1}")
    @MethodSource("everything")
    void everyProtocolPassesMessagesOfAllSizes(SpProtocol ours, Dialing dialing) throws Exception {
        try (Nng nng = nng();
                OurEnd end = open(ours)) {
            NngSocket theirs = open(nng, ours.peer());
            connect(end, theirs, UDP, dialing);
            Set<String> earlier = new HashSet<>();
            for (int size : List.of(0, 1, 1024, 1025, 32_000, LONGEST - 4)) {
                exchangeAtLast(end, theirs, size, earlier);
            }
        }
    }

    /**
     * Sends again if a message has not arrived. A datagram may get lost, and nng (commit 2ab9b45b) now and then does
     * not receive a datagram that a proxy in between has seen and passed on. If such a message comes later, after it
     * was sent again, it is skipped.
     */
    private static void exchangeAtLast(OurEnd end, NngSocket theirs, int size, Set<String> earlier)
            throws InterruptedException {
        End first = begins(end.protocol()) ? end : theirs;
        End second = first == end ? theirs : end;
        Content question = Content.random(size, 1);
        Content answer = Content.random(size, 2);
        for (int attempt = 1; ; attempt++) {
            try {
                first.send(first.headerOfFirst(), question);
                Received asked = receive(second, question, earlier);
                if (first.protocol() != SpProtocol.PUSH && first.protocol() != SpProtocol.PUB) {
                    second.send(second.headerOfAnswer(asked), answer);
                    receive(first, answer, earlier);
                }
                earlier.add(question.digest());
                earlier.add(answer.digest());
                return;
            } catch (AioException e) {
                if (e.error() != AioError.ETIMEDOUT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Receives a message, and skips those that were exchanged earlier. */
    private static Received receive(End end, Content expected, Set<String> earlier) throws InterruptedException {
        Received received = end.receive(PATIENCE);
        while (!received.digest().equals(expected.digest()) && earlier.contains(received.digest())) {
            received = end.receive(PATIENCE);
        }
        assertEquals(expected.digest(), received.digest());
        return received;
    }

    @ParameterizedTest(name = "we are raw {0}, {1}")
    @MethodSource("everything")
    void rawSocketsPassMessages(SpProtocol ours, Dialing dialing) throws Exception {
        try (Nng nng = nng();
                OurEnd end = openRaw(ours)) {
            NngSocket theirs = openRaw(nng, ours.peer());
            connect(end, theirs, UDP, dialing);
            exchange(end, theirs, 1000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySubscriberGetsEverything(Dialing dialing) throws Exception {
        try (Nng nng = nng();
                OurEnd pub = open(SpProtocol.PUB)) {
            List<NngSocket> subs = new ArrayList<>();
            if (dialing == Dialing.THEY_DIAL) {
                String url = listen(pub, url(UDP, 0));
                for (int i = 0; i < 3; i++) {
                    NngSocket sub = open(nng, SpProtocol.SUB);
                    sub.dial(url);
                    subs.add(sub);
                }
            } else {
                for (int i = 0; i < 3; i++) {
                    NngSocket sub = open(nng, SpProtocol.SUB);
                    dial(pub, sub.listen(url(UDP, 0)));
                    subs.add(sub);
                }
            }
            awaitPipes(3, pub);
            awaitPipes(1, subs.toArray(End[]::new));
            for (int i = 0; i < 10; i++) {
                pub.send("news " + i);
                for (NngSocket sub : subs) {
                    assertEquals("news " + i, sub.receive().text());
                }
            }
        }
    }

    @Test
    void everyRespondentIsHeard() throws Exception {
        try (Nng nng = nng();
                OurEnd surveyor = open(SpProtocol.SURVEYOR)) {
            String url = listen(surveyor, url(UDP, 0));
            List<NngSocket> respondents = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                NngSocket respondent = open(nng, SpProtocol.RESPONDENT);
                respondent.dial(url);
                respondents.add(respondent);
            }
            awaitPipes(3, surveyor);
            awaitPipes(1, respondents.toArray(End[]::new));
            surveyor.send("who?");
            for (int i = 0; i < 3; i++) {
                assertEquals("who?", respondents.get(i).receive().text());
                respondents.get(i).send("me " + i);
            }
            Set<String> answers = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                answers.add(surveyor.receive().text());
            }
            assertEquals(Set.of("me 0", "me 1", "me 2"), answers);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refreshesKeepAnIdleConnection(Dialing dialing) throws Exception {
        try (Nng nng = nng();
                OurEnd ours = open(SpProtocol.PAIR1)) {
            NngSocket theirs = open(nng, SpProtocol.PAIR1);
            connect(ours, theirs, UDP, dialing);
            long made = ours.connections();
            assertFails(AioError.ETIMEDOUT, () -> ours.receive(IDLE));
            exchange(ours, theirs, 10);
            assertEquals(made, ours.connections());
            assertEquals(1, theirs.pipes());
        }
    }

    /** A dialer of nng's tells its end; a listener does not, and is found silent after five intervals. */
    @ParameterizedTest
    @EnumSource
    void theirEndIsNoticed(Dialing dialing) throws Exception {
        try (Nng nng = nng();
                OurEnd ours = open(SpProtocol.PAIR0)) {
            NngSocket theirs = open(nng, SpProtocol.PAIR0);
            connect(ours, theirs, UDP, dialing);
            theirs.close();
            awaitPipes(0, ours);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourEndIsToldToThem(Dialing dialing) throws Exception {
        try (Nng nng = nng()) {
            NngSocket theirs = open(nng, SpProtocol.PAIR0);
            try (OurEnd ours = open(SpProtocol.PAIR0)) {
                connect(ours, theirs, UDP, dialing);
                ours.send("the last word");
                // received before the close, because nng frees what a closed pipe has not handed on
                assertEquals("the last word", theirs.receive().text());
            }
            awaitPipes(0, theirs);
        }
    }

    @Test
    void weConnectAgainWhenTheirProcessWasKilled() throws Exception {
        try (OurEnd ours = open(SpProtocol.PAIR0)) {
            String url;
            try (Nng nng = nng()) {
                NngSocket theirs = open(nng, SpProtocol.PAIR0);
                url = theirs.listen(url(UDP, 0));
                dial(ours, url);
                awaitPipes(1, ours, theirs);
            }
            awaitPipes(0, ours);
            try (Nng nng = nng()) {
                NngSocket theirs = open(nng, SpProtocol.PAIR0);
                theirs.listen(url);
                awaitPipes(1, ours, theirs);
                exchange(ours, theirs, 10);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerOfTheWrongProtocolGetsNoPipe(Dialing dialing) throws Exception {
        try (Nng nng = nng();
                OurEnd ours = open(SpProtocol.REQ)) {
            NngSocket theirs = open(nng, SpProtocol.PUB);
            if (dialing == Dialing.WE_DIAL) {
                link(theirs, ours, UDP);
            } else {
                link(ours, theirs, UDP);
            }
            eventually(() -> ours.statistic("reject") > 0);
            assertEquals(0, ours.pipes());
        }
    }

    @Test
    void aMessageLongerThanTheyReceiveIsLost() throws Exception {
        try (Nng nng = nng();
                OurEnd ours = open(SpProtocol.PAIR0)) {
            NngSocket theirs = open(nng, SpProtocol.PAIR0).setSize("recv-size-max", 100);
            connect(ours, theirs, UDP, Dialing.WE_DIAL);
            ours.send(Content.random(101, 1));
            ours.send(Content.random(100, 1));
            assertEquals(Content.random(100, 1).digest(), theirs.receive().digest());
        }
    }

    @Test
    void aMessageLongerThanWeReceiveIsLost() throws Exception {
        try (Nng nng = nng();
                OurEnd ours = open(SpProtocol.PAIR0)) {
            ours.socket().set(SpOptions.RECEIVE_MAX, 100);
            NngSocket theirs = open(nng, SpProtocol.PAIR0);
            connect(ours, theirs, UDP, Dialing.THEY_DIAL);
            theirs.send(Content.random(101, 1));
            theirs.send(Content.random(100, 1));
            assertEquals(Content.random(100, 1).digest(), ours.receive().digest());
        }
    }

    @Test
    void weTakeNoMorePeersThanAllowed() throws Exception {
        try (Nng nng = nng();
                OurEnd ours = open(SpProtocol.BUS)) {
            var listener = ours.socket().listener(url(UDP, 0)).set(UdpOptions.PEERS_MAX, 1);
            listener.start();
            String url = listener.dialUrl().toString();
            NngSocket first = open(nng, SpProtocol.BUS);
            first.dial(url);
            awaitPipes(1, ours, first);
            NngSocket second = open(nng, SpProtocol.BUS);
            second.dial(url);
            first.send("first");
            assertEquals("first", ours.receive().text());
            eventually(() -> second.pipes() == 0);
            assertEquals(1, ours.pipes());
        }
    }

    @Test
    void manyRequestsAreAnsweredInTurn() throws Exception {
        try (Nng nng = nng();
                OurEnd rep = open(SpProtocol.REP)) {
            NngSocket req = open(nng, SpProtocol.REQ);
            connect(rep, req, UDP, Dialing.THEY_DIAL);
            for (int i = 0; i < 500; i++) {
                req.send("question " + i);
                assertEquals("question " + i, rep.receive().text());
                rep.send("answer " + i);
                assertEquals("answer " + i, req.receive().text());
            }
        }
    }
}
