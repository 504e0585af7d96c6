package io.helve.testkit;

import java.util.HexFormat;

/**
 * Bytes without a pattern that can be made again, by another process too: the C programs of the tests make the same
 * bytes from the same seed (a linear congruential generator with Knuth's constants).
 */
public final class RandomBytes {
    private RandomBytes() {}

    /**
     * Returns the first bytes of the sequence of a seed.
     *
     * @param seed the seed
     * @param length the number of bytes
     * @return the bytes
     */
    public static byte[] of(long seed, int length) {
        byte[] bytes = new byte[length];
        long state = seed;
        for (int i = 0; i < length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            bytes[i] = (byte) (state >>> 56);
        }
        return bytes;
    }

    /**
     * Returns a digest that the C programs print too: FNV-1a of 64 bits.
     *
     * @param bytes the bytes
     * @return the digest in hexadecimal digits
     */
    public static String digest(byte[] bytes) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
