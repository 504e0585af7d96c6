package io.helve.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.annotation.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A dialer, a listener or a socket for datagrams. Each has a URL and options, and can be closed. */
@ProviderType
@ThreadSafe
public interface StreamEndpoint extends AutoCloseable {
    /**
     * Returns the URL with which this endpoint was made, in canonical form.
     *
     * @return the URL
     */
    StreamUrl url();

    /**
     * Sets an option. The value applies to connections made from then on; existing connections keep their values.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @return this
     * @throws AioException {@code ENOTSUP} if this kind of endpoint does not have the option, {@code ECLOSED} if this
     *     endpoint is closed
     * @throws IllegalArgumentException if the value is out of range; the message names the option, the range and the
     *     value
     * @throws IllegalStateException if the option can no longer be set, such as the backlog after {@code listen}
     */
    <T> StreamEndpoint set(StreamOption<T> option, T value);

    /**
     * Returns an option's value.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value set, or the default; {@code null} if the option has no default
     * @throws AioException {@code ENOTSUP} if this kind of endpoint does not have the option
     */
    <T> @Nullable T get(StreamOption<T> option);

    /**
     * Returns how messages are separated on the streams of this endpoint. The sockets of {@code io.helve.sp} call this.
     *
     * @return {@link MessageFraming#LENGTH} unless the scheme has another framing; never {@code null}
     */
    default MessageFraming messageFraming() {
        return MessageFraming.LENGTH;
    }

    /**
     * Returns the factory that makes the handles of the asynchronous methods of this object: that of its tenant.
     *
     * @return the factory, always the same
     * @throws AioException {@code ENOTSUP} if the provider of the scheme knows no factory, or there is none at present.
     *     Then a factory of the caller does the same: {@code factory.submit(dialer::dial, Stream.class)}
     */
    default AioFactory factory() {
        throw new AioException(AioError.ENOTSUP, this + " has no factory of handles: use AioFactory.submit");
    }

    /**
     * Closes this endpoint without waiting: operations in progress and later operations end with {@code ECLOSED}.
     * Streams that came from it stay open. Idempotent.
     */
    @Override
    void close();

    /**
     * Closes this endpoint and waits until its operations have been finished and its socket is released. Callbacks of
     * those operations may still be running. Mirrors {@code nng_stream_dialer_stop} and
     * {@code nng_stream_listener_stop}.
     *
     * @throws IllegalStateException on a thread for which this call would have to wait
     */
    void stop();
}
