package io.helve.sp.impl.udp;

import java.nio.ByteBuffer;

/**
 * The eight bytes at the beginning of each datagram, as nng 2.0 has them, with little-endian numbers: version, kind,
 * the sender's protocol (16 bits), and two parameters of 16 bits.
 *
 * @param kind what the datagram is
 * @param protocol the number of the protocol that the sender speaks
 * @param first the first parameter
 * @param second the second parameter
 */
record UdpHeader(Kind kind, int protocol, int first, int second) {
    static final int LENGTH = 8;

    private static final byte VERSION = 1;
    private static final int MOST = 0xffff;

    /** What a datagram is; the number on the wire is the ordinal. */
    enum Kind {
        /** A message; the first parameter is its length. */
        DATA,

        /**
         * A connection request: the longest message that the sender receives, and the seconds between its refreshes.
         */
        CREQ,

        /** The answer to a connection request, with the same parameters. */
        CACK,

        /** The end of a connection; the first parameter is the reason. */
        DISC,

        /** Reserved by nng. */
        MESH,

        /** A number that means nothing here. */
        UNKNOWN
    }

    private static final Kind[] KINDS = Kind.values();

    /** {@return the header of a datagram, or null if there is none of this version; the buffer is behind it then} */
    static UdpHeader read(ByteBuffer datagram) {
        if (datagram.remaining() < LENGTH || datagram.get(datagram.position()) != VERSION) {
            return null;
        }
        datagram.get();
        int kind = datagram.get() & 0xff;
        return new UdpHeader(
                KINDS[Math.min(kind, Kind.UNKNOWN.ordinal())],
                readNumber(datagram),
                readNumber(datagram),
                readNumber(datagram));
    }

    private static int readNumber(ByteBuffer datagram) {
        return datagram.get() & 0xff | (datagram.get() & 0xff) << 8;
    }

    void write(ByteBuffer datagram) {
        write(datagram, kind, protocol, first, second);
    }

    static void write(ByteBuffer datagram, Kind kind, int protocol, int first, int second) {
        datagram.put(VERSION).put((byte) kind.ordinal());
        writeNumber(datagram, protocol);
        writeNumber(datagram, first);
        writeNumber(datagram, second);
    }

    private static void writeNumber(ByteBuffer datagram, int number) {
        int fitting = Math.min(number, MOST);
        datagram.put((byte) fitting).put((byte) (fitting >> 8));
    }
}
