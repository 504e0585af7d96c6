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
     * {@link SpTransportPipe}. The socket starts one of these at a time.
     *
     * @param aio the handle; {@code EPROTO} if the peer does not speak what it must
     */
    void connect(Aio aio);
}
