package io.helve.itest.memory;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Accepts the connections of dialers. */
final class MemoryListener extends MemoryEndpoint implements SpTransportListener {
    /** The monitor of this object guards all fields from here on. */
    private final Deque<MemoryPipe> ready = new ArrayDeque<>();

    private AioOperation accepting;
    private boolean closed;

    MemoryListener(MemoryTransport transport, StreamUrl url, SpTransportHost host) {
        super(transport, url, host);
    }

    @Override
    public void bind() {
        if (transport.listeners.putIfAbsent(url, this) != null) {
            throw new AioException(AioError.EADDRINUSE, "somebody listens at " + url);
        }
    }

    void offer(MemoryPipe pipe) {
        boolean refused;
        synchronized (this) {
            refused = closed;
            ready.add(pipe);
        }
        if (refused) {
            pipe.close();
        } else {
            match();
        }
    }

    @Override
    public void accept(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this::cancel);
        if (operation == null) {
            return;
        }
        boolean refused;
        synchronized (this) {
            refused = closed;
            accepting = refused ? null : operation;
        }
        if (refused) {
            operation.finish(AioError.ECLOSED, 0);
        } else {
            match();
        }
    }

    private void match() {
        AioOperation operation;
        MemoryPipe pipe;
        synchronized (this) {
            if (accepting == null || ready.isEmpty()) {
                return;
            }
            operation = accepting;
            accepting = null;
            pipe = ready.remove();
        }
        operation.setOutput(0, pipe);
        if (!operation.finish(AioError.OK, 0)) {
            pipe.close(); // it was cancelled
        }
    }

    private void cancel(AioOperation operation, AioError reason) {
        synchronized (this) {
            if (operation.equals(accepting)) {
                accepting = null;
            }
        }
        operation.finish(reason, 0);
    }

    @Override
    public StreamUrl dialUrl() {
        return url;
    }

    @Override
    public void close() {
        transport.listeners.remove(url, this);
        List<MemoryPipe> refused;
        AioOperation ended;
        synchronized (this) {
            closed = true;
            refused = new ArrayList<>(ready);
            ready.clear();
            ended = accepting;
            accepting = null;
        }
        refused.forEach(MemoryPipe::close);
        if (ended != null) {
            ended.finish(AioError.ECLOSED, 0);
        }
    }
}
