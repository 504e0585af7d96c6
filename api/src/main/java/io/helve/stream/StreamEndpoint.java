package io.helve.stream;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** What dialers, listeners and datagram sockets have in common: a URL, options, an end. */
@ProviderType
@ThreadSafe
public interface StreamEndpoint extends AutoCloseable {
    /**
     * Returns the URL it was made with, in its canonical form.
     *
     * @return the URL
     */
    StreamUrl url();

    /**
     * Sets an option. It holds for connections made from then on; those that are there keep what they have.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @return this
     * @throws AioException {@code ENOTSUP} if this kind of endpoint does not have the option, {@code EINVAL} if the
     *     value is out of range (the message names both), {@code ESTATE} if it is too late, as for the backlog after
     *     {@code listen}, {@code ECLOSED} if closed
     */
    <T> StreamEndpoint set(StreamOption<T> option, T value);

    /**
     * Returns an option's value.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value set, or the default; null where there is no default
     * @throws AioException {@code ENOTSUP} if this kind of endpoint does not have the option
     */
    <T> T get(StreamOption<T> option);

    /**
     * Tells how the streams of this endpoint separate messages, for the sockets of {@code io.helve.sp}.
     *
     * @return {@link MessageFraming#LENGTH} unless the scheme is of another kind; never {@code null}
     */
    default MessageFraming messageFraming() {
        return MessageFraming.LENGTH;
    }

    /**
     * Closes it without waiting: operations in progress end with {@code ECLOSED}, and so do later ones. Streams that
     * came from it stay open. Idempotent.
     */
    @Override
    void close();

    /**
     * Closes it and waits until its operations have been finished and its socket is released. Callbacks of those
     * operations may still be running. Mirrors {@code nng_stream_dialer_stop} and {@code nng_stream_listener_stop}.
     *
     * @throws IllegalStateException on a thread that it would wait for
     */
    void stop();
}
