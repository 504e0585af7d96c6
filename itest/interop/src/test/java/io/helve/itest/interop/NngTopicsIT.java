package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.SpContext;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Subscriptions of ours and of nng's, with a publisher of either kind. */
class NngTopicsIT extends PackagedNngTest {
    private static final String GROUP = "Subscriptions";

    @Test
    void weSubscribe() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd sub = new OurEnd(sockets.open(SpProtocol.SUB), sockets.messages())) {
            NngSocket pub = open(nng, SpProtocol.PUB);
            connect(sub, pub, "tcp", Dialing.WE_DIAL);
            sub.socket().subscribe("sport");
            sub.socket().subscribe("sp");
            sub.socket().subscribe("weather");
            publish(pub, "sports", "sp", "s", "weather: rain", "Weather", "", "end sp");
            assertEquals("sports", sub.receive().text());
            assertEquals("sp", sub.receive().text());
            assertEquals("weather: rain", sub.receive().text());
            sub.socket().unsubscribe("sp");
            publish(pub, "sp", "weather: sun", "sport");
            assertEquals("weather: sun", sub.receive().text());
            assertEquals("sport", sub.receive().text());
            sub.socket().subscribe("");
            publish(pub, "", "anything");
            assertEquals("", sub.receive().text());
            assertEquals("anything", sub.receive().text());
            sub.socket().unsubscribe("");
            publish(pub, "anything", "weather: snow");
            assertEquals("weather: snow", sub.receive().text());
        }
        shown("we subscribe");
    }

    @Test
    void theySubscribe() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd pub = open(SpProtocol.PUB)) {
            NngSocket sub = nng.open(SpProtocol.SUB);
            connect(pub, sub, "ipc", Dialing.THEY_DIAL);
            sub.subscribe("sport").subscribe("sp").subscribe("weather");
            publish(pub, "sports", "sp", "s", "weather: rain", "Weather", "", "end sp");
            assertEquals("sports", sub.receive().text());
            assertEquals("sp", sub.receive().text());
            assertEquals("weather: rain", sub.receive().text());
            sub.unsubscribe("sp");
            publish(pub, "sp", "weather: sun", "sport");
            assertEquals("weather: sun", sub.receive().text());
            assertEquals("sport", sub.receive().text());
            sub.subscribe("");
            publish(pub, "", "anything");
            assertEquals("", sub.receive().text());
            assertEquals("anything", sub.receive().text());
            sub.unsubscribe("");
            publish(pub, "anything", "weather: snow");
            assertEquals("weather: snow", sub.receive().text());
        }
        shown("they subscribe");
    }

    private static void publish(End pub, String... messages) throws InterruptedException {
        for (String message : messages) {
            pub.send(message);
        }
    }

    private void shown(String who) {
        results.shown(GROUP, "prefixes, one that is the beginning of another, unsubscribing", who);
        results.shown(GROUP, "the empty topic: everything, also empty messages", who);
    }

    @Test
    void contextsHaveTopicsOfTheirOwn() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd sub = new OurEnd(sockets.open(SpProtocol.SUB), sockets.messages())) {
            NngSocket pub = open(nng, SpProtocol.PUB);
            connect(sub, pub, "ws", Dialing.THEY_DIAL);
            SpContext sport = sub.socket().openContext().set(SpOptions.RECEIVE_TIMEOUT, SOON);
            SpContext weather = sub.socket().openContext().set(SpOptions.RECEIVE_TIMEOUT, SOON);
            sport.subscribe("sport");
            weather.subscribe("weather");
            publish(pub, "weather: sun", "sport: nothing");
            assertEquals("sport: nothing", text(sport));
            assertEquals("weather: sun", text(weather));
        }
        results.shown(GROUP, "contexts with topics of their own", "we subscribe");
    }

    private static String text(SpContext context) throws InterruptedException {
        return new String(context.receive().toByteArray(), StandardCharsets.UTF_8);
    }
}
