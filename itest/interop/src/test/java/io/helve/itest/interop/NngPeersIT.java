package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpContext;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several peers of one socket, each over another transport, some dialing and some dialed. */
class NngPeersIT extends PackagedNngTest {
    private static final String GROUP = "Several peers at once";
    private static final int PEERS = 5;
    private static final int MESSAGES = 30;

    /** The side with one socket; the other side has several. */
    enum One {
        WE("Helve is the single side"),
        THEY("nng is the single side");

        private final String text;

        One(String text) {
            this.text = text;
        }
    }

    /** One socket and its peers. */
    private record Star(End centre, List<End> around) {}

    private Star star(Nng nng, One one, SpProtocol protocol) {
        End centre = one == One.WE ? open(protocol) : open(nng, protocol);
        List<End> around = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            End end = one == One.WE ? open(nng, protocol.peer()) : open(protocol.peer());
            String scheme = Against.NNG.schemes.get(i);
            if (i % 2 == 0) {
                link(centre, end, scheme);
            } else {
                link(end, centre, scheme);
            }
            around.add(end);
        }
        awaitPipes(PEERS, centre);
        awaitPipes(1, around.toArray(End[]::new));
        return new Star(centre, around);
    }

    @ParameterizedTest
    @EnumSource
    void everySubscriberGetsEverythingInOrder(One one) throws Exception {
        try (Nng nng = Nng.start()) {
            Star star = star(nng, one, SpProtocol.PUB);
            if (star.centre instanceof NngSocket theirs) {
                theirs.setInt("send-buffer", 2 * MESSAGES); // it drops what finds no room
            }
            for (int i = 0; i < MESSAGES; i++) {
                star.centre.send("news " + i);
            }
            for (End subscriber : star.around) {
                for (int i = 0; i < MESSAGES; i++) {
                    assertEquals("news " + i, subscriber.receive().text());
                }
            }
        }
        results.shown(GROUP, "pub to " + PEERS + " subs: every sub receives all messages in order", one.text);
    }

    @ParameterizedTest
    @EnumSource
    void everyJobGoesToOnePuller(One one) throws Exception {
        try (Nng nng = Nng.start()) {
            Star star = star(nng, one, SpProtocol.PUSH);
            for (int i = 0; i < MESSAGES; i++) {
                star.centre.send("job " + i);
            }
            List<String> all = new ArrayList<>();
            for (End puller : star.around) {
                all.add(puller.receive().text()); // each has one at least
            }
            for (int i = 0; all.size() < MESSAGES; i = (i + 1) % PEERS) {
                try {
                    all.add(star.around.get(i).receive(Duration.ofMillis(50)).text());
                } catch (AioException e) {
                    assertEquals(AioError.ETIMEDOUT, e.error());
                }
            }
            assertEquals(numbered("job ", MESSAGES), new TreeSet<>(all));
        }
        results.shown(
                GROUP,
                "push to " + PEERS + " pulls: each message to one pull, and some messages to every pull",
                one.text);
    }

    private static Set<String> numbered(String text, int count) {
        Set<String> all = new TreeSet<>();
        IntStream.range(0, count).forEach(i -> all.add(text + i));
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void everyQuestionIsAnsweredToWhoAsked(One one) throws Exception {
        try (Nng nng = Nng.start()) {
            Star star = star(nng, one, SpProtocol.REP);
            for (End asker : star.around) {
                asker.send("from " + star.around.indexOf(asker));
            }
            for (int i = 0; i < PEERS; i++) {
                star.centre.send("to " + star.centre.receive().text().substring(5));
            }
            for (End asker : star.around) {
                assertEquals("to " + star.around.indexOf(asker), asker.receive().text());
            }
        }
        results.shown(GROUP, "rep to " + PEERS + " reqs with concurrent requests", one.text);
    }

    @Test
    void contextsAskAtTheSameTime() throws Exception {
        try (Nng nng = Nng.start()) {
            Star star = star(nng, One.WE, SpProtocol.REQ);
            SpSocket socket = ((OurEnd) star.centre).socket();
            List<SpContext> contexts = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                contexts.add(socket.openContext());
                contexts.get(i).send(sockets.messages().of("from " + i));
            }
            for (End answerer : star.around) { // each has one: they take turns
                answerer.send("to " + answerer.receive().text().substring(5));
            }
            for (int i = 0; i < PEERS; i++) {
                byte[] answer = contexts.get(i).receive().toByteArray();
                assertEquals("to " + i, new String(answer, StandardCharsets.UTF_8));
            }
        }
        results.shown(GROUP, "req with " + PEERS + " contexts and reps: requests in turn to each", One.WE.text);
    }

    @ParameterizedTest
    @EnumSource
    void everyRespondentIsHeard(One one) throws Exception {
        try (Nng nng = Nng.start()) {
            Star star = star(nng, one, SpProtocol.SURVEYOR);
            star.centre.send("who?");
            for (End respondent : star.around) {
                assertEquals("who?", respondent.receive().text());
                respondent.send("respondent " + star.around.indexOf(respondent));
            }
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < PEERS; i++) {
                answers.add(star.centre.receive().text());
            }
            assertEquals(numbered("respondent ", PEERS), new TreeSet<>(answers));
            assertNothingComes(star.centre);
        }
        results.shown(GROUP, "survey to " + PEERS + " respondents: every respondent answers", one.text);
    }

    @Test
    void everyoneOnABusHearsEveryoneElse() throws Exception {
        try (Nng nng = Nng.start()) {
            List<End> all = List.of(
                    open(SpProtocol.BUS), open(nng, SpProtocol.BUS), open(SpProtocol.BUS), open(nng, SpProtocol.BUS));
            int links = 0;
            for (int i = 0; i < all.size(); i++) {
                for (int j = 0; j < i; j++) {
                    link(all.get(i), all.get(j), Against.NNG.schemes.get(links++ % Against.NNG.schemes.size()));
                }
            }
            awaitPipes(all.size() - 1, all.toArray(End[]::new));
            for (int i = 0; i < all.size(); i++) {
                all.get(i).send("member " + i);
            }
            for (int i = 0; i < all.size(); i++) {
                Set<String> heard = new TreeSet<>();
                for (int n = 1; n < all.size(); n++) {
                    heard.add(all.get(i).receive().text());
                }
                assertEquals(all.size() - 1, heard.size());
                assertTrue(!heard.contains("member " + i), () -> "its own: " + heard);
            }
        }
        results.shown(GROUP, "bus: everybody hears everybody else once", "2 of ours and 2 of theirs");
    }

    @Test
    void aPairHasOnePeer() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd ours = open(SpProtocol.PAIR1)) {
            NngSocket first = open(nng, SpProtocol.PAIR1);
            String url = listen(ours, url("tcp", 0));
            first.dial(url);
            awaitPipes(1, first, ours);
            NngSocket second = open(nng, SpProtocol.PAIR1);
            second.dial(url);
            first.send("first");
            assertEquals("first", ours.receive().text());
            eventually(() -> ours.statistic("reject") > 0);
            first.close();
            eventually(() -> {
                second.send("second"); // one that is on its way to be rejected takes it, too
                return gets("second", ours);
            });
        }
        results.shown(GROUP, "pair: a second peer is rejected until the first one goes", "we listen");
    }

    private static boolean gets(String text, End end) throws InterruptedException {
        try {
            return end.receive(A_WHILE).text().equals(text);
        } catch (AioException e) {
            assertEquals(AioError.ETIMEDOUT, e.error());
            return false;
        }
    }
}
