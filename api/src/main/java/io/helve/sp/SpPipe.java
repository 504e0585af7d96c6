package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Message;
import io.helve.message.MessagePipe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** One connection of a socket. Mirrors {@code nng_pipe}. */
@ProviderType
@ThreadSafe
public interface SpPipe extends MessagePipe {
    /**
     * Returns the pipe from which a message was received.
     *
     * @param message the message
     * @return the pipe, or {@code null} if the message came from no pipe
     */
    static @Nullable SpPipe of(Message message) {
        Objects.requireNonNull(message, "message");
        return message.pipe() instanceof SpPipe pipe ? pipe : null;
    }

    /**
     * Returns the socket of this pipe. Mirrors {@code nng_pipe_socket}.
     *
     * @return the socket
     */
    SpSocket socket();

    /**
     * Returns the dialer that made this pipe. Mirrors {@code nng_pipe_dialer}.
     *
     * @return the dialer, or {@code null} if the pipe came from a listener
     */
    @Nullable
    SpDialer dialer();

    /**
     * Returns the listener that accepted this pipe. Mirrors {@code nng_pipe_listener}.
     *
     * @return the listener, or {@code null} if the pipe came from a dialer
     */
    @Nullable
    SpListener listener();

    /**
     * Returns the protocol of the peer.
     *
     * @return the protocol
     */
    SpProtocol peer();

    /**
     * Returns a property of the connection, such as an address, the version of TLS, or the user of the peer's process.
     * Works also after the connection has been closed.
     *
     * @param <T> the type of the property
     * @param property the property
     * @return the value, or {@code null} if this connection does not have the property
     */
    <T> @Nullable T get(StreamProperty<T> property);

    /**
     * Returns the value that an option of streams has on this connection. Mirrors {@code nng_pipe_get}.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value; {@code null} if the option has no default and was not set
     * @throws AioException {@code ENOTSUP} if this connection does not have the option
     */
    <T> @Nullable T get(StreamOption<T> option);

    /**
     * Returns the value that an option of sockets has on this connection. Mirrors {@code nng_pipe_get}.
     *
     * @param <T> the option's type
     * @param option the option: {@link SpOptions#RECEIVE_MAX}
     * @return the value that the dialer or listener had when the connection was made
     * @throws AioException {@code ENOTSUP} if connections do not have the option
     */
    <T> @Nullable T get(SpOption<T> option);

    /**
     * Tells whether the pipe is closed.
     *
     * @return whether it is closed
     */
    boolean isClosed();

    /**
     * Closes the pipe without waiting. If a dialer made the pipe, the dialer connects again. Idempotent. Mirrors
     * {@code nng_pipe_close}.
     */
    void close();
}
