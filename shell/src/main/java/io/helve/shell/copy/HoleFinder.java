package io.helve.shell.copy;

import java.nio.ByteBuffer;

/**
 * Finds the zeros at both ends of a chunk, in whole blocks of a file system: where they are not written, a new file has
 * holes and needs no space. Java cannot ask a file for its holes ({@code SEEK_HOLE}), so a hole is recognised by its
 * content, as {@code cp --sparse=always} does.
 */
final class HoleFinder {
    /** The block size of common file systems; a hole consists of whole blocks. */
    static final int BLOCK = 4096;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK).asReadOnlyBuffer();

    private HoleFinder() {}

    /**
     * Moves the buffers' positions behind the zero blocks at their start.
     *
     * @return how many bytes were skipped
     */
    static long skipLeading(ByteBuffer[] buffers) {
        long skipped = 0;
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                int length = Math.min(BLOCK, buffer.remaining());
                if (!isZero(buffer, buffer.position(), length)) {
                    return skipped;
                }
                buffer.position(buffer.position() + length);
                skipped += length;
            }
        }
        return skipped;
    }

    /**
     * Moves the buffers' limits before the zero blocks at their end. Blocks are counted from the positions of the
     * buffers.
     */
    static void skipTrailing(ByteBuffer[] buffers) {
        for (int i = buffers.length - 1; i >= 0; i--) {
            ByteBuffer buffer = buffers[i];
            while (buffer.hasRemaining()) {
                int rest = buffer.remaining() % BLOCK;
                int length = rest == 0 ? BLOCK : rest;
                if (!isZero(buffer, buffer.limit() - length, length)) {
                    return;
                }
                buffer.limit(buffer.limit() - length);
            }
        }
    }

    private static boolean isZero(ByteBuffer buffer, int position, int length) {
        return buffer.get(position) == 0 && buffer.slice(position, length).mismatch(ZEROS.slice(0, length)) < 0;
    }
}
