package io.helve.stream.provider;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes endpoints for one tenant through one provider, and closes them when the tenant or the provider has gone. */
@ConsumerType
@ThreadSafe
public interface StreamSession extends AutoCloseable {
    /**
     * Makes a dialer.
     *
     * @param url the URL, of one of the provider's schemes
     * @return a new dialer
     * @throws AioException {@code EADDRINVAL}, or {@code ECLOSED} if this session is closed
     */
    StreamDialer dialer(StreamUrl url);

    /**
     * Makes a listener.
     *
     * @param url the URL, of one of the provider's schemes
     * @return a new listener
     * @throws AioException {@code EADDRINVAL}, or {@code ECLOSED} if this session is closed
     */
    StreamListener listener(StreamUrl url);

    /**
     * Makes a socket for datagrams.
     *
     * @param url the URL, of one of the provider's schemes
     * @return a new socket
     * @throws AioException {@code ENOTSUP} if the scheme has no datagrams, {@code EADDRINVAL}, or {@code ECLOSED} if
     *     this session is closed
     */
    default DatagramEndpoint datagrams(StreamUrl url) {
        throw new AioException(AioError.ENOTSUP, "no datagrams with " + url.scheme() + ", wanted for " + url);
    }

    /**
     * Closes every dialer, listener, datagram socket and stream that was made through this session, without waiting:
     * operations in progress end with {@code ECLOSED}. A second call does nothing.
     */
    @Override
    void close();
}
