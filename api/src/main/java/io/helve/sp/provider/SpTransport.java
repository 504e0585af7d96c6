package io.helve.sp.provider;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamUrl;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implements one or more schemes. In OSGi it is a service with the property {@value #SCHEME}; without OSGi it is found
 * with {@link java.util.ServiceLoader}. When it goes, the dialers, listeners and pipes that it has made are closed. The
 * description of the package tells which of several is used for a scheme.
 */
@ConsumerType
@ThreadSafe
public interface SpTransport {
    /**
     * The service property that names the schemes: a string, or an array or collection of strings. Where it differs
     * from {@link #schemes}, the property counts.
     */
    String SCHEME = "sp.transport.scheme";

    /**
     * Returns the schemes. In OSGi they count if the service does not have the property; that is logged, and so is a
     * property that differs from them.
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
