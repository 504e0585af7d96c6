package io.helve.stream;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes dialers, listeners and datagram sockets for URLs, by way of the providers that are there for their schemes. The
 * methods for text parse it and call the methods for URLs; a caller that has a {@link StreamUrl} passes that.
 *
 * <p>In OSGi this is a service, and each bundle that uses it has its own: when the bundle lets go of it or stops,
 * everything that the factory has made is closed, and the operations in progress end with {@code ECLOSED}. The same
 * happens to what came from a provider when that provider goes. Without OSGi it is
 * {@code AioRuntime.service(StreamFactory.class)}.
 *
 * <p>Schemes of {@code io.helve.net}: {@code tcp}, {@code tcp4}, {@code tcp6}, {@code tls+tcp}, {@code tls+tcp4},
 * {@code tls+tcp6}, {@code ipc}, {@code unix}, {@code abstract}, {@code ws}, {@code ws4}, {@code ws6}, {@code wss},
 * {@code wss4}, {@code wss6}, {@code udp}, {@code udp4}, {@code udp6}.
 */
@ProviderType
@ThreadSafe
public interface StreamFactory {
    /**
     * Makes a dialer; nothing is connected yet. Mirrors {@code nng_stream_dialer_alloc_url}.
     *
     * @param url where to connect to
     * @return a new dialer; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not what its scheme needs, {@code ENOTSUP} if there is no
     *     provider for its scheme, {@code ECLOSED} if this factory's tenant has gone
     */
    StreamDialer dialer(StreamUrl url);

    /**
     * Makes a dialer; nothing is connected yet. Mirrors {@code nng_stream_dialer_alloc}.
     *
     * @param url where to connect to
     * @return a new dialer; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed or not what its scheme needs,
     *     {@code ENOTSUP} if there is no provider for its scheme, {@code ECLOSED} if this factory's tenant has gone
     */
    default StreamDialer dialer(String url) {
        return dialer(StreamUrl.parse(url));
    }

    /**
     * Makes a listener; nothing is bound yet. Mirrors {@code nng_stream_listener_alloc_url}.
     *
     * @param url where to listen; an empty host means all addresses, port 0 has the system choose one
     * @return a new listener; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not what its scheme needs, {@code ENOTSUP} if there is no
     *     provider for its scheme or the scheme has no listeners, {@code ECLOSED} if this factory's tenant has gone
     */
    StreamListener listener(StreamUrl url);

    /**
     * Makes a listener; nothing is bound yet. Mirrors {@code nng_stream_listener_alloc}.
     *
     * @param url where to listen; {@code *} or an empty host means all addresses, port 0 has the system choose one
     * @return a new listener; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed or not what its scheme needs,
     *     {@code ENOTSUP} if there is no provider for its scheme or the scheme has no listeners, {@code ECLOSED} if
     *     this factory's tenant has gone
     */
    default StreamListener listener(String url) {
        return listener(StreamUrl.parse(url));
    }

    /**
     * Makes a socket for datagrams; nothing is bound yet. Mirrors {@code nng_udp_open}.
     *
     * @param url the address to bind to, such as {@code udp://127.0.0.1:0}
     * @return a new socket; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not what its scheme needs, {@code ENOTSUP} if there is no
     *     provider for its scheme or it has no datagrams, {@code ECLOSED} if this factory's tenant has gone
     */
    DatagramEndpoint datagrams(StreamUrl url);

    /**
     * Makes a socket for datagrams; nothing is bound yet. Mirrors {@code nng_udp_open}.
     *
     * @param url the address to bind to, such as {@code udp://127.0.0.1:0}
     * @return a new socket; to be closed
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed or not what its scheme needs,
     *     {@code ENOTSUP} if there is no provider for its scheme or it has no datagrams, {@code ECLOSED} if this
     *     factory's tenant has gone
     */
    default DatagramEndpoint datagrams(String url) {
        return datagrams(StreamUrl.parse(url));
    }

    /**
     * Returns the schemes for which there are providers at this moment.
     *
     * @return an immutable, sorted set
     */
    Set<String> schemes();
}
