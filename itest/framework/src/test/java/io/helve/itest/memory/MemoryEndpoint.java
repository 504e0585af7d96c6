package io.helve.itest.memory;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.provider.SpTransportEndpoint;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;

/** The common part of dialers and listeners. They have no options. */
abstract class MemoryEndpoint implements SpTransportEndpoint {
    final MemoryTransport transport;
    final StreamUrl url;
    final SpTransportHost host;

    MemoryEndpoint(MemoryTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }
}
