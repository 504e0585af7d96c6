package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import java.util.List;
import java.util.stream.Stream;

/** Whom messages are exchanged with, and what cannot be: holes that are not ours. */
enum Against {
    NNG(
            "nng's library",
            "Sockets of libnng in a C program, `itest/interop/src/test/c/peer.c`. The messages of a cell go through one connection.",
            List.of("tcp", "ipc", "ws", "tls+tcp", "wss"),
            List.of(SpProtocol.values())),
    NNGCAT(
            "nngcat",
            "One message a process. 8 MiB with req and rep only: the library is the same as above.",
            List.of("tcp", "ipc", "ws", "tls+tcp"),
            List.of(SpProtocol.values())),
    NANOCAT(
            "nanocat",
            """
            nanomsg has no pair1 and no TLS. nanocat receives no more than 1 MiB, since it has no option for `NN_RCVMAXSIZE`: 8 MiB go to us \
            only, where it does nothing but send.""",
            List.of("tcp", "ipc", "ws"),
            Stream.of(SpProtocol.values())
                    .filter(protocol -> protocol != SpProtocol.PAIR1)
                    .toList());

    final String title;
    final String text;
    final List<String> schemes;
    final List<SpProtocol> protocols;

    Against(String title, String text, List<String> schemes, List<SpProtocol> protocols) {
        this.title = title;
        this.text = text;
        this.schemes = schemes;
        this.protocols = protocols;
    }

    /** {@return the sizes of messages that the peer and these protocols can exchange} */
    List<Integer> sizes(SpProtocol ours) {
        int large = 8 << 20;
        return switch (this) {
            case NNG -> List.of(0, 1, 64 << 10, large);
            case NNGCAT ->
                ours == SpProtocol.REQ || ours == SpProtocol.REP
                        ? List.of(0, 1, 64 << 10, large)
                        : List.of(0, 1, 64 << 10);
            case NANOCAT ->
                ours == SpProtocol.PULL || ours == SpProtocol.SUB
                        ? List.of(0, 1, 64 << 10, large)
                        : List.of(0, 1, 64 << 10);
        };
    }
}
