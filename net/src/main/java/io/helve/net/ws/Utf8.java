package io.helve.net.ws;

import io.netty.buffer.ByteBuf;

/** Checks text that comes in pieces; a character may be cut anywhere. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** How many bytes the character lacks. */
    private int missing;

    /** The range of the next one. */
    private int least;

    private int most;

    /** {@return whether this may go on as UTF-8 with these bytes} */
    boolean accepts(ByteBuf data, int index, int length) {
        int end = index + length;
        int at = index;
        while (at < end) {
            if (missing == 0 && at + Long.BYTES <= end && (data.getLong(at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (!accepts(data.getByte(at++) & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private boolean accepts(int octet) {
        if (missing == 0) {
            return octet < 0x80 || begins(octet);
        }
        boolean fits = octet >= least && octet <= most;
        missing--;
        least = 0x80;
        most = 0xbf;
        return fits;
    }

    /** No overlong forms, no surrogates, nothing above U+10FFFF. */
    private boolean begins(int octet) {
        missing = octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3;
        least = octet == 0xe0 ? 0xa0 : octet == 0xf0 ? 0x90 : 0x80;
        most = octet == 0xed ? 0x9f : octet == 0xf4 ? 0x8f : 0xbf;
        return octet >= 0xc2 && octet <= 0xf4;
    }

    /** Ends the text. {@return whether it does not end in the middle of a character} */
    boolean end() {
        boolean whole = missing == 0;
        missing = 0;
        return whole;
    }
}
