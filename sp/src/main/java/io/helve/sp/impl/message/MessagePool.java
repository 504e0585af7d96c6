package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Messages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Makes messages over one pool of memory. */
public final class MessagePool implements Messages {
    private final BytePool pool = new BytePool();

    /** Creates a pool that holds nothing yet. */
    public MessagePool() {}

    @Override
    public SpMessage alloc() {
        return new SpMessage(pool, Part.NO_BYTES, 0, Body.Exposure.HIDDEN);
    }

    @Override
    public SpMessage alloc(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative, but is " + length);
        }
        if (length > Body.LONGEST) {
            throw new AioException(AioError.ENOMEM, "a body of " + length + " bytes is longer than an array can be");
        }
        return new SpMessage(
                pool, length == 0 ? Part.NO_BYTES : pool.takeCleared(length), length, Body.Exposure.HIDDEN);
    }

    /**
     * Makes a message that the caller fills: its body may hold anything.
     *
     * @param length the body's length
     * @return a new message
     */
    public SpMessage allocDirty(int length) {
        return new SpMessage(pool, length == 0 ? Part.NO_BYTES : pool.take(length), length, Body.Exposure.HIDDEN);
    }

    @Override
    public SpMessage of(byte[] body) {
        Objects.requireNonNull(body, "body");
        SpMessage message = allocDirty(body.length);
        System.arraycopy(body, 0, message.bytes, 0, body.length);
        return message;
    }

    @Override
    public SpMessage of(ByteBuffer body) {
        Objects.requireNonNull(body, "body");
        SpMessage message = allocDirty(body.remaining());
        body.get(message.bytes, 0, message.length);
        return message;
    }

    @Override
    public SpMessage of(String body) {
        Objects.requireNonNull(body, "body");
        byte[] bytes;
        try {
            bytes = body.getBytes(StandardCharsets.UTF_8);
        } catch (OutOfMemoryError e) {
            throw new AioException(
                    AioError.ENOMEM, "the heap has no room for a text of " + body.length() + " characters", e);
        }
        return new SpMessage(pool, bytes, bytes.length, Body.Exposure.HIDDEN);
    }

    @Override
    public SpMessage wrap(byte[] body) {
        return new SpMessage(pool, Objects.requireNonNull(body, "body"), body.length, Body.Exposure.READABLE);
    }
}
