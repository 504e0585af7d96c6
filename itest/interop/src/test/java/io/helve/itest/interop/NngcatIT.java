package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Debian's nngcat. */
class NngcatIT extends InteropTest {
    @BeforeAll
    static void demandNngcat() {
        Peer.demand("nngcat");
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(SpProtocol.values())
                .flatMap(ours -> Stream.of("tcp", "ipc", "ws", "tls+tcp")
                        .flatMap(scheme -> Stream.of(Dialing.values())
                                .flatMap(dialing -> Stream.of(0, 1, 64 << 10)
                                        .map(size -> Arguments.of(ours, scheme, dialing, size)))));
    }

    @ParameterizedTest(name = "we are {0} over {1}, {2}, {3} bytes")
    @MethodSource("everyPair")
    void everyProtocolOverEveryTransport(SpProtocol ours, String scheme, Dialing dialing, int size) throws Exception {
        exchange(ours, scheme, dialing, size);
    }

    static Stream<Arguments> largePairs() {
        return Stream.of("tcp", "ipc", "ws", "tls+tcp")
                .flatMap(scheme -> Stream.of(SpProtocol.REQ, SpProtocol.REP)
                        .flatMap(ours ->
                                Stream.of(Dialing.values()).map(dialing -> Arguments.of(ours, scheme, dialing))));
    }

    @ParameterizedTest(name = "we are {0} over {1}, {2}")
    @MethodSource("largePairs")
    void eightMebibytes(SpProtocol ours, String scheme, Dialing dialing) throws Exception {
        exchange(ours, scheme, dialing, 8 << 20);
    }

    @Override
    List<String> command(SpProtocol protocol, Path data) {
        String name = switch (protocol) {
            case PAIR0, PAIR1 -> protocol.name().toLowerCase(Locale.ROOT);
            default -> protocol.protocolName() + "0";
        };
        List<String> command = new ArrayList<>(List.of("nngcat", "--" + name, "--recv-maxsz", Integer.toString(MOST)));
        if (receives(protocol)) {
            command.add("--msgpack");
        }
        switch (protocol) {
            case PULL -> {}
            case SUB -> command.addAll(List.of("--subscribe", ""));
            // what they send before there is somebody is lost
            case PUB, BUS, SURVEYOR -> command.addAll(List.of("--file", data.toString(), "--interval", "1"));
            default -> command.addAll(List.of("--file", data.toString()));
        }
        return command;
    }

    @Override
    List<String> dial(String url, Credentials files) {
        List<String> options = new ArrayList<>(List.of("--dial", url));
        if (isSecure(url.substring(0, url.indexOf(':')))) {
            options.addAll(List.of("--cacert", files.certificate().toString()));
        }
        return options;
    }

    @Override
    List<String> listen(String url, Credentials files) {
        List<String> options = new ArrayList<>(List.of("--listen", url));
        if (isSecure(url.substring(0, url.indexOf(':')))) {
            options.addAll(List.of(
                    "--cert",
                    files.certificate().toString(),
                    "--key",
                    files.key().toString()));
        }
        return options;
    }
}
