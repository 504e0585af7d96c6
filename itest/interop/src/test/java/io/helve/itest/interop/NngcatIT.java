package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import io.helve.testkit.Installed;
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
class NngcatIT extends ProgramTest {
    @BeforeAll
    static void demandNngcat() {
        Installed.programs("nngcat");
    }

    static Stream<Arguments> everyPair() {
        return Against.NNGCAT.protocols.stream()
                .flatMap(ours -> Against.NNGCAT.schemes.stream()
                        .flatMap(scheme -> Stream.of(Dialing.values())
                                .flatMap(dialing -> Against.NNGCAT.sizes(ours).stream()
                                        .map(size -> Arguments.of(ours, scheme, dialing, size)))));
    }

    @ParameterizedTest(name = "we are {0} over {1}, {2}, {3} bytes")
    @MethodSource("everyPair")
    void everyProtocolOverEveryTransport(SpProtocol ours, String scheme, Dialing dialing, int size) throws Exception {
        exchange(ours, scheme, dialing, size);
    }

    @Override
    Against peer() {
        return Against.NNGCAT;
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
            // what they send before there is somebody is lost, and what is on its way when they end
            case PUSH, PUB, BUS -> command.addAll(List.of("--file", data.toString(), "--interval", "1"));
            // nng 1.5 can lock itself up when a survey begins at the moment the last one ends, which takes a second
            case SURVEYOR -> command.addAll(List.of("--file", data.toString(), "--interval", "2"));
            default -> command.addAll(List.of("--file", data.toString()));
        }
        return command;
    }

    @Override
    List<String> dial(String url) {
        List<String> options = new ArrayList<>(List.of("--async", "--dial", url));
        if (isSecure(url)) {
            options.addAll(List.of("--cacert", Credentials.ofAll().certificate().toString()));
        }
        return options;
    }

    @Override
    List<String> listen(String url) {
        List<String> options = new ArrayList<>(List.of("--listen", url));
        if (isSecure(url)) {
            options.addAll(List.of(
                    "--cert",
                    Credentials.ofAll().certificate().toString(),
                    "--key",
                    Credentials.ofAll().key().toString()));
        }
        return options;
    }
}
