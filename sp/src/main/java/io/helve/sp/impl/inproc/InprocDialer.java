package io.helve.sp.impl.inproc;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.internal.FailedStart;
import io.helve.sp.SpProtocol;
import io.helve.sp.impl.operation.WrongPeer;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;

/** Connects to the listener at a name. */
final class InprocDialer implements SpTransportDialer, AioCanceller {
    private final InprocTransport transport;
    private final StreamUrl url;
    private final SpTransportHost host;

    /** The listener at which the present connect waits; null before the first connect. */
    private volatile InprocListener waitsAt;

    private volatile boolean closed;

    InprocDialer(InprocTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
    }

    @Override
    public void connect(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        try {
            connect(operation);
        } catch (Throwable e) { // no memory
            FailedStart.end(operation, e);
        }
    }

    private void connect(AioOperation operation) {
        InprocListener listener = closed ? null : transport.find(url);
        if (listener == null) {
            operation.finish(closed ? AioError.ECLOSED : AioError.ECONNREFUSED, 0);
        } else if (listener.protocol() != host.protocol().peer()) {
            refuse(operation, listener);
        } else {
            waitsAt = listener;
            listener.connect(operation);
        }
    }

    private void refuse(AioOperation operation, InprocListener listener) {
        SpProtocol protocol = host.protocol();
        listener.refuse(protocol);
        host.peerMismatch(listener.protocol().number());
        AioException why = WrongPeer.failure(url.toString(), listener.protocol().number(), protocol);
        operation.finish(why.error(), 0, why);
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        InprocListener listener = waitsAt;
        if (listener != null && listener.giveUp(operation)) {
            operation.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "connecting to " + url;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, "inproc has no option " + option);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        throw new AioException(AioError.ENOTSUP, "inproc has no option " + option);
    }

    @Override
    public void close() {
        closed = true; // the endpoint, which has started an operation, aborts it
    }
}
