package io.helve.itest.memory;

import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Connects the sockets of one process, with the interfaces that every transport has. */
public final class MemoryTransport implements SpTransport {
    final Map<StreamUrl, MemoryListener> listeners = new ConcurrentHashMap<>();
    private final String scheme;

    /** A transport for one scheme. */
    public MemoryTransport(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(scheme);
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        return new MemoryDialer(this, url, host);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        return new MemoryListener(this, url, host);
    }
}
