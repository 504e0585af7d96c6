package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamOption;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps a connection to one address up: after a failed attempt, or when the connection is lost, the dialer waits for a
 * while and connects again. Mirrors {@code nng_dialer}.
 */
@ProviderType
@ThreadSafe
public interface SpDialer extends SpEndpoint {
    /**
     * Starts the dialer and waits for the end of the first attempt. Mirrors {@code nng_dialer_start}.
     *
     * @throws AioException if the attempt has failed; the dialer is then not started. {@code ECONNREFUSED},
     *     {@code EUNREACHABLE}, {@code ETIMEDOUT}, {@code EPROTO} if the peer speaks another protocol, further errors
     *     of the transport, {@code ENOTSUP} if there is no transport for the scheme, {@code ECLOSED}
     * @throws InterruptedException if the thread is interrupted; the dialer is then not started
     * @throws IllegalStateException if the dialer has been started before; inside a callback, where waiting may
     *     deadlock
     */
    void start() throws InterruptedException;

    /**
     * Starts the dialer; the operation is the first attempt. If the attempt fails the dialer is not started.
     *
     * @param aio the handle; results are the errors of {@link #start()}, and {@code ESTATE} if the dialer has been
     *     started before
     * @throws IllegalStateException if the handle is busy
     */
    void start(Aio aio);

    /**
     * Starts the dialer in the background. If the first attempt fails, the dialer tries again, as after later failures.
     * In a framework the dialer also waits for the transport of its scheme, if there is none at present. Mirrors
     * {@code nng_dialer_start} with {@code NNG_FLAG_NONBLOCK}.
     *
     * @throws AioException {@code ECLOSED}
     * @throws IllegalStateException if the dialer has been started before
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
