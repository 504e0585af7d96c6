package io.helve.message;

import io.helve.aio.AioException;
import io.helve.annotation.NotThreadSafe;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message: a header, which belongs to the protocol, and a body, which is the application's. Mirrors {@code nng_msg};
 * the methods of {@link MessagePart} are those of the body. Messages come from {@link Messages}.
 *
 * <p>A message has one owner at a time, and is used by one thread at a time. A send that succeeds passes the message
 * on: from then on its methods throw {@link IllegalStateException}, except {@link #free}, which does nothing. A send
 * that fails or is cancelled gives the message back. The receiver has an object of its own, also in the same process. A
 * view of the bytes that is used too late never shows another message, nor what the receiver writes.
 */
@ProviderType
@NotThreadSafe
public interface Message extends MessagePart {
    /** The most bytes a header can have: sixteen words of a backtrace. */
    int HEADER_MAX = 64;

    /**
     * Returns the header's bytes. Mirrors {@code nng_msg_header}.
     *
     * @return a read-only view from position 0 to the header's length; valid until the header is changed
     */
    ByteBuffer header();

    /**
     * Returns the body's bytes. The memory of a large body of which there are views is not used again for another
     * message; {@link #toByteArray} and the methods that trim and chop make no view. Mirrors {@code nng_msg_body}.
     *
     * @return a read-only view from position 0 to the body's length; valid until the body is changed, or the message
     *     passed on
     */
    ByteBuffer body();

    /**
     * Returns the body's bytes for writing them in place. Bytes that are shared with duplicates are copied first. If
     * the message is sent to a socket of the same process, the receiver gets a copy, because the view may be kept.
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
     * Copies bytes of the message as it goes over a connection, its header first and then its body, without making a
     * view of it. A caller with a buffer that is too small calls this again, from where the copy has ended.
     *
     * @param position where to begin: 0 is the first byte of the header, or of the body if there is no header
     * @param target where the bytes go, as many as it has room for; its position moves
     * @return the number of bytes copied; 0 at the end of the message
     * @throws IndexOutOfBoundsException if the position is negative or behind the end of the message
     */
    default int copyTo(int position, ByteBuffer target) {
        ByteBuffer header = header();
        ByteBuffer body = body();
        Objects.checkIndex(position, header.limit() + body.limit() + 1);
        int copied = 0;
        if (position < header.limit()) {
            header.position(position);
            copied = transfer(header, target);
        }
        body.position(Math.max(0, position - header.limit()));
        return copied + transfer(body, target);
    }

    private static int transfer(ByteBuffer source, ByteBuffer target) {
        int count = Math.min(source.remaining(), target.remaining());
        target.put(source.limit(source.position() + count));
        return count;
    }

    /**
     * Returns a copy of the body's bytes.
     *
     * @return a new array
     */
    byte[] toByteArray();

    /**
     * Returns how long the body can become before its bytes have to be moved to a larger place. Mirrors
     * {@code nng_msg_capacity}.
     *
     * @return the capacity in bytes
     */
    int capacity();

    /**
     * Makes sure that the body can become as long as that without being moved. Mirrors {@code nng_msg_reserve}.
     *
     * @param capacity the capacity in bytes
     * @throws AioException {@code EINVAL} if it is negative, {@code ENOMEM} if it is more than an array can hold
     */
    void reserve(int capacity);

    /**
     * Sets the body's length: cuts bytes off its end, or appends zeros. Mirrors {@code nng_msg_realloc}, which appends
     * arbitrary bytes.
     *
     * @param length the new length in bytes
     * @throws AioException {@code EINVAL} if it is negative, {@code ENOMEM} if it is more than an array can hold
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
     * Returns the pipe that the message was received from, or that was set; see {@code io.helve.sp.SpPipe.of}. Mirrors
     * {@code nng_msg_get_pipe}.
     *
     * @return the pipe, or {@code null} if there is none
     */
    MessagePipe pipe();

    /**
     * Sets what {@link #pipe} returns. As in nng, only the polyamorous mode of pair1 sends by the pipe
     * ({@code io.helve.sp.SpSockets.openPoly}): otherwise a reply goes to where its request came from, and raw sockets
     * send by the message's header. A send that succeeds forgets the pipe. Mirrors {@code nng_msg_set_pipe}.
     *
     * @param pipe the pipe, or null
     */
    void setPipe(MessagePipe pipe);

    /**
     * Frees the message, so that its memory can be used again if nobody has a view of it. Calling this is never
     * necessary: a message that is not freed is collected as garbage. Methods called later throw
     * {@link IllegalStateException}, except this one, which does nothing. Mirrors {@code nng_msg_free}.
     */
    void free();
}
