package io.helve.sp.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamUrl;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes connections at one address. {@code AioAcceptQueue} is the tool to write one with. */
@ConsumerType
@ThreadSafe
public interface SpTransportListener extends SpTransportEndpoint {
    /**
     * Binds the address. May block for as long as that takes. The socket calls this once.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL} and so on; the message names the address
     */
    void bind();

    /**
     * Starts to take a connection. The handshake is part of the operation, and a slow peer must not keep others
     * waiting. When the operation has succeeded, output 0 is the {@link SpTransportPipe}. The socket starts one of
     * these at a time.
     *
     * <p>If a peer fails in its handshake, the operation ends with the error; the socket counts that and starts the
     * next one. If the service that the listener is built on has gone, the operation ends with {@code ECLOSED}, and
     * while it is not back, with an error of {@link #bind}; the socket starts the next one after a rest. That one binds
     * the address again, and may block for as long as that takes.
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
