package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.net.SocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/** Takes incoming connections at one address. Mirrors {@code nng_stream_listener}. */
@ProviderType
@ThreadSafe
public interface StreamListener extends StreamEndpoint {
    /**
     * Binds the address and begins to take connections; the operating system queues up to {@link StreamOptions#BACKLOG}
     * of them while nobody accepts. Blocks for as long as binding takes. Mirrors {@code nng_stream_listener_listen}.
     *
     * <p>At the path of an {@code ipc} URL, a socket on which nobody answers makes room; anything else that is there
     * stays, and is {@code EADDRINUSE}. (nng removes also what is no socket.)
     *
     * <p>The system chooses the port of a URL without one, or with port 0 (a WebSocket URL without a port has 80 or
     * 443), and the name of {@code abstract://}; {@link #localAddress} and {@link #dialUrl} tell it.
     *
     * <p>Several listeners of {@code ws}, or of {@code wss}, share a port if their paths differ, also listeners of
     * several bundles; nng calls that a server instance. The listeners of {@code wss} must have the same TLS
     * configuration. A request for a path at which nobody listens is answered with status 404. The last listener that
     * closes lets the port go.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL}, {@code EPERM}, {@code ENOFILES}, {@code ESTATE} if
     *     it listens already, {@code ECLOSED}, {@code ECRYPTO} for unusable certificates or keys, {@code ESYSERR}; the
     *     message names the address
     */
    void listen();

    /**
     * Starts to accept a connection. When it has succeeded, output 0 is the {@link Stream}, which then belongs to the
     * handle's user. Any number of these may be in progress; they are served in order. Mirrors
     * {@code nng_stream_listener_accept}.
     *
     * <p>Connections are taken from the operating system only while this waits or a handshake limit has room.
     * Handshakes (TLS, WebSocket) are made before it completes; a peer that fails in its handshake is closed and
     * counted ({@link StreamSnapshot#acceptFailures}), the log says why, at most once a minute, and this goes on
     * waiting. When descriptors are used up it ends with {@code ENOFILES}, the listener pauses for a moment, and later
     * ones go on.
     *
     * <p>Before {@link #listen} it ends with {@code ESTATE}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void accept(Aio aio);

    /**
     * Returns the address that is bound, with the port that was chosen.
     *
     * @return the address, or null before {@link #listen}
     */
    SocketAddress localAddress();

    /**
     * Returns a URL that a dialer on this machine can use: the listener's own with the chosen port, and with a loopback
     * address in place of a wildcard.
     *
     * @return the URL
     * @throws AioException {@code ESTATE} before {@link #listen}
     */
    StreamUrl dialUrl();

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> StreamListener set(StreamOption<T> option, T value);
}
