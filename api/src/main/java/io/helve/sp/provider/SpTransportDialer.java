package io.helve.sp.provider;

import io.helve.aio.Aio;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes connections to one address. */
@ConsumerType
public interface SpTransportDialer extends SpTransportEndpoint {
    /**
     * Starts to connect; the handshake is part of it. When it has succeeded, output 0 is the {@link SpTransportPipe}.
     * There is one of these at a time.
     *
     * @param aio the handle; {@code EPROTO} if the peer does not speak what it must
     */
    void connect(Aio aio);
}
