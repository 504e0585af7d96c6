package io.helve.sp.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.stream.StreamUrl;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes connections at one address. */
@ConsumerType
public interface SpTransportListener extends SpTransportEndpoint {
    /**
     * Binds the address; may block for as long as that takes. Called once.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL} and so on; the message names the address
     */
    void bind();

    /**
     * Starts to take a connection; the handshake is part of it, and must not keep others waiting. When it has
     * succeeded, output 0 is the {@link SpTransportPipe}. A peer that fails in its handshake ends it with the error,
     * which is counted, and it is started again. The same happens, after a rest, when it ends with {@code ECLOSED}
     * though nobody has closed this listener, because what it stands on has gone, or with another error of
     * {@link #bind}, because it is not back yet: then this binds again, and may block as that does. There is one of
     * these at a time.
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
