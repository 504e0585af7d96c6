package io.helve.sp.provider;

import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamProperty;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A connection after its handshake: the transport's side of a pipe. The socket calls these methods without a lock and
 * on any thread; they must not block. An exception that one of them throws is logged, and ends the pipe if
 * {@link #attach} has thrown it.
 */
@ConsumerType
@ThreadSafe
public interface SpTransportPipe {
    /**
     * Begins: from now on messages may be taken and delivered. The socket calls this once, or not at all if the pipe is
     * rejected, and then closes the pipe.
     *
     * @param end the socket's side
     */
    void attach(SpPipeEnd end);

    /**
     * Tells that there is a message to take again, after {@link SpPipeEnd#take} has returned null. May be called once
     * too often. Not called for a pipe that has a {@link #link}.
     */
    void sendable();

    /**
     * Tells that there is room again, after {@link SpPipeEnd#deliver} has returned false. May be called once too often.
     * Not called for a pipe that has a {@link #link}.
     */
    void receivable();

    /**
     * Returns a property of the connection, also after the connection has been closed.
     *
     * @param <T> the type of the property
     * @param property the property
     * @return the value, or null if this connection does not have the property
     */
    <T> T get(StreamProperty<T> property);

    /**
     * Ends the connection without waiting. Messages that could be taken before go out first, if that is possible in a
     * short time and {@link SpTransportHost#beginLingering} allows it. A second call does nothing.
     */
    void close();

    /**
     * Ends the connection at once, because its peer has broken the rules: nothing more goes out. Called in place of
     * {@link #close}, or after it.
     */
    default void abort() {
        close();
    }

    /**
     * Tells whether this transport only reads the messages that it takes, header and body, and frees each of them
     * exactly once. The socket may then give the same message to several such pipes when it publishes, in place of a
     * duplicate for each. Asked once, before {@link #attach}.
     *
     * @return {@code false}, unless the transport makes that promise
     */
    default boolean readsOnly() {
        return false;
    }

    /**
     * Returns this pipe's side of a link with another pipe in this process. For a pipe with a link the socket neither
     * calls {@link #sendable} and {@link #receivable} nor expects calls of {@link SpPipeEnd#take} and
     * {@link SpPipeEnd#deliver}. Asked once, before {@link #attach}.
     *
     * @return the side, or {@code null} if messages go by way of the transport
     */
    default SpPipeLink link() {
        return null;
    }
}
