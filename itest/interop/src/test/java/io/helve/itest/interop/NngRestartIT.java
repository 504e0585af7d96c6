package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.testkit.FreePorts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One side goes, without a word, and comes back at the same address. */
class NngRestartIT extends PackagedNngTest {
    private static final String GROUP = "Reconnecting and resending";
    private static final Duration RESEND = Duration.ofMillis(100);

    static Stream<Arguments> everyWay() {
        return Against.NNG.schemes.stream()
                .flatMap(scheme -> Stream.of(Dialing.values()).map(dialing -> Arguments.of(scheme, dialing)));
    }

    /** Connects at an address that stays the same. */
    private static void connectAt(String url, End ours, End theirs, Dialing dialing) {
        if (dialing == Dialing.WE_DIAL) {
            listenAt(theirs, url);
            dialTo(ours, url);
        } else {
            listenAt(ours, url);
            dialTo(theirs, url);
        }
        awaitPipes(1, ours, theirs);
    }

    /** One of the two is back. */
    private static void connectAgain(String url, End back, boolean listens, End other) {
        if (listens) {
            eventually(() -> couldListen(back, url));
        } else {
            dialTo(back, url);
        }
        awaitPipes(1, back, other);
    }

    /** Closing does not wait, so the address may still be in use. */
    private static boolean couldListen(End back, String url) {
        try {
            listenAt(back, url);
            return true;
        } catch (AioException e) {
            assertEquals(AioError.EADDRINUSE, e.error());
            return false;
        }
    }

    private static void exchange(End one, End other, String text) throws InterruptedException {
        one.send(text);
        assertEquals(text, other.receive().text());
        other.send(text + " too");
        assertEquals(text + " too", one.receive().text());
    }

    @ParameterizedTest(name = "over {0}, {1}")
    @MethodSource("everyWay")
    void thePeerIsKilledAndStartsAgain(String scheme, Dialing dialing) throws Exception {
        String url = url(scheme, FreePorts.next());
        try (OurEnd ours = open(SpProtocol.PAIR1)) {
            try (Nng nng = Nng.start()) {
                NngSocket theirs = open(nng, SpProtocol.PAIR1);
                connectAt(url, ours, theirs, dialing);
                exchange(ours, theirs, "before");
            }
            awaitPipes(0, ours);
            try (Nng nng = Nng.start()) {
                NngSocket theirs = open(nng, SpProtocol.PAIR1);
                connectAgain(url, theirs, dialing == Dialing.WE_DIAL, ours);
                exchange(ours, theirs, "after");
            }
        }
        results.shown(GROUP, "their process is killed and starts again, " + who(dialing), scheme);
    }

    private static String who(Dialing dialing) {
        return dialing == Dialing.WE_DIAL ? "we dial" : "they dial";
    }

    @ParameterizedTest(name = "over {0}, {1}")
    @MethodSource("everyWay")
    void ourSocketGoesAndComesBack(String scheme, Dialing dialing) throws Exception {
        String url = url(scheme, FreePorts.next());
        try (Nng nng = Nng.start()) {
            NngSocket theirs = open(nng, SpProtocol.PAIR1);
            try (OurEnd ours = open(SpProtocol.PAIR1)) {
                connectAt(url, ours, theirs, dialing);
                exchange(ours, theirs, "before");
            }
            awaitPipes(0, theirs);
            try (OurEnd ours = open(SpProtocol.PAIR1)) {
                connectAgain(url, ours, dialing == Dialing.THEY_DIAL, theirs);
                exchange(ours, theirs, "after");
            }
        }
        results.shown(GROUP, "our socket is closed and another one opened, " + who(dialing), scheme);
    }

