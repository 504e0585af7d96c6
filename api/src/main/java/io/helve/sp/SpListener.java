package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import org.osgi.annotation.versioning.ProviderType;

/** Accepts connections at one address. Mirrors {@code nng_listener}. */
@ProviderType
@ThreadSafe
public interface SpListener extends SpEndpoint {
    /**
     * Binds the address and accepts connections from now on. Blocks for as long as binding takes. Mirrors
     * {@code nng_listener_start}.
     *
     * <p>In a framework a transport may start later than its users. If there is no transport for the scheme at present,
     * the method returns; the log says so, and the listener binds the address when the transport has come. A failure to
     * bind is counted and logged then, and the listener tries again.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL}, {@code EPERM}, further errors of the transport,
     *     {@code ECLOSED}
     * @throws IllegalStateException if the listener has been started before
     */
    void start();

    /**
     * Returns a URL that a dialer on this machine can use: with the chosen port, and with a loopback address in place
     * of a wildcard.
     *
     * @return the URL
     * @throws AioException {@code ESTATE} while the listener waits for its transport
     * @throws IllegalStateException before {@link #start}, and after {@link #close}
     */
    StreamUrl dialUrl();

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> SpListener set(SpOption<T> option, T value);

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> SpListener set(StreamOption<T> option, T value);
}
