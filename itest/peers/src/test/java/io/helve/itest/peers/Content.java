package io.helve.itest.peers;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that look random and can be made again, on the other side too: {@code streams.c} has the same. */
final class Content {
    private Content() {}

    /** As many bytes of the sequence with this seed. */
    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        long state = seed;
        for (int i = 0; i < length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            bytes[i] = (byte) (state >>> 56);
        }
        return bytes;
    }

    /** Lines of printable text, each with its end, of about this length in all. */
    static String lines(long seed, int length) {
        StringBuilder text = new StringBuilder(length + 1000);
        byte[] random = bytes(seed, length);
        for (int i = 0; i < length; i++) {
            text.append(i % 1000 == 999 ? '\n' : (char) ('a' + (random[i] & 15)));
        }
        return text.append('\n').toString();
    }

    /** SHA-256 as {@code sha256sum} prints it. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** FNV-1a of 64 bits, in hexadecimal digits. */
    static String fnv(byte[] bytes) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
