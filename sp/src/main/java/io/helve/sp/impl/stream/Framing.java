package io.helve.sp.impl.stream;

import java.util.Set;

/** How messages are told apart. */
enum Framing {
    /** A length of eight bytes before each message, after a handshake. */
    LENGTH(8),

    /** A byte that is 1, then the length. */
    TYPED(9),

    /** The stream does it: no handshake, no length. */
    MESSAGES(0);

    /** All schemes that are known here. */
    static final Set<String> SCHEMES =
            Set.of("tcp", "tcp4", "tcp6", "tls+tcp", "tls+tcp4", "tls+tcp6", "ipc", "unix", "abstract", "ws", "wss");

    /** How many bytes precede each message. */
    final int prefix;

    Framing(int prefix) {
        this.prefix = prefix;
    }

    static Framing of(String scheme) {
        return switch (scheme) {
            case "ipc", "unix", "abstract" -> TYPED;
            case "ws", "wss" -> MESSAGES;
            default -> LENGTH;
        };
    }
}
