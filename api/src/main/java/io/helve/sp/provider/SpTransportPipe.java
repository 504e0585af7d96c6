package io.helve.sp.provider;

import io.helve.stream.StreamProperty;
import org.osgi.annotation.versioning.ConsumerType;

/** A connection after its handshake: the transport's side of a pipe. */
@ConsumerType
public interface SpTransportPipe {
    /**
     * Begins: from now on messages may be taken and delivered. Called once, unless the pipe is rejected and closed
     * without it.
     *
     * @param end the socket's side
     */
    void attach(SpPipeEnd end);

    /**
     * There is something to take again, after {@link SpPipeEnd#take} has returned null. May be called once too often.
     */
    void sendable();

    /** There is room again, after {@link SpPipeEnd#deliver} has returned false. May be called once too often. */
    void receivable();

    /**
     * Returns something about the connection, also after it has been closed.
     *
     * @param <T> the property's type
     * @param property the property
     * @return its value, or null if this connection does not have it
     */
    <T> T get(StreamProperty<T> property);

    /**
     * Ends the connection without waiting. What was there to be taken before goes out, if that is possible in a short
     * time. Idempotent.
     */
    void close();

    /**
     * Ends the connection at once, as its peer has broken the rules: nothing more goes out. In place of {@link #close},
     * or after it.
     */
    default void abort() {
        close();
    }
}
