package io.helve.sp.provider;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A connection after its handshake: the transport's side of a pipe. The socket calls the methods on any thread and with
 * no lock held; no method may block. An exception from a method is logged; an exception from {@link #attach} also ends
 * the pipe.
 */
@ConsumerType
@ThreadSafe
public interface SpTransportPipe {
    /**
     * Begins the transfer: from now on the transport may take and deliver messages. The socket calls this once. The
     * transport checks at once whether there are messages to take: for those that were sent before, the socket does not
     * call {@link #sendable}. If the socket rejects the pipe, it closes the pipe without calling this.
     *
     * @param end the socket's side
     */
    void attach(SpPipeEnd end);

    /**
     * Tells the transport that there is a message to take again, after {@link SpPipeEnd#take} has returned
     * {@code null}. The socket may call this once too often. It does not call this for a pipe with a {@link #link}.
     */
    void sendable();

    /**
     * Tells the transport that there is room again, after {@link SpPipeEnd#deliver} has returned {@code false}. The
     * socket may call this once too often. It does not call this for a pipe with a {@link #link}.
     */
    void receivable();

    /**
     * Returns a property of the connection, also after the connection has been closed.
     *
     * @param <T> the type of the property
     * @param property the property
     * @return the value, or {@code null} if this connection does not have the property
     */
    <T> @Nullable T get(StreamProperty<T> property);

    /**
     * Returns the value of an option on this connection.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value; {@code null} if the option has no default and was not set
     * @throws AioException {@code ENOTSUP} if this connection does not have the option
     */
    default <T> @Nullable T get(StreamOption<T> option) {
        Objects.requireNonNull(option, "option");
        throw new AioException(AioError.ENOTSUP, this + " has no option " + option.name());
    }

    /**
     * Ends the connection without waiting. The transport first sends the messages that it could take before, if sending
     * them takes a short time and {@link SpTransportHost#beginLingering} allows it. A second call does nothing.
     */
    void close();

    /**
     * Ends the connection at once, because its peer has violated the protocol: the transport sends nothing more. The
     * socket calls this in place of {@link #close}, or after {@code close}.
     */
    default void abort() {
        close();
    }

    /**
     * Returns this pipe's side of a link with another pipe in this process. For a pipe with a link the socket neither
     * calls {@link #sendable} and {@link #receivable} nor expects calls of {@link SpPipeEnd#take} and
     * {@link SpPipeEnd#deliver}. The socket calls this once, before {@link #attach}.
     *
     * @return the side, or {@code null} if the transport takes and delivers the messages
     */
    default @Nullable SpPipeLink link() {
        return null;
    }
}
