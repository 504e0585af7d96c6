package io.helve.message;

import io.helve.aio.AioException;
import io.helve.annotation.NotThreadSafe;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message: a header, which belongs to the protocol, and a body, which is the application's. Mirrors {@code nng_msg};
 * the methods of {@link MessagePart} are those of the body. Messages come from {@link Messages}.
 *
 * <p>A message has one owner at a time, and one thread at a time uses it. A send that succeeds passes the message on:
 * all methods of the sender's object then throw {@link IllegalStateException}, except {@link #free}, which does
 * nothing. After a send that fails or is cancelled the message still belongs to the sender. The receiver has an object
 * of its own, also in the same process. A view of the bytes that is used after the message was passed on never shows
 * another message, nor what the receiver writes.
 */
@ProviderType
@NotThreadSafe
public interface Message extends MessagePart, AutoCloseable {
    /** The largest length of a header in bytes: sixteen words of a backtrace. */
    int HEADER_MAX = 64;

    /**
     * Returns the header's bytes. Mirrors {@code nng_msg_header}.
     *
     * @return a read-only view from position 0 to the header's length; valid until the header is changed
     */
    ByteBuffer header();

    /**
     * Returns the body's bytes. The memory of a large body that has views is not used again for another message;
     * {@link #toByteArray} and the methods that trim and chop make no view. Mirrors {@code nng_msg_body}.
     *
     * @return a read-only view from position 0 to the body's length; valid until the body is changed, or the message
     *     passed on
     */
    ByteBuffer body();

    /**
     * Returns the body's bytes for writing them in place. Bytes that are shared with duplicates are copied first. If
     * the message is sent to a socket of the same process, the receiver gets a copy, because the sender may have kept
     * the view.
     *
     * @return a view from position 0 to the body's length; valid until the body is changed otherwise, duplicated, or
     *     the message passed on
     */
    ByteBuffer writableBody();

    /**
     * Returns the header for changing it. Applications need it with raw sockets only. Mirrors the family of
     * {@code nng_msg_header_append}.
     *
     * @return the header, always the same object
     */
    MessagePart head();

    /**
     * Returns a copy of the body's bytes.
     *
     * @return a new array
     */
    byte[] toByteArray();

    /**
     * Returns the body as text, in UTF-8; malformed bytes become the replacement character.
     *
     * <pre>{@code
     * try (Message request = rep.receive()) {
     *     handle(request.text());
     * }
     * }</pre>
     *
     * @return the text
     */
    default String text() {
        return new String(toByteArray(), StandardCharsets.UTF_8);
    }

    /**
     * Returns a stream that reads the body from its first byte on, without copying the body.
     *
     * <pre>{@code
     * Properties settings = new Properties();
     * settings.load(message.inputStream());
     * }</pre>
     *
     * @return a stream, valid until the body is changed or the message passed on; the stream does not free the message
     */
    default InputStream inputStream() {
        return new BodyInput(body());
    }

    /**
     * Returns a stream that appends what is written to the body, without collecting the bytes elsewhere. The stream
     * throws what {@link #append(byte[])} throws.
     *
     * <pre>{@code
     * Message message = messages.alloc();
     * settings.store(message.outputStream(), null);
     * socket.send(message);
     * }</pre>
     *
     * @return a stream; {@code close} and {@code flush} do nothing
     */
    default OutputStream outputStream() {
        return new BodyOutput(this);
    }

    /**
     * Returns how long the body can become before its bytes have to be copied into a larger array. Mirrors
     * {@code nng_msg_capacity}.
     *
     * @return the capacity in bytes
     */
    int capacity();

    /**
     * Ensures that the body can grow to the given capacity without being copied. Mirrors {@code nng_msg_reserve}.
     *
     * @param capacity the capacity in bytes
     * @throws IllegalArgumentException if the capacity is negative
     * @throws AioException {@code ENOMEM} if it is more than an array can hold or the heap has room for
     */
    void reserve(int capacity);

    /**
     * Sets the body's length: cuts bytes off its end, or appends zeros. Mirrors {@code nng_msg_realloc}, which appends
     * arbitrary bytes.
     *
     * @param length the new length in bytes
     * @throws IllegalArgumentException if the length is negative
     * @throws AioException {@code ENOMEM} if it is more than an array can hold or the heap has room for
     */
    void resize(int length);

    /**
     * Returns a second message with the same header, body and pipe. The body's bytes are shared until one of the two
     * changes them. Mirrors {@code nng_msg_dup}.
     *
     * @return a new message
     */
    Message duplicate();

    /**
     * Returns the pipe that the message was received from, or the pipe that was set; see {@code io.helve.sp.SpPipe.of}.
     * Mirrors {@code nng_msg_get_pipe}.
     *
     * @return the pipe, or {@code null} if there is none
     */
    @Nullable
    MessagePipe pipe();

    /**
     * Sets the pipe that {@link #pipe} returns. As in nng, only the polyamorous mode of pair1
     * ({@code io.helve.sp.SpSockets.openPoly}) sends a message to the peer of its pipe. With other protocols a reply
     * goes to the peer that sent the request, and raw sockets choose the peer by the message's header. A send that
     * succeeds clears the pipe. Mirrors {@code nng_msg_set_pipe}.
     *
     * @param pipe the pipe, or {@code null}
     */
    void setPipe(@Nullable MessagePipe pipe);

    /**
     * Frees the message, so that its memory can be used again unless a view of it exists. Calling this is never
     * necessary: the garbage collector reclaims messages that nobody frees. All methods of a freed message throw
     * {@link IllegalStateException}, except {@code free}, which does nothing. Mirrors {@code nng_msg_free}.
     */
    void free();

    /** Frees the message, as {@link #free} does; nothing happens if the message was sent. */
    @Override
    default void close() {
        free();
    }
}
