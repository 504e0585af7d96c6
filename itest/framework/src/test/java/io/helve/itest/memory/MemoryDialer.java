package io.helve.itest.memory;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamUrl;

/** Connects at once, or not at all. */
final class MemoryDialer extends MemoryEndpoint implements SpTransportDialer {
    MemoryDialer(MemoryTransport transport, StreamUrl url, SpTransportHost host) {
        super(transport, url, host);
    }

    @Override
    public void connect(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation == null) {
            return;
        }
        MemoryListener listener = transport.listeners.get(url);
        if (listener == null) {
            operation.finish(AioError.ECONNREFUSED, 0);
        } else if (listener.host.protocol() != host.protocol().peer()) {
            operation.finish(AioError.EPROTO, 0);
        } else {
            MemoryPipe pipe = MemoryPipe.connect(host.messages());
            listener.offer(pipe.peer());
            operation.setOutput(0, pipe);
            if (!operation.finish(AioError.OK, 0)) {
                pipe.close();
            }
        }
    }

    @Override
    public void close() {
        // nothing takes time here
    }
}
