package io.helve.stream;

import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.annotation.ThreadSafe;
import java.util.Objects;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes dialers, listeners and datagram sockets for URLs, with the provider of the URL's scheme. The methods for text
 * parse the text and call the methods for URLs, which a caller with a {@link StreamUrl} calls directly.
 *
 * <p>In OSGi this is a service, and each using bundle has its own instance. When the bundle releases the service or
 * stops, everything that the factory has made is closed, and the operations in progress end with {@code ECLOSED}. When
 * a provider is unregistered, everything that the factory has made with that provider is closed in the same way.
 * Without OSGi a program gets the factory by {@link #of StreamFactory.of(runtime)}.
 *
 * <p>Schemes of {@code io.helve.net}: {@code tcp}, {@code tcp4}, {@code tcp6}, {@code tls+tcp}, {@code tls+tcp4},
 * {@code tls+tcp6}, {@code ipc}, {@code unix}, {@code abstract}, {@code ws}, {@code ws4}, {@code ws6}, {@code wss},
 * {@code wss4}, {@code wss6}, {@code udp}, {@code udp4}, {@code udp6}.
 */
@ProviderType
@ThreadSafe
public interface StreamFactory {
    /**
     * Returns the factory of streams of a runtime, for programs without OSGi.
     *
     * <pre>{@code
     * try (AioRuntime runtime = AioRuntime.open();
     *         StreamDialer dialer = StreamFactory.of(runtime).dialer("tcp://localhost:5555")) {
     *     // ...
     * }
     * }</pre>
     *
     * @param runtime the runtime
     * @return the factory, always the same
     * @throws AioException {@code ENOTSUP} if {@code io.helve:io.helve.net} or a library of Netty is missing,
     *     {@code ESTOPPED} if the runtime is closing
     */
    static StreamFactory of(AioRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        return runtime.service(StreamFactory.class);
    }

    /**
     * The service property with the schemes for which there is a provider at present: an array of strings, sorted. The
     * property follows the providers: a scheme is there once it can be used, and goes before its provider does. A
     * component that needs a scheme has a reference with the target {@code (stream.scheme=tcp)}.
     */
    String SCHEME = "stream.scheme";

    /**
     * Makes a dialer; nothing is connected yet. Mirrors {@code nng_stream_dialer_alloc_url}.
     *
     * @param url the address to connect to
     * @return a new dialer; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL does not have the parts that its scheme needs, {@code ENOTSUP}
     *     if there is no provider for its scheme, {@code ECLOSED} if this factory's tenant has gone
     */
    StreamDialer dialer(StreamUrl url);

    /**
     * Makes a dialer; nothing is connected yet. Mirrors {@code nng_stream_dialer_alloc}.
     *
     * @param url the address to connect to
     * @return a new dialer; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed or does not have the parts that its scheme
     *     needs, {@code ENOTSUP} if there is no provider for its scheme, {@code ECLOSED} if this factory's tenant has
     *     gone
     */
    default StreamDialer dialer(String url) {
        return dialer(StreamUrl.parse(url));
    }

    /**
     * Makes a listener; nothing is bound yet. Mirrors {@code nng_stream_listener_alloc_url}.
     *
     * @param url the address to listen at; an empty host means all addresses, port 0 lets the system choose a port
     * @return a new listener; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL does not have the parts that its scheme needs, {@code ENOTSUP}
     *     if there is no provider for its scheme or the scheme has no listeners, {@code ECLOSED} if this factory's
     *     tenant has gone
     */
    StreamListener listener(StreamUrl url);

    /**
     * Makes a listener; nothing is bound yet. Mirrors {@code nng_stream_listener_alloc}.
     *
     * @param url the address to listen at; {@code *} or an empty host means all addresses, port 0 lets the system
     *     choose a port
     * @return a new listener; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed or does not have the parts that its scheme
     *     needs, {@code ENOTSUP} if there is no provider for its scheme or the scheme has no listeners, {@code ECLOSED}
     *     if this factory's tenant has gone
     */
    default StreamListener listener(String url) {
        return listener(StreamUrl.parse(url));
    }

    /**
     * Makes a socket for datagrams; nothing is bound yet. Mirrors {@code nng_udp_open}.
     *
     * @param url the address to bind to, such as {@code udp://127.0.0.1:0}; with port 0 or without a port the system
     *     chooses one
     * @return a new socket; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL does not have the parts that its scheme needs, {@code ENOTSUP}
     *     if there is no provider for its scheme or the scheme has no datagrams, {@code ECLOSED} if this factory's
     *     tenant has gone
     */
    DatagramEndpoint datagrams(StreamUrl url);

    /**
     * Makes a socket for datagrams; nothing is bound yet. Mirrors {@code nng_udp_open}.
     *
     * @param url the address to bind to, such as {@code udp://127.0.0.1:0}; with port 0 or without a port the system
     *     chooses one
     * @return a new socket; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed or does not have the parts that its scheme
     *     needs, {@code ENOTSUP} if there is no provider for its scheme or the scheme has no datagrams, {@code ECLOSED}
     *     if this factory's tenant has gone
     */
    default DatagramEndpoint datagrams(String url) {
        return datagrams(StreamUrl.parse(url));
    }

    /**
     * Returns the schemes that have a provider at present.
     *
     * @return an immutable, sorted set
     */
    Set<String> schemes();
}
