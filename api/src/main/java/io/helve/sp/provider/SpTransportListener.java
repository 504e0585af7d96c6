package io.helve.sp.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamUrl;
import org.osgi.annotation.versioning.ConsumerType;

/** Accepts connections at one address. Implementations are best built on an {@code AioAcceptQueue}. */
@ConsumerType
@ThreadSafe
public interface SpTransportListener extends SpTransportEndpoint {
    /**
     * Binds the address. May block for as long as binding takes. The socket calls this once.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL} and so on; the message names the address
     */
    void bind();

    /**
     * Starts to accept a connection. The handshake is part of the operation, and a slow peer must not keep other peers
     * waiting. When the operation has succeeded, output 0 is the {@link SpTransportPipe}. The socket starts one such
     * operation at a time.
     *
     * <p>If a peer fails in its handshake, the operation ends with the error; the socket counts the failure and starts
     * the next operation. If a service that the listener is built on is unregistered, the operation ends with
     * {@code ECLOSED}, and later operations end with an error of {@link #bind} until the service is back. After such an
     * error the socket waits for a while and then starts the next operation, which binds the address again and may
     * block for as long as binding takes.
     *
     * @param aio the handle
     */
    void accept(Aio aio);

    /**
     * Returns a URL that a dialer on this machine can use.
     *
     * @return the URL; called after {@link #bind}
     */
    StreamUrl dialUrl();
}