    @ParameterizedTest(name = "over {0}, {1}")
    @MethodSource("everyWay")
    void aRequestComesAgainAfterWhoHadItWasKilled(String scheme, Dialing dialing) throws Exception {
        String url = url(scheme, FreePorts.next());
        try (OurEnd ours = open(SpProtocol.REQ)) {
            try (Nng nng = Nng.start()) {
                NngSocket theirs = open(nng, SpProtocol.REP);
                connectAt(url, ours, theirs, dialing);
                ours.send("question");
                assertEquals("question", theirs.receive().text());
            }
            try (Nng nng = Nng.start()) {
                NngSocket theirs = open(nng, SpProtocol.REP);
                connectAgain(url, theirs, dialing == Dialing.WE_DIAL, ours);
                assertEquals("question", theirs.receive().text());
                theirs.send("answer");
                assertEquals("answer", ours.receive().text());
            }
        }
        results.shown(GROUP, "our request comes again when their process was killed with it, " + who(dialing), scheme);
    }

    @ParameterizedTest(name = "over {0}, {1}")
    @MethodSource("everyWay")
    void theirRequestComesAgainWhenOurSocketWasClosedWithIt(String scheme, Dialing dialing) throws Exception {
        String url = url(scheme, FreePorts.next());
        try (Nng nng = Nng.start()) {
            NngSocket theirs = open(nng, SpProtocol.REQ);
            try (OurEnd ours = open(SpProtocol.REP)) {
                connectAt(url, ours, theirs, dialing);
                theirs.send("question");
                assertEquals("question", ours.receive().text());
            }
            try (OurEnd ours = open(SpProtocol.REP)) {
                connectAgain(url, ours, dialing == Dialing.THEY_DIAL, theirs);
                assertEquals("question", ours.receive().text());
                ours.send("answer");
                assertEquals("answer", theirs.receive().text());
            }
        }
        results.shown(GROUP, "their request comes again when our socket was closed with it, " + who(dialing), scheme);
    }

    @Test
    void ourRequestComesAgainAfterTheResendTime() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd ours = open(SpProtocol.REQ)) {
            ours.socket().set(SpOptions.RESEND_TIME, RESEND);
            NngSocket theirs = openRaw(nng, SpProtocol.REP);
            connect(ours, theirs, "tcp", Dialing.WE_DIAL);
            resends(ours, theirs);
        }
        results.shown(GROUP, "a request without an answer comes again after the resend time, with the same id", "ours");
    }

    @Test
    void theirRequestComesAgainAfterTheResendTime() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd ours = openRaw(SpProtocol.REP)) {
            NngSocket theirs = open(nng, SpProtocol.REQ).setMillis("req:resend-time", RESEND);
            connect(ours, theirs, "tcp", Dialing.WE_DIAL);
            resends(theirs, ours);
        }
        results.shown(
                GROUP, "a request without an answer comes again after the resend time, with the same id", "theirs");
    }

    private static void resends(End asker, End answerer) throws InterruptedException {
        asker.send("question");
        List<Received> requests = List.of(answerer.receive(), answerer.receive(), answerer.receive());
        for (Received request : requests) {
            assertEquals("question", request.text());
            assertArrayEquals(requests.get(0).header(), request.header());
        }
        answerer.send(requests.get(2).header(), Content.text("answer"));
        assertEquals("answer", asker.receive().text());
    }

    @Test
    void aPeerThatSpeaksAnotherProtocolIsTriedAgain() throws Exception {
        String url = url("tcp", FreePorts.next());
        try (OurEnd ours = open(SpProtocol.REQ)) {
            try (Nng nng = Nng.start()) {
                listenAt(open(nng, SpProtocol.PULL), url);
                dialTo(ours, url);
                eventually(() -> ours.socket().statistics().toString().contains("failures: proto"));
                assertEquals(0, ours.pipes());
            }
            try (Nng nng = Nng.start()) {
                NngSocket theirs = open(nng, SpProtocol.REP);
                connectAgain(url, theirs, true, ours);
                ours.send("question");
                assertEquals("question", theirs.receive().text());
            }
        }
        results.shown(
                GROUP, "a peer that speaks another protocol is left, and tried again until it has another one", "tcp");
    }
}
