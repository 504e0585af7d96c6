package io.helve.sp;

import io.helve.annotation.ThreadSafe;
import io.helve.message.Message;
import io.helve.message.MessagePipe;
import io.helve.stream.StreamProperty;
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
    static SpPipe of(Message message) {
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
    SpDialer dialer();

    /**
     * Returns the listener that accepted this pipe. Mirrors {@code nng_pipe_listener}.
     *
     * @return the listener, or {@code null} if the pipe came from a dialer
     */
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
    <T> T get(StreamProperty<T> property);

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
