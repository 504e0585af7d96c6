package io.helve.net.ws;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** The masking of what clients send. An instance makes the keys of one connection. */
final class Mask {
    /** Keys are fetched many at a time: one alone would cost more than the frame. */
    private static final int SUPPLY = 64;

    private final SecureRandom random;
    private final ByteBuffer keys = ByteBuffer.allocate(SUPPLY * Integer.BYTES).limit(0);

    Mask(SecureRandom random) {
        this.random = random;
    }

    /** {@return a key that nobody can foresee} */
    int newKey() {
        if (!keys.hasRemaining()) {
            keys.clear();
            random.nextBytes(keys.array());
        }
        return keys.getInt();
    }

    /**
     * Masks or unmasks bytes in their place.
     *
     * @param data where they are
     * @param index of the first
     * @param length how many
     * @param key the key
     * @param offset the first one's place in its frame
     */
    static void apply(ByteBuf data, int index, int length, int key, long offset) {
        int turned = Integer.rotateLeft(key, 8 * (int) (offset & 3));
        long twice = turned & 0xffffffffL | (long) turned << 32;
        int end = index + length;
        int at = index;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            data.setLong(at, data.getLong(at) ^ twice);
        }
        for (int shift = 24; at < end; at++, shift = shift == 0 ? 24 : shift - 8) {
            data.setByte(at, data.getByte(at) ^ turned >>> shift);
        }
    }
}
