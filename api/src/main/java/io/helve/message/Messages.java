package io.helve.message;

import io.helve.aio.AioException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes messages. A service; without OSGi it is {@code AioRuntime.service(Messages.class)}. May be used by any number
 * of threads.
 */
@ProviderType
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
     * Makes a message with this text, in UTF-8, as its body.
     *
     * @param body the text
     * @return a new message
     */
    Message of(String body);

    /**
     * Makes a message around an array, without copying it. The array belongs to the message from then on and must not be
     * changed any more; a receiver in the same process that changes the message changes a copy.
     *
     * @param body the bytes
     * @return a new message
     */
    Message wrap(byte[] body);
}
