package io.helve.message;

import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.annotation.ThreadSafe;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes messages. In OSGi this is a service; without OSGi a program gets it by {@link #of(AioRuntime)
 * Messages.of(runtime)}.
 */
@ProviderType
@ThreadSafe
public interface Messages {
    /**
     * Returns the messages of a runtime, for programs without OSGi: the same as
     * {@code SpSockets.of(runtime).messages()}.
     *
     * @param runtime the runtime
     * @return the service, always the same
     * @throws AioException {@code ENOTSUP} if {@code io.helve:io.helve.sp} is missing, {@code ESTOPPED} if the runtime
     *     is closing
     */
    static Messages of(AioRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        return runtime.service(Messages.class);
    }

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
     * @throws IllegalArgumentException if the length is negative
     * @throws AioException {@code ENOMEM} if it is more than an array can hold or the heap has room for
     */
    Message alloc(int length);

    /**
     * Makes a message with a copy of these bytes as its body.
     *
     * @param body the bytes
     * @return a new message
     * @throws AioException {@code ENOMEM} if the heap has no room for the body
     */
    Message of(byte[] body);

    /**
     * Makes a message with a copy of a buffer's remaining bytes as its body, and moves the buffer's position to its
     * limit. Transports make messages of received bytes this way: the body reuses the memory of freed messages if there
     * is any, and that memory is not cleared first.
     *
     * @param body the bytes, from the buffer's position to its limit
     * @return a new message
     * @throws AioException {@code ENOMEM} if the heap has no room for the body
     */
    default Message of(ByteBuffer body) {
        Objects.requireNonNull(body, "body");
        Message message = alloc();
        message.append(body);
        return message;
    }

    /**
     * Makes a message with this text, in UTF-8, as its body.
     *
     * @param body the text
     * @return a new message
     * @throws AioException {@code ENOMEM} if the heap has no room for the body
     */
    Message of(String body);

    /**
     * Makes a message around an array, without copying it. The array belongs to the message from then on, and the
     * caller must not change it any more; a receiver in the same process that changes the message changes a copy.
     *
     * @param body the bytes
     * @return a new message
     */
    Message wrap(byte[] body);
}
