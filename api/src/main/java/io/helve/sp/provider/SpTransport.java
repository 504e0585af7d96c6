package io.helve.sp.provider;

import io.helve.aio.AioException;
import io.helve.stream.StreamUrl;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implements one or more schemes. In OSGi it is a service with the property {@value #SCHEME}; without OSGi it is found
 * with {@link java.util.ServiceLoader}. When it goes, what was made by it is closed. Which of several is used for a
 * scheme is told in the package's description.
 */
@ConsumerType
public interface SpTransport {
    /**
     * The service property that names the schemes, a string or several; it holds, also where {@link #schemes} says
     * otherwise.
     */
    String SCHEME = "sp.transport.scheme";

    /**
     * Returns the schemes. In OSGi it is asked if the service does not have the property, which is logged, as is that
     * the two differ.
     *
     * @return the schemes, in lower case
     */
    Set<String> schemes();

    /**
     * Makes a dialer; nothing is connected yet.
     *
     * @param url the URL, of one of the schemes
     * @param host the socket's side
     * @return a new dialer
     * @throws AioException {@code EADDRINVAL}, {@code ENOTSUP}
     */
    SpTransportDialer dialer(StreamUrl url, SpTransportHost host);

    /**
     * Makes a listener; nothing is bound yet.
     *
     * @param url the URL, of one of the schemes
     * @param host the socket's side
     * @return a new listener
     * @throws AioException {@code EADDRINVAL}, {@code ENOTSUP}
     */
    SpTransportListener listener(StreamUrl url, SpTransportHost host);
}
