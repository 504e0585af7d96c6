package io.helve.bench.sp;

import io.helve.sp.SpProtocol;
import java.util.List;
import java.util.Locale;

/**
 * What one side of a case is.
 *
 * @param function what it does
 * @param protocol what it speaks: pair, req, rep, push, pull, pub, sub
 * @param listens whether it listens, and does not dial
 * @param url where
 * @param size of its messages
 * @param sockets how many sockets do the same
 */
record Role(Function function, String protocol, boolean listens, String url, int size, int sockets) {
    /** What sockets do. */
    enum Function {
        /** Send each message back. */
        ECHO,
        /** Sends a message, and sends it again each time it has come back. */
        ASK,
        /** Receive. */
        SINK,
        /** Send. */
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
