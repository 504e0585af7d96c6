package io.helve.sp.provider;

import io.helve.aio.Aio;
import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes connections to one address. */
@ConsumerType
@ThreadSafe
public interface SpTransportDialer extends SpTransportEndpoint {
    /**
     * Starts to connect. The handshake is part of the operation. When the operation has succeeded, output 0 is the
     * {@link SpTransportPipe}. The socket starts one such operation at a time.
     *
     * @param aio the handle; the result is {@code EPROTO} if the peer does not speak the required protocol
     */
    void connect(Aio aio);
}
