package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.message.SpMessage;
import java.nio.ByteBuffer;

/**
 * A message of which a part has arrived. Its memory grows with the bytes that have arrived: a length that a peer
 * announces reserves {@link #FIRST} bytes at most.
 */
final class MessageAssembler {
    private static final int FIRST = 64 << 10;

    private final MessagePool pool;
    private SpMessage message;
    private int filled;

    MessageAssembler(MessagePool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return filled == 0;
    }

    int filled() {
        return filled;
    }

    /**
     * Adds bytes from a buffer.
     *
     * @param buffer the bytes
     * @param count how many bytes
     * @param most how long the message can become
     */
    void add(ByteBuffer buffer, int count, int most) {
        if (count > most - filled) {
            throw new AioException(AioError.EMSGSIZE, "a message of more than " + most + " bytes");
        }
        if (message == null) {
            message = pool.allocDirty(Math.min(most, Math.max(FIRST, count)));
        }
        int has = message.bodyLength();
        if (count > has - filled) {
            long wanted = Math.max(4L * has, (long) filled + count);
            message.lengthen((int) Math.min(most, wanted) - has);
        }
        buffer.get(message.array(), message.arrayOffset() + filled, count);
        filled += count;
    }

    /** Ends the present message. {@return the message, with the bytes that have arrived} */
    SpMessage take() {
        SpMessage taken = message == null ? pool.allocDirty(0) : message;
        taken.chop(taken.bodyLength() - filled);
        message = null;
        filled = 0;
        return taken;
    }

    void drop() {
        if (message != null) {
            message.dispose();
            message = null;
        }
        filled = 0;
    }
}
