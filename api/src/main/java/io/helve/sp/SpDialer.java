package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamOption;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps a connection to one address up: it connects again, after a while, whenever an attempt has failed or the
 * connection is lost. Mirrors {@code nng_dialer}.
 */
@ProviderType
@ThreadSafe
public interface SpDialer extends SpEndpoint {
    /**
     * Starts it and waits for the first attempt. Mirrors {@code nng_dialer_start}.
     *
     * @throws AioException if that has failed; the dialer is not started then. {@code ECONNREFUSED},
     *     {@code EUNREACHABLE}, {@code ETIMEDOUT}, {@code EPROTO} if the peer speaks another protocol, what the
     *     transport has besides, {@code ESTATE} if it has been started before, {@code ECLOSED}
     * @throws InterruptedException if the thread is interrupted; the dialer is not started then
     * @throws IllegalStateException inside a callback
     */
    void start() throws InterruptedException;

    /**
     * Starts it; the operation is the first attempt. If that fails the dialer is not started.
     *
     * @param aio the handle; results are the errors of {@link #start()}
     * @throws IllegalStateException if the handle is busy
     */
    void start(Aio aio);

    /**
     * Starts it in the background: failures of the first attempt are like those of later ones. Mirrors
     * {@code nng_dialer_start} with {@code NNG_FLAG_NONBLOCK}.
     *
     * @throws AioException {@code ESTATE} if it has been started before, {@code ECLOSED}
     */
    void startInBackground();

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> SpDialer set(SpOption<T> option, T value);

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> SpDialer set(StreamOption<T> option, T value);
}
