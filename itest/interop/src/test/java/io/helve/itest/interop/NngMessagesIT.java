package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of all sizes, with every protocol over every transport. */
class NngMessagesIT extends PackagedNngTest {
    static Stream<Arguments> everything() {
        return Stream.of(SpProtocol.values())
                .flatMap(ours -> Against.NNG.schemes.stream()
                        .flatMap(scheme ->
                                Stream.of(Dialing.values()).map(dialing -> Arguments.of(ours, scheme, dialing))));
    }

    @ParameterizedTest(name = "we are {0} over {1}, {2}")
    @MethodSource("everything")
    void everyProtocolOverEveryTransport(SpProtocol ours, String scheme, Dialing dialing) throws Exception {
        try (Nng nng = Nng.start();
                OurEnd end = open(ours)) {
            NngSocket theirs = open(nng, ours.peer());
            connect(end, theirs, scheme, dialing);
            for (int size : Against.NNG.sizes(ours)) {
                exchange(end, theirs, size);
                results.message(Against.NNG, ours, scheme, dialing, size);
            }
        }
    }

    /** The sides whose sockets are raw. */
    enum Raw {
        WE("we are raw"),
        THEY("they are raw"),
        BOTH("both are raw");

        private final String text;

        Raw(String text) {
            this.text = text;
        }
    }

    static Stream<Arguments> rawOnes() {
        return Stream.of(SpProtocol.values())
                .flatMap(ours -> Stream.of(Raw.values()).map(raw -> Arguments.of(ours, raw)));
    }

    @ParameterizedTest(name = "we are {0}, raw: {1}")
    @MethodSource("rawOnes")
    void rawSockets(SpProtocol ours, Raw raw) throws Exception {
        try (Nng nng = Nng.start();
                OurEnd end = raw == Raw.THEY ? open(ours) : openRaw(ours)) {
            NngSocket theirs = raw == Raw.WE ? open(nng, ours.peer()) : openRaw(nng, ours.peer());
            connect(end, theirs, "tcp", Dialing.THEY_DIAL);
            exchange(end, theirs, 0);
            exchange(end, theirs, 64 << 10);
        }
        String pair = "we are " + Table.name(ours) + ", they are " + Table.name(ours.peer());
        results.shown("Raw sockets", pair, raw.text);
    }
}
