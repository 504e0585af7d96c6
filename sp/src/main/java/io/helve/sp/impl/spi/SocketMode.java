package io.helve.sp.impl.spi;

/** How much a protocol does for the user of a socket. */
public enum SocketMode {
    /** All that the protocol specifies. */
    COOKED(""),

    /** Only what devices need; headers are the user's. */
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
