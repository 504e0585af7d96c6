package io.helve.sp.impl.contract;

/** How much a protocol does for the user of a socket. */
public enum SocketMode {
    /** The protocol follows its whole specification. */
    COOKED(""),

    /** The protocol does only what devices need; the user reads and writes headers. */
    RAW("raw "),

    /** Pair1 with any number of peers. */
    POLYAMOROUS("polyamorous ");

    private final String prefix;

    SocketMode(String prefix) {
        this.prefix = prefix;
    }

    /** {@return what precedes the protocol's name in a description of the socket} */
    public String prefix() {
        return prefix;
    }
}
