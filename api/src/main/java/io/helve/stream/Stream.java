package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection. Mirrors {@code nng_stream}.
 *
 * <p><b>Order.</b> One send and one receive are at work at a time; further ones queue and are served in the order they
 * were started.
 *
 * <p><b>Bytes or messages.</b> Over {@code tcp}, {@code ipc} and {@code tls+tcp} it moves bytes. If
 * {@link #isMessageOriented} (over {@code ws}, {@code wss} and a dialed {@code udp}) each send is one message.
 *
 * <p><b>Flow control.</b> Nothing is read from the socket unless a receive waits or the read-ahead has room, so a slow
 * reader stops the sender. A send takes the handle's buffers into a bounded write buffer as that has room, so
 * {@code send} ends when the last byte has been taken, and not when the peer has it; what was taken goes out before
 * anything else. Memory for one connection is at most the sum of {@link StreamOptions#READ_AHEAD},
 * {@link StreamOptions#WRITE_BUFFER} and what one read brings (64 KiB), and for messages
 * {@link StreamOptions#RECEIVE_MAX} and the longest that is being sent; over {@code ws} and {@code wss} also what a
 * frame takes that is being collected, a few times {@link StreamOptions#WS_FRAME_MAX} at worst.
 *
 * <p><b>Results</b> of sends and receives: {@code ECONNSHUT} for a receive after the peer has ended its side in an
 * orderly way, and for a send after {@link #shutdown}; {@code ECONNRESET}, {@code ECONNABORTED}, {@code ETIMEDOUT} when
 * the connection is lost, {@code ECONNREFUSED} over {@code udp} when nobody has the port, {@code ECRYPTO} when the peer
 * breaks the rules of TLS, {@code EPROTO} when it breaks those of WebSocket, {@code EMSGSIZE}, {@code ECLOSED} after
 * {@link #close}, {@code ESYSERR}. What arrived before such an end is received first.
 */
@ProviderType
@ThreadSafe
public interface Stream extends AutoCloseable {
    /**
     * Starts to send what the handle's iov holds, from each buffer's position to its limit. Completes when all of it
     * has been taken, or when it is cancelled, times out or fails; {@code count} always says how many bytes were taken,
     * and the buffers' positions have moved by as much. Of a message, either all is taken or nothing. Mirrors
     * {@code nng_stream_send}, which may transfer less.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void send(Aio aio);

    /**
     * Starts to receive into the handle's iov. Completes as soon as something has arrived; {@code count} says how many
     * bytes, perhaps fewer than there is room for, and the buffers' positions have moved by as much. Cancelling loses
     * no byte: what arrives goes to the next receive. Mirrors {@code nng_stream_recv}.
     *
     * <p>A message that is longer than the iov goes on in the next receive; output 1 is {@link Boolean#TRUE} when the
     * message has ended with this one. Where messages are received and the iov is empty, output 0 is a new
     * {@link java.nio.ByteBuffer} from position 0 to the message's length, and {@code count} that length. (Over
     * {@code udp} a datagram does not go on: what does not fit is lost, and the result is {@code EMSGSIZE}.) Elsewhere
     * a receive without room ends with {@code EINVAL}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void receive(Aio aio);

    /**
     * Starts to end this side of the connection in an orderly way: what was taken from sends before goes out, then the
     * peer is told that there is no more, and this completes. Sends started before are served first, later ones end
     * with {@code ECONNSHUT}; receiving goes on. Over {@code ws} this is the closing handshake. If it is cancelled or
     * times out, the rest is not dropped; it goes out unless the stream is closed.
     *
     * <p>Not every connection can be half open. Over TLS 1.2, whose rules say so, and over {@code ipc} unless epoll
     * carries it, the peer's side ends as soon as it hears of the end of ours: its sends, also one in progress, end
     * with {@code ECONNSHUT}; what it has on the way by then is still received here, what it has taken and not written
     * yet may be lost. Who expects an answer behind its own end needs {@code tcp}, TLS 1.3, or a message that says so.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void shutdown(Aio aio);

    /**
     * Tells whether each send is one message; see the description of this interface.
     *
     * @return whether the stream moves messages, and not bytes
     */
    boolean isMessageOriented();

    /**
     * Returns a property of this connection, also after the connection has been closed.
     *
     * @param <T> the type of the property
     * @param property the property
     * @return the value, or {@code null} if this connection does not have the property
     */
    <T> T get(StreamProperty<T> property);

    /**
     * Changes an option of this connection, as far as connections have it: {@link StreamOptions#TCP_NODELAY},
     * {@link StreamOptions#TCP_KEEPALIVE}, {@link StreamOptions#READ_AHEAD}, {@link StreamOptions#WRITE_BUFFER},
     * {@link StreamOptions#RECEIVE_MAX}.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @throws AioException {@code ENOTSUP} or {@code EINVAL}, as for {@link StreamEndpoint#set}; {@code ECLOSED} if
     *     closed
     */
    <T> void set(StreamOption<T> option, T value);

    /**
     * Closes the connection without waiting: operations in progress end with {@code ECLOSED}, what has been taken and
     * not sent, or has arrived and not been received, is dropped. Idempotent.
     *
     * <p>Over TLS and WebSockets the peer sees an orderly end if nothing that was taken had to be dropped: the close
     * frame has the code 1000, or 1001 when all of the user's streams are closed with its bundle, its runtime or the
     * provider. It is a farewell and not the closing handshake, for which there is {@link #shutdown}: it goes out if
     * the socket has room for it at once, and no answer is waited for.
     */
    @Override
    void close();

    /**
     * Closes it and waits until its operations have been finished and its socket is released. Callbacks of those
     * operations may still be running. Mirrors {@code nng_stream_stop}.
     *
     * @throws IllegalStateException on a thread that it would wait for
     */
    void stop();
}
