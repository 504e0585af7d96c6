package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.annotation.ThreadSafe;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection. Mirrors {@code nng_stream}.
 *
 * <p><b>Order.</b> One send and one receive run at a time; further operations queue and are served in the order in
 * which they were started.
 *
 * <p><b>Bytes or messages.</b> Over {@code tcp}, {@code ipc} and {@code tls+tcp} a stream moves bytes. If
 * {@link #isMessageOriented} (over {@code ws}, {@code wss} and a dialed {@code udp}) each send is one message.
 *
 * <p><b>Flow control.</b> The stream reads from the socket only while a receive waits or the read-ahead has room, so a
 * slow reader stops the sender. A send takes the bytes of the handle's buffers into a bounded write buffer whenever the
 * write buffer has room. So a send ends when the write buffer has taken the last byte, not when the peer has received
 * it; bytes that were taken go out before later bytes. Memory for one connection is at most the sum of
 * {@link StreamOptions#READ_AHEAD}, {@link StreamOptions#WRITE_BUFFER} and the bytes of one read (64 KiB); with
 * messages also {@link StreamOptions#RECEIVE_MAX} and the longest message that is being sent; over {@code ws} and
 * {@code wss} also the memory of a frame that is being collected, a few times {@link StreamOptions#WS_FRAME_MAX} at
 * worst.
 *
 * <p><b>Results</b> of sends and receives: {@code ECONNSHUT} for a receive after the peer has ended its side in an
 * orderly way, and for a send after {@link #shutdown}; {@code ECONNRESET}, {@code ECONNABORTED}, {@code ETIMEDOUT} when
 * the connection is lost, {@code ECONNREFUSED} over {@code udp} when no program has the port, {@code ECRYPTO} when the
 * peer violates TLS or refuses the certificate of this side, {@code EPROTO} when the peer violates WebSocket,
 * {@code EINVAL} for a receive into a read-only buffer, {@code EMSGSIZE}, {@code ECLOSED} after {@link #close},
 * {@code ESYSERR}. Receives first get the bytes that arrived before such an end.
 */
@ProviderType
@ThreadSafe
public interface Stream extends AutoCloseable {
    /**
     * Starts to send the bytes of the handle's iov, from each buffer's position to its limit. The operation completes
     * when the stream has taken all bytes, or when the operation is cancelled, times out or fails; {@code count} is
     * always the number of bytes taken, and the buffers' positions have moved by that number. The stream takes either
     * all bytes of a message or none. Mirrors {@code nng_stream_send}, which may transfer less.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void send(Aio aio);

    /**
     * Starts to receive into the handle's iov. The operation completes as soon as any bytes have arrived; {@code count}
     * is the number of bytes received, perhaps fewer than the iov has room for, and the buffers' positions have moved
     * by that number. Cancelling loses no byte: bytes that arrive later go to the next receive. Mirrors
     * {@code nng_stream_recv}.
     *
     * <p>If a message is longer than the iov, the next receive continues with the rest; output 1 is
     * {@link Boolean#TRUE} if this receive got the end of the message. On a message-oriented stream, a receive with an
     * empty iov gets a whole message: output 0 is a new {@link java.nio.ByteBuffer} from position 0 to the message's
     * length, and {@code count} is that length. (Over {@code udp} the next receive does not continue with a datagram:
     * the bytes that do not fit are lost, and the result is {@code EMSGSIZE}.) On a stream of bytes, a receive with an
     * empty iov ends with {@code EINVAL}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void receive(Aio aio);

    /**
     * Starts to end this side of the connection in an orderly way: the stream sends the bytes that it has taken, tells
     * the peer that no more bytes follow, and completes the operation. Sends started before are served first, later
     * sends end with {@code ECONNSHUT}; receiving goes on. Over {@code ws} this is the closing handshake. If the
     * operation is cancelled or times out, the stream still sends the remaining bytes, unless the stream is closed.
     *
     * <p>Not every connection can be half open. Over TLS 1.2, which requires this, and over {@code ipc} without epoll,
     * the peer's side ends as soon as the peer learns of the end of this side: the peer's sends, also a send in
     * progress, end with {@code ECONNSHUT}. This side still receives the bytes that the peer has already written; bytes
     * that the peer has taken and not written yet may be lost. A program that expects an answer after its own shutdown
     * needs {@code tcp} or TLS 1.3, or must announce its end by a message instead.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void shutdown(Aio aio);

    /**
     * Sends as {@link #send} does, and returns a future of the number of bytes that were sent. The buffers belong to
     * the operation until the future completes. Cancelling the future cancels the send, which may still take bytes for
     * a moment: a caller that goes on with the buffers after a cancel uses {@link #send}.
     *
     * <pre>{@code
     * stream.sendAsync(ByteBuffer.wrap(bytes)).thenRun(this::sendNext);
     * }</pre>
     *
     * @param buffers the bytes, up to {@value Aio#IOV_MAX} buffers
     * @return the future; it fails with {@link AioException} with the results of {@link #send}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<Long> sendAsync(ByteBuffer... buffers) {
        return StreamTransfers.submit(factory(), this::send, buffers);
    }

    /**
     * Receives as {@link #receive} does, and returns a future of the number of bytes that were received. The buffers
     * belong to the operation until the future completes. Cancelling the future cancels the receive; bytes that arrive
     * at that moment are lost. A caller that wants to receive further bytes after a cancel uses {@link #receive}.
     *
     * <pre>{@code
     * ByteBuffer buffer = ByteBuffer.allocate(4096);
     * stream.receiveAsync(buffer).thenAccept(count -> print(buffer.flip()));
     * }</pre>
     *
     * @param buffers get the bytes, up to {@value Aio#IOV_MAX} buffers
     * @return the future; it fails with {@link AioException} with the results of {@link #receive}, at the end of the
     *     stream {@code ECONNSHUT}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<Long> receiveAsync(ByteBuffer... buffers) {
        return StreamTransfers.submit(factory(), this::receive, buffers);
    }

    /**
     * Ends this side of the connection as {@link #shutdown} does, and returns a future of its end.
     *
     * @return the future; it fails with {@link AioException} with the results of {@link #shutdown}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<@Nullable Void> shutdownAsync() {
        return factory().submit(this::shutdown, aio -> null);
    }

    /**
     * Returns the receiving side of this stream for code that reads from an {@link InputStream}. A read waits as a
     * receive does; an interrupt ends it with {@link java.io.InterruptedIOException}, and no byte is lost. At the end
     * of the stream a read returns -1; other failures are an {@link java.io.IOException} whose cause is an
     * {@link AioException}. Closing the view closes the stream. Like {@link Aio#await()}, a read in a callback throws
     * {@link IllegalStateException} where waiting may deadlock.
     *
     * <pre>{@code
     * var lines = new BufferedReader(new InputStreamReader(stream.inputStream(), StandardCharsets.UTF_8));
     * }</pre>
     *
     * @return a new view; views and operations of one stream may be mixed
     */
    default InputStream inputStream() {
        return new StreamInput(this);
    }

    /**
     * Returns the sending side of this stream for code that writes to an {@link OutputStream}. A write waits until the
     * stream has taken all bytes. Closing the view ends the output in order, as {@link #shutdown} does, and waits for
     * that; it does not close the stream. Interrupts and failures are those of {@link #inputStream()}.
     *
     * <pre>{@code
     * try (OutputStream out = stream.outputStream()) {
     *     Files.copy(path, out);
     * }
     * }</pre>
     *
     * @return a new view
     */
    default OutputStream outputStream() {
        return new StreamOutput(this);
    }

    /**
     * Returns this stream as a {@link ByteChannel} for code that works with channels. Closing the channel ends the
     * output in order, waits for that, and closes the stream. Interrupts and failures are those of
     * {@link #inputStream()}.
     *
     * @return a new view
     */
    default ByteChannel byteChannel() {
        return new StreamChannel(this);
    }

    /**
     * Returns the factory that makes the handles of the asynchronous methods of this object: that of its tenant.
     *
     * @return the factory, always the same
     * @throws AioException {@code ENOTSUP} if the provider of the scheme knows no factory, or there is none at present.
     *     Then a factory of the caller does the same: {@code factory.submit(stream::receive)}
     */
    default AioFactory factory() {
        throw new AioException(AioError.ENOTSUP, this + " has no factory of handles: use AioFactory.submit");
    }

    /**
     * Tells whether each send is one message. See the description of this interface.
     *
     * @return whether the stream moves messages instead of bytes
     */
    boolean isMessageOriented();

    /**
     * Returns a property of this connection, also after the connection has been closed.
     *
     * @param <T> the type of the property
     * @param property the property
     * @return the value, or {@code null} if this connection does not have the property
     */
    <T> @Nullable T get(StreamProperty<T> property);

    /**
     * Returns the value of an option on this connection: the value that was set with {@link #set(StreamOption,
     * Object)}, or the value that the dialer or listener had when the connection was made. Mirrors
     * {@code nng_stream_get}.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value; {@code null} if the option has no default and was not set
     * @throws AioException {@code ENOTSUP} if connections of this scheme do not have the option, or if the provider of
     *     this stream does not tell options
     */
    default <T> @Nullable T get(StreamOption<T> option) {
        Objects.requireNonNull(option, "option");
        throw new AioException(AioError.ENOTSUP, this + " does not tell its option " + option.name());
    }

    /**
     * Changes an option of this connection. Connections have the following options: {@link StreamOptions#TCP_NODELAY},
     * {@link StreamOptions#TCP_KEEPALIVE}, {@link StreamOptions#READ_AHEAD}, {@link StreamOptions#WRITE_BUFFER},
     * {@link StreamOptions#RECEIVE_MAX}.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @throws AioException {@code ENOTSUP} as for {@link StreamEndpoint#set}; {@code ECLOSED} if this stream is closed
     * @throws IllegalArgumentException if the value is out of range; the message names the option, the range and the
     *     value
     */
    <T> void set(StreamOption<T> option, T value);

    /**
     * Closes the connection without waiting: operations in progress end with {@code ECLOSED}, and the stream drops
     * bytes that it has taken and not sent, or that have arrived and were not received. Idempotent.
     *
     * <p>Over TLS and WebSockets the peer sees an orderly end if the stream had to drop no byte that it had taken. Over
     * WebSockets the close frame has the code 1000, or 1001 when all of the tenant's streams are closed with its
     * bundle, its runtime or the provider. The close frame is not a closing handshake, which {@link #shutdown} makes:
     * it goes out only if the socket has room for it at once, and the stream does not wait for an answer.
     */
    @Override
    void close();

    /**
     * Closes this stream and waits until its operations have been finished and its socket is released. Callbacks of
     * those operations may still be running. Mirrors {@code nng_stream_stop}.
     *
     * @throws IllegalStateException on a thread for which this call would have to wait
     */
    void stop();
}
