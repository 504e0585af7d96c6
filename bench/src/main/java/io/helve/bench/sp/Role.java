package io.helve.bench.sp;

import io.helve.sp.SpProtocol;
import java.util.List;
import java.util.Locale;

/**
 * The role of one side of a case.
 *
 * @param function the function of the side's sockets
 * @param protocol the protocol of the sockets: pair, req, rep, push, pull, pub or sub
 * @param listens whether the side listens; otherwise it dials
 * @param url the URL to listen at or to dial
 * @param size the size of a message in bytes
 * @param sockets how many sockets the side opens
 */
record Role(Function function, String protocol, boolean listens, String url, int size, int sockets) {
    /** The function of a socket. */
    enum Function {
        /** Sends each message back. */
        ECHO,
        /** Sends a message, and sends it again each time it has come back. */
        ASK,
        /** Receives only. */
        SINK,
        /** Sends only. */
        SOURCE
    }

    SpProtocol spProtocol() {
        return switch (protocol) {
            case "pair" -> SpProtocol.PAIR1;
            case "req" -> SpProtocol.REQ;
            case "rep" -> SpProtocol.REP;
            case "push" -> SpProtocol.PUSH;
            case "pull" -> SpProtocol.PULL;
            case "pub" -> SpProtocol.PUB;
            case "sub" -> SpProtocol.SUB;
            default -> throw new IllegalArgumentException("no such protocol: " + protocol);
        };
    }

    static Role of(List<String> words) {
        return new Role(
                Function.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
                words.get(1),
                words.get(2).equals("listen"),
                words.get(3),
                Integer.parseInt(words.get(4)),
                Integer.parseInt(words.get(5)));
    }
}
