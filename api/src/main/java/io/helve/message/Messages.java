package io.helve.message;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes messages. A service; without OSGi it is {@code AioRuntime.service(Messages.class)}. May be used by any number
 * of threads.
 */
@ProviderType
@ThreadSafe
public interface Messages {
    /**
     * Makes an empty message.
     *
     * @return a new message
     */
    Message alloc();

    /**
     * Makes a message with a body of zeros, to be filled through {@link Message#writableBody}. Mirrors
     * {@code nng_msg_alloc}.
     *
     * @param length the body's length
     * @return a new message
     * @throws AioException {@code EINVAL} if the length is negative, {@code ENOMEM} if it is more than an array can
     *     hold
     */
    Message alloc(int length);

    /**
     * Makes a message with a copy of these bytes as its body.
     *
     * @param body the bytes
     * @return a new message
     */
    Message of(byte[] body);

    /**
     * Makes a message with a copy of what a buffer holds as its body, and moves the buffer's position to its limit. The
     * body's memory is taken from messages that have been freed if there is any, and is not cleared before: the way to
     * make messages of bytes that have been received.
     *
     * @param body the bytes, from the buffer's position to its limit
     * @return a new message
     */
    default Message of(ByteBuffer body) {
        Message message = alloc();
        message.append(body);
        return message;
    }

    /**
     * Makes a message with this text, in UTF-8, as its body.
     *
     * @param body the text
     * @return a new message
     */
    Message of(String body);

    /**
     * Makes a message around an array, without copying it. The array belongs to the message from then on and must not
     * be changed any more; a receiver in the same process that changes the message changes a copy.
     *
     * @param body the bytes
     * @return a new message
     */
    Message wrap(byte[] body);
}
