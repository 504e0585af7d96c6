package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Debian's nanocat, which is nanomsg's; it has no pair1 and no TLS. */
class NanocatIT extends InteropTest {
    @BeforeAll
    static void demandNanocat() {
        Peer.demand("nanocat");
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(SpProtocol.values())
                .filter(ours -> ours != SpProtocol.PAIR1)
                .flatMap(ours -> Stream.of("tcp", "ipc", "ws")
                        .flatMap(scheme -> Stream.of(Dialing.values())
                                .flatMap(dialing -> Stream.of(1, 64 << 10)
                                        .map(size -> Arguments.of(ours, scheme, dialing, size)))));
    }

    @ParameterizedTest(name = "we are {0} over {1}, {2}, {3} bytes")
    @MethodSource("everyPair")
    void everyProtocolOverEveryTransport(SpProtocol ours, String scheme, Dialing dialing, int size) throws Exception {
        exchange(ours, scheme, dialing, size);
    }

    @Override
    List<String> command(SpProtocol protocol, Path data) {
        List<String> command = new ArrayList<>(List.of("nanocat", "--" + protocol.protocolName()));
        if (receives(protocol)) {
            command.add("--msgpack");
        }
        switch (protocol) {
            case PULL, SUB -> {}
            // what they send before there is somebody is lost
            case PUB, BUS, SURVEYOR -> command.addAll(List.of("--file", data.toString(), "--interval", "1"));
            default -> command.addAll(List.of("--file", data.toString()));
        }
        return command;
    }

    @Override
    List<String> dial(String url, Credentials files) {
        return List.of("--connect", url);
    }

    @Override
    List<String> listen(String url, Credentials files) {
        return List.of("--bind", url.replace("/interop", "")); // nanomsg binds no path, and takes any
    }
}
