package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A dialer or a listener of a socket. */
@ProviderType
@ThreadSafe
public interface SpEndpoint extends AutoCloseable {
    /**
     * Returns the number of this dialer or listener. Mirrors {@code nng_dialer_id} and {@code nng_listener_id}.
     *
     * @return the number, above zero
     */
    int id();

    /**
     * Returns the socket of this dialer or listener.
     *
     * @return the socket
     */
    SpSocket socket();

    /**
     * Returns the URL with which this dialer or listener was made, in canonical form.
     *
     * @return the URL
     */
    StreamUrl url();

    /**
     * Sets an option for connections to come: {@link SpOptions#RECEIVE_MAX}, {@link SpOptions#HANDSHAKE_TIME}, for
     * listeners also {@link SpOptions#PIPES_MAX}, for dialers also {@link SpOptions#RECONNECT_MIN} and
     * {@link SpOptions#RECONNECT_MAX}. Mirrors {@code nng_dialer_set} and {@code nng_listener_set}.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @return this
     * @throws AioException {@code ENOTSUP} if this dialer or listener does not have the option, {@code ECLOSED}
     * @throws IllegalArgumentException if the value is out of range; the message names the option, the range and the
     *     value
     */
    <T> SpEndpoint set(SpOption<T> option, T value);

    /**
     * Returns an option's value.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value set, or the socket's value at the time when this dialer or listener was made
     * @throws AioException {@code ENOTSUP} if this dialer or listener does not have the option
     */
    <T> T get(SpOption<T> option);

    /**
     * Sets an option of the transport, such as {@link io.helve.stream.StreamOptions#TLS}, for connections to come.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @return this
     * @throws AioException {@code ENOTSUP} if the transport does not have the option, {@code ECLOSED}
     * @throws IllegalArgumentException if the value is out of range; the message names the option, the range and the
     *     value
     * @throws IllegalStateException if the option can no longer be set
     */
    <T> SpEndpoint set(StreamOption<T> option, T value);

    /**
     * Returns the value of an option of the transport.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value set, or the default; {@code null} if the option has no default and was not set
     * @throws AioException {@code ENOTSUP} if the transport does not have the option; {@code ECLOSED} if this dialer or
     *     listener is closed, since the transport then no longer knows the value
     */
    <T> @Nullable T get(StreamOption<T> option);

    /**
     * Returns the state and the counters.
     *
     * @return an immutable snapshot
     */
    SpStatistic statistics();

    /**
     * Closes this dialer or listener and its pipes, without waiting. The address of a listener may stay in use for a
     * moment longer; {@link #stop} waits for that. A second call does nothing.
     */
    @Override
    void close();

    /**
     * Closes this dialer or listener and waits until the transport has released its socket, so that the address of a
     * listener can be bound again at once. Connections of its pipes may still send for a short time. After
     * {@link #close} this only waits. Mirrors {@code nng_dialer_close} and {@code nng_listener_close}, which wait.
     *
     * @throws IllegalStateException on a thread for which this call would have to wait, such as that of an inline
     *     callback; this dialer or listener is closed nevertheless
     */
    void stop();
}
