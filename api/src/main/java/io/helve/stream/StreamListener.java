package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Accepts connections at one address. Mirrors {@code nng_stream_listener}. */
@ProviderType
@ThreadSafe
public interface StreamListener extends StreamEndpoint {
    /**
     * Binds the address and begins to take connections; the operating system queues up to {@link StreamOptions#BACKLOG}
     * connections while no accept waits. Blocks for as long as binding takes. Mirrors
     * {@code nng_stream_listener_listen}.
     *
     * <p>A socket file at the path of an {@code ipc} URL is removed if no process answers on it. Any other existing
     * file stays, and the result is {@code EADDRINUSE}. (nng removes also files that are no sockets.) The listener's
     * own file appears at the path when connections are possible, with its permissions
     * ({@link StreamOptions#IPC_PERMISSIONS}), and is removed when the listener closes, if it is still the listener's
     * own.
     *
     * <p>{@code tcp4://*} and {@code 0.0.0.0} stand for all addresses of IPv4, {@code tcp6://*} and {@code [::]} for
     * those of IPv6 (and, as the system has it, IPv4: on Linux usually both), {@code tcp://*} for those of both
     * families; likewise with the other schemes over TCP. With io_uring, connections over IPv6 to a wildcard of IPv4
     * are closed at once.
     *
     * <p>The system chooses the port for a URL without a port (except that WebSocket URLs then have port 80 or 443) or
     * with port 0, and the name for the URL {@code abstract://}. {@link #localAddress} and {@link #dialUrl} return the
     * chosen port or name.
     *
     * <p>Several listeners of {@code ws}, or of {@code wss}, share a port if their paths differ, also listeners of
     * several bundles; nng calls the shared port a server instance. The listeners of {@code wss} must have equal TLS
     * settings, the same certificates and keys, and the same trust, wherever they were loaded from. If that ends
     * because files change, requests for the newer listeners are answered with status 421. A slash at the end of a path
     * makes no difference. The longest {@link StreamOptions#CONNECT_TIMEOUT} of the listeners holds for all handshakes.
     * A request for a path without a listener is answered with status 404. The port is released when its last listener
     * closes.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL}, {@code EPERM}, {@code ENOENT} if the folder of a
     *     socket file is missing, {@code ENOFILES}, {@code ECLOSED}, {@code ECRYPTO} for unusable certificates or keys,
     *     {@code ESYSERR}; the message names the address
     * @throws IllegalStateException if this listener listens already
     */
    void listen();

    /**
     * Starts to accept a connection. When the operation has succeeded, output 0 is the {@link Stream}, which then
     * belongs to the handle's user. Any number of accepts may be in progress; they are served in order. Mirrors
     * {@code nng_stream_listener_accept}.
     *
     * <p>The listener takes connections from the operating system only while an accept waits or the limit of handshakes
     * has room. Handshakes (TLS, WebSocket) are made before an accept completes. If a peer fails in its handshake, the
     * listener closes and counts the connection ({@link StreamSnapshot#acceptFailures}) and logs the reason, at most
     * once a minute; the accept goes on waiting. When descriptors are used up, the accept ends with {@code ENOFILES},
     * and the listener pauses for a moment before it serves later accepts.
     *
     * <p>An accept before {@link #listen} ends with {@code ESTATE}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void accept(Aio aio);

    /**
     * Accepts a connection as {@link #accept} does, and returns a future of the stream. Cancelling the future cancels
     * the accept; a stream that nobody takes is closed.
     *
     * <pre>{@code
     * Stream first = listener.acceptAsync().get(10, TimeUnit.SECONDS);
     * }</pre>
     *
     * @return the future; it fails with {@link AioException} with the results of {@link #accept}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<Stream> acceptAsync() {
        return factory().submit(this::accept, Stream.class);
    }

    /**
     * Accepts all connections, one after the other, until the listener is closed or the returned future is cancelled.
     *
     * <pre>{@code
     * listener.listen();
     * listener.forEach(stream -> new Conversation(stream).begin());
     * }</pre>
     *
     * @param action a callback that gets each accepted stream and owns the stream from then on. The callback runs on
     *     the completion pool and must not block. If it throws an exception, the exception is logged, the stream is
     *     closed, and the listener accepts the next connection
     * @return a future that completes with {@code null} when the listener is closed, and fails with
     *     {@link AioException} if accepting fails
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<@Nullable Void> forEach(Consumer<? super Stream> action) {
        Objects.requireNonNull(action, "action");
        return factory().submit(aio -> AcceptOperation.start(this, action, aio), aio -> null);
    }

    /**
     * Returns the bound address, with the port that the system has chosen.
     *
     * @return the address, or {@code null} before {@link #listen}
     */
    @Nullable
    SocketAddress localAddress();

    /**
     * Returns a URL that a dialer on this machine can use: the listener's own URL with the chosen port, and with a
     * loopback address in place of a wildcard.
     *
     * @return the URL
     * @throws IllegalStateException before {@link #listen}
     */
    StreamUrl dialUrl();

    /**
     * Returns why the last connection was not accepted that has failed in its handshake, or why connections could not
     * be taken from the operating system. A peer that only disconnects is no failure.
     *
     * @return the failure; empty if there was none, or if the provider of this listener does not keep it
     */
    default Optional<StreamFailure> lastFailure() {
        return Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> StreamListener set(StreamOption<T> option, T value);
}
