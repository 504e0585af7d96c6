package io.helve.itest.foreign;

import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.util.Set;

/**
 * Connections of sockets over TCP, with the bytes of Helve's transport {@code tcp}: {@code frames://127.0.0.1:1234}.
 */
public final class FrameTransport implements SpTransport {
    static final String NAME = "frames";

    private final SharedLoop loops = new SharedLoop();

    /** Called by the activator, and by {@link java.util.ServiceLoader}. */
    public FrameTransport() {}

    @Override
    public Set<String> schemes() {
        return Set.of(NAME);
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        return new FrameDialer(loops, url, host);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        return new FrameListener(loops, url, host);
    }
}
