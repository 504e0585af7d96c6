package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** Connects to one address. Mirrors {@code nng_stream_dialer}. */
@ProviderType
@ThreadSafe
public interface StreamDialer extends StreamEndpoint {
    /**
     * Starts to connect. When the operation has succeeded, output 0 is the {@link Stream}, which then belongs to the
     * handle's user. Any number of dials may be in progress. If a name has several addresses, the families of addresses
     * take turns, and the next address is tried when an attempt fails or after 250 ms, while earlier attempts go on
     * (RFC 8305); the first connection wins. Mirrors {@code nng_stream_dialer_dial}.
     *
     * <p>The handshakes of TLS and WebSocket are part of the operation, so the stream is ready for data. A dial that is
     * cancelled or times out leaves no connection behind. If the handle has no timeout,
     * {@link StreamOptions#CONNECT_TIMEOUT} limits the dial, with the look-up of the name and the reading of
     * certificates.
     *
     * <p>Results, with the address in the cause's message: {@code ECONNREFUSED} (also, as in nng, for a socket file
     * that does not exist), {@code EUNREACHABLE}, {@code ETIMEDOUT}, {@code ECONNRESET}, {@code EADDRINVAL} for a name
     * that cannot be resolved, {@code EPERM}, {@code ENOFILES}, {@code EPEERAUTH} for a certificate that is not trusted
     * or does not name the host, {@code ECRYPTO} if the peer speaks TLS and the two sides do not agree on its
     * parameters, or the peer refuses the certificate of this side (over TLS 1.3 the first receive may end with that
     * error instead, because the dial succeeds before the peer has looked at the certificate), {@code EPROTO} if the
     * peer does not speak the protocol of the scheme: no TLS at all, or no WebSocket, {@code ECLOSED}, {@code ESYSERR}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void dial(Aio aio);

    /**
     * Connects as {@link #dial} does, and returns a future of the stream. Cancelling the future cancels the dial; a
     * stream that nobody takes is closed. Stages without an executor run on the completion pool, but one that is added
     * to a completed future runs at once on the thread that adds it; asynchronous stages ({@code thenAcceptAsync})
     * always run on the completion pool.
     *
     * <pre>{@code
     * dialer.dialAsync().thenAccept(stream -> serve(stream));
     * }</pre>
     *
     * @return the future; it fails with {@link AioException} with the results of {@link #dial}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<Stream> dialAsync() {
        return factory().submit(this::dial, Stream.class);
    }

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> StreamDialer set(StreamOption<T> option, T value);
}
