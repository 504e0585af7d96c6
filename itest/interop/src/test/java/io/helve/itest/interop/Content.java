package io.helve.itest.interop;

import io.helve.testkit.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a message says, and how {@code peer.c} is told: short ones in hexadecimal digits, long ones by what they are
 * made from.
 *
 * @param bytes the bytes, not to be changed
 * @param word for a command
 * @param digest as {@code peer.c} prints it
 */
record Content(byte[] bytes, String word, String digest) {
    private static final Map<String, Content> MADE = new ConcurrentHashMap<>();

    static Content text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Content(bytes, hex(bytes), digest(bytes));
    }

    /** {@return bytes without a pattern, the same for the same arguments} */
    static Content random(int size, int seed) {
        return MADE.computeIfAbsent("r" + size + "," + seed, word -> {
            byte[] bytes = RandomBytes.of(seed, size);
            return new Content(bytes, word, digest(bytes));
        });
    }

    static String hex(byte[] bytes) {
        return "x" + HexFormat.of().formatHex(bytes);
    }

    static byte[] unhex(String word) {
        return HexFormat.of().parseHex(word.substring(1));
    }

    /** {@return the length, and FNV-1a} */
    static String digest(byte[] bytes) {
        return bytes.length + " " + RandomBytes.digest(bytes);
    }
}
