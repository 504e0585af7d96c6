package io.helve.sp.impl.inproc;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpProtocol;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;

/** Connects to whoever listens at a name. */
final class InprocDialer implements SpTransportDialer, AioCanceller {
    private final InprocTransport transport;
    private final StreamUrl url;
    private final SpProtocol protocol;

    /** Where the operation waits. */
    private volatile InprocListener waitsAt;

    private volatile boolean closed;

    InprocDialer(InprocTransport transport, StreamUrl url, SpProtocol protocol) {
        this.transport = transport;
        this.url = url;
        this.protocol = protocol;
    }

    @Override
    public void connect(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        InprocListener listener = closed ? null : transport.find(url);
        if (listener == null) {
            operation.finish(closed ? AioError.ECLOSED : AioError.ECONNREFUSED, 0);
        } else if (listener.protocol() != protocol.peer()) {
            operation.finish(
                    AioError.EPROTO,
                    0,
                    new AioException(
                            AioError.EPROTO,
                            url + " speaks " + listener.protocol().protocolName() + ", and "
                                    + protocol.protocolName() + " needs "
                                    + protocol.peer().protocolName()));
        } else {
            waitsAt = listener;
            listener.connect(operation);
        }
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
        closed = true; // the operation is aborted by the one who has started it
    }
}
