package io.helve.sp.impl.endpoint;

import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.util.Set;

/**
 * Stands for the transport of a scheme that is not there yet. Its dialers and listeners keep their options, look for
 * the transport at each attempt, and have it make the real dialer or listener once it is there.
 */
public final class AwaitedTransport implements SpTransport {
    private final Transports transports;
    private final String scheme;

    /**
     * Creates a stand-in.
     *
     * @param transports where the transport is looked for
     * @param scheme the scheme of the transport
     */
    public AwaitedTransport(Transports transports, String scheme) {
        this.transports = transports;
        this.scheme = scheme;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(scheme);
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        return new AwaitedDialer(transports, url, host);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        return new AwaitedListener(transports, url, host);
    }
}
