package io.helve.sp.impl.endpoint;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamUrl;

/** A dialer whose transport is not yet registered: an attempt without a transport fails with {@code ENOTSUP}. */
final class AwaitedDialer extends AwaitedEndpoint<SpTransportDialer> implements SpTransportDialer {
    AwaitedDialer(Transports transports, StreamUrl url, SpTransportHost host) {
        super(transports, url, host);
    }

    @Override
    SpTransportDialer make(SpTransport transport, StreamUrl url, SpTransportHost host) {
        return transport.dialer(url, host);
    }

    @Override
    public void connect(Aio aio) {
        SpTransportDialer dialer;
        try {
            dialer = get();
        } catch (AioException e) {
            fail(aio, e.error(), e);
            return;
        }
        dialer.connect(aio);
    }
}
