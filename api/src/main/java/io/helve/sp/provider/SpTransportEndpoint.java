package io.helve.sp.provider;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamOption;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** A dialer or a listener of a transport. */
@ConsumerType
@ThreadSafe
public interface SpTransportEndpoint extends AutoCloseable {
    /**
     * Sets an option for connections to come.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @throws AioException {@code ENOTSUP} if this dialer or listener does not have the option, {@code ECLOSED}
     * @throws IllegalArgumentException if the value is out of range
     * @throws IllegalStateException if the option can no longer be set
     */
    <T> void set(StreamOption<T> option, T value);

    /**
     * Returns an option's value.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value
     * @throws AioException {@code ENOTSUP} if this dialer or listener does not have the option; perhaps {@code ECLOSED}
     */
    <T> @Nullable T get(StreamOption<T> option);

    /**
     * Closes this dialer or listener without waiting: operations in progress end with {@code ECLOSED}, pipes that came
     * from it stay open. A second call does nothing.
     */
    @Override
    void close();

    /**
     * Closes this dialer or listener and waits until its address can be bound again. After {@link #close} this only
     * waits. A transport whose {@code close} releases the address at once need not implement this.
     *
     * @throws IllegalStateException on a thread for which this call would have to wait
     */
    default void stop() {
        close();
    }
}
