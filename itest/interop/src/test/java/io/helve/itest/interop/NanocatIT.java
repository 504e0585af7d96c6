package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import io.helve.testkit.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Debian's nanocat, which is nanomsg's; it has no pair1 and no TLS. */
class NanocatIT extends ProgramTest {
    @BeforeAll
    static void demandNanocat() {
        Installed.programs("nanocat");
    }

    static Stream<Arguments> everyPair() {
        return Against.NANOCAT.protocols.stream()
                .flatMap(ours -> Against.NANOCAT.schemes.stream()
                        .flatMap(scheme -> Stream.of(Dialing.values())
                                .flatMap(dialing -> Against.NANOCAT.sizes(ours).stream()
                                        .map(size -> Arguments.of(ours, scheme, dialing, size)))));
    }

    @ParameterizedTest(name = "we are {0} over {1}, {2}, {3} bytes")
    @MethodSource("everyPair")
    void everyProtocolOverEveryTransport(SpProtocol ours, String scheme, Dialing dialing, int size) throws Exception {
        exchange(ours, scheme, dialing, size);
    }

    @Override
    Against peer() {
        return Against.NANOCAT;
    }

    @Override
    List<String> command(SpProtocol protocol, Path data) {
        List<String> command = new ArrayList<>(List.of("nanocat", "--" + protocol.protocolName()));
        if (receives(protocol)) {
            command.add("--msgpack");
        }
        if (protocol != SpProtocol.PULL && protocol != SpProtocol.SUB) {
            // it does not survive an empty file
            command.addAll(isEmpty(data) ? List.of("--data", "") : List.of("--file", data.toString()));
        }
        switch (protocol) {
            // what they send before there is somebody is lost, and what is on its way when they end
            case PUSH, PUB, BUS, SURVEYOR -> command.addAll(List.of("--interval", "1"));
            default -> {}
        }
        return command;
    }

    private static boolean isEmpty(Path data) {
        try {
            return Files.size(data) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    List<String> dial(String url) {
        return List.of("--connect", url);
    }

    @Override
    List<String> listen(String url) {
        return List.of("--bind", url.replace("/interop", "")); // nanomsg binds no path, and takes any
    }
}
