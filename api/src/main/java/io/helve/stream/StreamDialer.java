package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import org.osgi.annotation.versioning.ProviderType;

/** Makes outgoing connections to one address. Mirrors {@code nng_stream_dialer}. */
@ProviderType
public interface StreamDialer extends StreamEndpoint {
    /**
     * Starts to connect. When it has succeeded, output 0 is the {@link Stream}, which then belongs to the handle's
     * user. Any number of these may be in progress. A name that has several addresses is tried in their order. Mirrors
     * {@code nng_stream_dialer_dial}.
     *
     * <p>Handshakes (TLS, WebSocket) are part of it: what comes out is ready for data. One that is cancelled or times
     * out leaves no connection behind. Without a timeout of the handle's, {@link StreamOptions#CONNECT_TIMEOUT} limits
     * it.
     *
     * <p>Results, with the address in the cause's message: {@code ECONNREFUSED} (also, as in nng, for a socket file
     * that is not there), {@code EUNREACHABLE}, {@code ETIMEDOUT}, {@code ECONNRESET}, {@code EADDRINVAL} for a name
     * that is not found, {@code EPERM}, {@code ENOFILES}, {@code ECRYPTO} for a failed handshake, {@code EPEERAUTH} for
     * a certificate that is not trusted or not that of the host, {@code EPROTO} for a peer that is not what the scheme
     * says, {@code ECLOSED}, {@code ESYSERR}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void dial(Aio aio);

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> StreamDialer set(StreamOption<T> option, T value);
}
