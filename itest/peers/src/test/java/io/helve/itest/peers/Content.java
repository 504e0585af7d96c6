package io.helve.itest.peers;

import io.helve.testkit.RandomBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Text for programs that handle lines, and the digest that {@code sha256sum} prints. */
final class Content {
    private Content() {}

    /** Lines of printable text, each with its end, of about this length in all. */
    static String lines(long seed, int length) {
        StringBuilder text = new StringBuilder(length + 1000);
        byte[] random = RandomBytes.of(seed, length);
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
}
