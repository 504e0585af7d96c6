package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.Messages;
import java.nio.ByteBuffer;

/**
 * A message of which a part has arrived. Its memory grows with the bytes that have arrived: a length that a peer
 * announces reserves {@link #FIRST} bytes at most.
 */
final class MessageAssembler {
    private static final int FIRST = 8 << 10;

    private final Messages messages;
    private Message message;

    MessageAssembler(Messages messages) {
        this.messages = messages;
    }

    boolean isEmpty() {
        return message == null;
    }

    int filled() {
        return message == null ? 0 : message.length();
    }

    /**
     * Adds bytes from a buffer.
     *
     * @param buffer the bytes
     * @param count how many bytes
     * @param most how long the message can become
     */
    void add(ByteBuffer buffer, int count, int most) {
        int filled = filled();
        if (count > most - filled) {
            throw new AioException(AioError.EMSGSIZE, "a message of more than " + most + " bytes");
        }
        if (message == null) {
            message = messages.alloc();
            message.reserve(Math.min(most, Math.max(FIRST, count)));
        }
        int capacity = message.capacity();
        if (count > capacity - filled) {
            long wanted = Math.max(4L * capacity, (long) filled + count);
            message.reserve((int) Math.min(most, wanted));
        }
        int limit = buffer.limit();
        buffer.limit(buffer.position() + count);
        message.append(buffer);
        buffer.limit(limit);
    }

    /** Ends the present message. {@return the message, with the bytes that have arrived} */
    Message take() {
        Message taken = message == null ? messages.alloc() : message;
        message = null;
        return taken;
    }

    void drop() {
        if (message != null) {
            message.free();
            message = null;
        }
    }
}
