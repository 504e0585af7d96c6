package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.UnfinishedMessages;
import io.helve.message.Message;
import io.helve.message.Messages;
import java.nio.ByteBuffer;

/**
 * A message of which a part has arrived. Its memory grows with the bytes that have arrived: a length that a peer
 * announces reserves {@link #FIRST} bytes at most. It counts among the unfinished messages of the tenant, and may have
 * to give way to others.
 */
final class MessageAssembler {
    private static final int FIRST = 8 << 10;

    private final Messages messages;
    private final UnfinishedMessages unfinished;
    private final UnfinishedMessages.Entry entry;
    private Message message;

    /**
     * Creates an assembler without a message.
     *
     * @param messages makes messages
     * @param unfinished the unfinished messages of the tenant
     * @param giveUp closes the connection, because its message gives way; any thread may call it
     */
    MessageAssembler(Messages messages, UnfinishedMessages unfinished, Runnable giveUp) {
        this.messages = messages;
        this.unfinished = unfinished;
        entry = new UnfinishedMessages.Entry(giveUp);
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
        int capacity = message == null ? 0 : message.capacity();
        if (message == null) {
            capacity = Math.min(most, Math.max(FIRST, count));
        } else if (count > capacity - filled) {
            capacity = (int) Math.min(most, Math.max(4L * capacity, (long) filled + count));
        }
        if (!unfinished.holds(entry, capacity)) {
            throw new AioException(AioError.ENOMEM, "a message had to give way to others of this tenant");
        }
        if (message == null) {
            message = messages.alloc();
        }
        if (message.capacity() < capacity) {
            message.reserve(capacity);
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
        unfinished.ended(entry);
        return taken;
    }

    void drop() {
        if (message != null) {
            message.free();
            message = null;
            unfinished.ended(entry);
        }
    }
}
