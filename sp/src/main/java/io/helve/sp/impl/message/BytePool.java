package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.util.Arrays;

/**
 * Keeps arrays of large bodies, so that they need not be cleared and collected again and again. Small arrays are not
 * pooled, because the JVM allocates a small array faster than a pool that several threads share. The pool is bounded;
 * an array that it has no room for is left to the garbage collector.
 */
final class BytePool {
    /** The smallest and the largest array that is pooled, as powers of two. */
    private static final int SMALLEST = 12;

    private static final int LARGEST = 20;

    /** The largest number of bytes, and of arrays, that are kept of each size. */
    private static final int MOST_BYTES = 2 << 20;

    private static final int MOST_ARRAYS = 64;

    /** A stack for each size; each has its own monitor. */
    private final Stack[] stacks = new Stack[LARGEST - SMALLEST + 1];

    BytePool() {
        for (int i = 0; i < stacks.length; i++) {
            stacks[i] = new Stack(Math.min(MOST_ARRAYS, MOST_BYTES >> SMALLEST + i));
        }
    }

    /**
     * Returns an array of that size or more, with arbitrary content.
     *
     * @param size how many bytes
     * @return the array
     * @throws AioException {@code ENOMEM} if the heap has no room for it
     */
    byte[] take(int size) {
        Stack stack = stackFor(size);
        if (stack == null) {
            return allocate(size);
        }
        byte[] pooled = stack.pop();
        return pooled != null ? pooled : allocate(1 << powerFor(size));
    }

    private static byte[] allocate(int size) {
        try {
            return new byte[size];
        } catch (OutOfMemoryError e) {
            throw new AioException(AioError.ENOMEM, "the heap has no room for a body of " + size + " bytes", e);
        }
    }

    /**
     * Returns an array of that size or more, with zeros up to there.
     *
     * @param size how many bytes
     * @return the array
     * @throws AioException {@code ENOMEM} if the heap has no room for it
     */
    byte[] takeCleared(int size) {
        Stack stack = stackFor(size);
        byte[] pooled = stack == null ? null : stack.pop();
        if (pooled == null) {
            return allocate(stack == null ? size : 1 << powerFor(size));
        }
        Arrays.fill(pooled, 0, size, (byte) 0);
        return pooled;
    }

    /**
     * Takes back an array that is no longer used or visible outside; an array of another size is left to the collector.
     */
    void give(byte[] bytes) {
        if (Integer.bitCount(bytes.length) == 1) {
            Stack stack = stackFor(bytes.length);
            if (stack != null) {
                stack.push(bytes);
            }
        }
    }

    private Stack stackFor(int size) {
        // a size of half the smallest array or less is not rounded up to it: the waste would be too large
        return size <= 1 << SMALLEST - 1 || size > 1 << LARGEST ? null : stacks[powerFor(size) - SMALLEST];
    }

    private static int powerFor(int size) {
        return 32 - Integer.numberOfLeadingZeros(size - 1);
    }

    private static final class Stack {
        private final byte[][] arrays;
        private int count;

        Stack(int most) {
            arrays = new byte[most][];
        }

        synchronized byte[] pop() {
            if (count == 0) {
                return null;
            }
            byte[] top = arrays[--count];
            arrays[count] = null;
            return top;
        }

        synchronized void push(byte[] bytes) {
            if (count < arrays.length) {
                arrays[count++] = bytes;
            }
        }
    }
}
