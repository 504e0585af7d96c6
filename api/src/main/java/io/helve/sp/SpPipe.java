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
     * Returns the pipe that a message was received from.
     *
     * @param message the message
     * @return the pipe, or null if it came from none
     */
    static SpPipe of(Message message) {
        return message.pipe() instanceof SpPipe pipe ? pipe : null;
    }

    /**
     * Returns its socket. Mirrors {@code nng_pipe_socket}.
     *
     * @return the socket
     */
    SpSocket socket();

    /**
     * Returns the dialer that made it. Mirrors {@code nng_pipe_dialer}.
     *
     * @return the dialer, or null if it came from a listener
     */
    SpDialer dialer();

    /**
     * Returns the listener that took it. Mirrors {@code nng_pipe_listener}.
     *
     * @return the listener, or null if it came from a dialer
     */
    SpListener listener();

    /**
     * Returns the protocol of the peer.
     *
     * @return the protocol
     */
    SpProtocol peer();

    /**
     * Returns a property of the connection: addresses, TLS, the user of the process on the other side; also after the
     * connection has been closed.
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

    /** Closes it without waiting. A dialer connects again. Idempotent. Mirrors {@code nng_pipe_close}. */
    void close();
}
