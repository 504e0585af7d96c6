package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A message that is longer than the receiver allows ends the connection, and nothing else. */
class NngLimitsIT extends PackagedNngTest {
    private static final String GROUP = "Limits";
    private static final int LIMIT = 64 << 10;

    static Stream<Arguments> everyWay() {
        return Against.NNG.schemes.stream()
                .flatMap(scheme -> Stream.of(Dialing.values()).map(dialing -> Arguments.of(scheme, dialing)));
    }

    @ParameterizedTest(name = "over {0}, {1}")
    @MethodSource("everyWay")
    void ours(String scheme, Dialing dialing) throws Exception {
        try (Nng nng = Nng.start();
                OurEnd pull = open(SpProtocol.PULL)) {
            pull.socket().set(SpOptions.RECEIVE_MAX, LIMIT);
            NngSocket push = open(nng, SpProtocol.PUSH);
            connect(pull, push, scheme, dialing);
            onlyWhatIsAllowed(push, pull);
        }
        results.shown(
                GROUP, "what is longer than our receive limit ends the connection, and there is a new one", scheme);
    }

    /** nng does not apply its limit to a WebSocket that it has dialed. */
    static Stream<Arguments> whereTheyHaveALimit() {
        return everyWay().filter(way -> !isWebSocket((String) way.get()[0]) || way.get()[1] == Dialing.WE_DIAL);
    }

    private static boolean isWebSocket(String scheme) {
        return scheme.startsWith("ws");
    }

    @ParameterizedTest(name = "over {0}, {1}")
    @MethodSource("whereTheyHaveALimit")
    void theirs(String scheme, Dialing dialing) throws Exception {
        try (Nng nng = Nng.start();
                OurEnd push = open(SpProtocol.PUSH)) {
            NngSocket pull = open(nng, SpProtocol.PULL).setSize("recv-size-max", LIMIT);
            connect(push, pull, scheme, dialing);
            onlyWhatIsAllowed(push, pull);
        }
        results.shown(
                GROUP,
                "what is longer than their receive limit ends the connection, and there is a new one",
                isWebSocket(scheme) ? scheme + " (we dial: nng has no limit where it dials)" : scheme);
    }

    private static void onlyWhatIsAllowed(End push, End pull) throws InterruptedException {
        Content longest = Content.random(LIMIT, 1);
        push.send(longest);
        assertEquals(longest.digest(), pull.receive().digest());
        push.send(Content.random(LIMIT + 1, 1));
        // a second connection at both ends, and one pipe: the sender would still send through the first one
        eventually(() -> push.connections() >= 2 && pull.connections() >= 2);
        awaitPipes(1, push, pull);
        push.send("after");
        assertEquals("after", pull.receive().text());
    }
}
