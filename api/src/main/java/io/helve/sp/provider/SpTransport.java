package io.helve.sp.provider;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamUrl;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implements one or more schemes. Nobody closes a transport: a transport with threads of its own ends them with its
 * last dialer, listener and pipe. In OSGi a transport is a service with the property {@value #SCHEME}; without OSGi
 * Helve finds transports with {@link java.util.ServiceLoader}. When a transport is unregistered, the dialers, listeners
 * and pipes that it has made are closed. The description of the package says which transport serves a scheme that
 * several transports implement.
 */
@ConsumerType
@ThreadSafe
public interface SpTransport {
    /**
     * The service property that names the schemes: a string, or an array or collection of strings. If the property
     * differs from {@link #schemes}, the property counts.
     */
    String SCHEME = "sp.transport.scheme";

    /**
     * Returns the schemes of this transport. In OSGi the result counts only if the service does not have the property
     * {@value #SCHEME}. Helve logs a warning if the property is missing or differs from the result.
     *
     * @return the schemes, in lower case
     */
    Set<String> schemes();

    /**
     * Makes a dialer; nothing is connected yet.
     *
     * @param url the URL, of one of the schemes
     * @param host the socket's side of the dialer or listener
     * @return a new dialer
     * @throws AioException {@code EADDRINVAL}, {@code ENOTSUP}
     */
    SpTransportDialer dialer(StreamUrl url, SpTransportHost host);

    /**
     * Makes a listener; nothing is bound yet.
     *
     * @param url the URL, of one of the schemes
     * @param host the socket's side of the dialer or listener
     * @return a new listener
     * @throws AioException {@code EADDRINVAL}, {@code ENOTSUP}
     */
    SpTransportListener listener(StreamUrl url, SpTransportHost host);
}
