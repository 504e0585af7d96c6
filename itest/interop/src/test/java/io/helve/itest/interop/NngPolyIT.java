package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A socket of pair1 with several peers ({@code nng_pair1_open_poly}), ours and nng's. */
class NngPolyIT extends PackagedNngTest {
    private static final String GROUP = "Polyamorous pair1";
    private static final String ANSWERS = "several peers, each gets the answers to its own messages";
    private static final String EACH_OTHER = "both sides are polyamorous";

    @ParameterizedTest
    @EnumSource
    void weHaveSeveralPeers(Dialing dialing) throws Exception {
        try (Nng nng = Nng.start();
                OurEnd poly = openPoly()) {
            NngSocket one = open(nng, SpProtocol.PAIR1);
            NngSocket two = open(nng, SpProtocol.PAIR1);
            connectOneMore(poly, one, 1, dialing == Dialing.WE_DIAL);
            connectOneMore(poly, two, 2, dialing == Dialing.WE_DIAL);
            one.send("one");
            try (Message ofOne = poly.socket().receive()) {
                two.send("two");
                answer(poly, "two");
                assertEquals("one", ofOne.text());
                Message answer = poly.messages().of("to one");
                answer.setPipe(ofOne.pipe());
                poly.socket().send(answer);
            }
            assertEquals("to one", one.receive().text());
            assertEquals("to two", two.receive().text());
            poly.send("for the oldest peer");
            assertEquals("for the oldest peer", one.receive().text());
            assertNothingComes(two);
        }
        results.shown(GROUP, ANSWERS, dialing == Dialing.WE_DIAL ? "we answer (we dial)" : "we answer (they dial)");
    }

    @ParameterizedTest
    @EnumSource
    void theyHaveSeveralPeers(Dialing dialing) throws Exception {
        try (Nng nng = Nng.start();
                OurEnd one = open(SpProtocol.PAIR1);
                OurEnd two = open(SpProtocol.PAIR1)) {
            NngSocket poly = openPoly(nng);
            connectOneMore(poly, one, 1, dialing == Dialing.THEY_DIAL);
            connectOneMore(poly, two, 2, dialing == Dialing.THEY_DIAL);
            for (OurEnd ours : new OurEnd[] {one, two, one}) {
                ours.send("question");
                assertEquals("question", poly.receive().text());
                poly.reply("answer");
                assertEquals("answer", ours.receive().text());
            }
            assertEquals(1, one.connections());
            assertEquals(1, two.connections());
        }
        results.shown(GROUP, ANSWERS, dialing == Dialing.WE_DIAL ? "they answer (we dial)" : "they answer (they dial)");
    }

    @ParameterizedTest
    @EnumSource
    void bothHaveSeveralPeers(Dialing dialing) throws Exception {
        try (Nng nng = Nng.start();
                OurEnd ours = openPoly()) {
            NngSocket theirs = openPoly(nng);
            connect(ours, theirs, "tcp", dialing);
            theirs.send("from them");
            answer(ours, "from them");
            assertEquals("to from them", theirs.receive().text());
            theirs.reply("thanks");
            assertEquals("thanks", ours.receive().text());
        }
        results.shown(GROUP, EACH_OTHER, dialing == Dialing.WE_DIAL ? "we dial" : "they dial");
    }

    /** Connects a peer, which is the last of that number of peers. */
    private void connectOneMore(End poly, End peer, int number, boolean polyDials) {
        if (polyDials) {
            link(peer, poly, "tcp");
        } else {
            link(poly, peer, "tcp");
        }
        awaitPipes(1, peer);
        awaitPipes(number, poly);
    }

    /** Receives, and answers the peer that the message came from. */
    private static void answer(OurEnd poly, String expected) throws InterruptedException {
        try (Message question = poly.socket().receive()) {
            assertEquals(expected, question.text());
            Message answer = poly.messages().of("to " + expected);
            answer.setPipe(question.pipe());
            poly.socket().send(answer);
        }
    }
}
