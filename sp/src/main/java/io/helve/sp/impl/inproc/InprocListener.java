package io.helve.sp.impl.inproc;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpProtocol;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Brings those who connect and the one who accepts together. */
final class InprocListener implements SpTransportListener, AioCanceller {
    private final InprocTransport transport;
    private final StreamUrl url;
    private final SpTransportHost host;

    /** Guarded by this, as all below. */
    private final ArrayDeque<AioOperation> connecting = new ArrayDeque<>();

    private AioOperation accepting;
    private boolean closed;

    InprocListener(InprocTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
    }

    StreamUrl url() {
        return url;
    }

    SpProtocol protocol() {
        return host.protocol();
    }

    @Override
    public void bind() {
        transport.bind(this);
        boolean gone;
        synchronized (this) {
            gone = closed;
        }
        if (gone) { // perhaps before it was bound
            transport.unbind(this);
            throw new AioException(AioError.ECLOSED, "the listener at " + url + " is closed");
        }
    }

    // ---- the dialers' side

    void connect(AioOperation operation) {
        AioError refused = null;
        synchronized (this) {
            AioError asked = operation.cancelReason();
            if (asked != null) {
                refused = asked;
            } else if (closed) {
                refused = AioError.ECONNREFUSED;
            } else {
                connecting.add(operation);
            }
        }
        if (refused != null) {
            operation.finish(refused, 0);
        } else {
            match();
        }
    }

    synchronized boolean giveUp(AioOperation operation) {
        return connecting.remove(operation);
    }

    // ---- the listener's side

    @Override
    public void accept(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            refused = closed ? AioError.ECLOSED : operation.cancelReason();
            if (refused == null) {
                accepting = operation;
            }
        }
        if (refused != null) {
            operation.finish(refused, 0);
        } else {
            match();
        }
    }

    private void match() {
        AioOperation dialer;
        AioOperation listener;
        synchronized (this) {
            if (accepting == null || connecting.isEmpty()) {
                return;
            }
            dialer = connecting.poll();
            listener = accepting;
            accepting = null;
        }
        InprocPipe pipe = InprocPipe.connect(url, host.link());
        finish(listener, pipe.peer());
        finish(dialer, pipe);
    }

    private static void finish(AioOperation operation, InprocPipe pipe) {
        operation.setOutput(0, pipe);
        if (!operation.finish(AioError.OK, 0)) {
            pipe.close(); // it has been ended by force
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        synchronized (this) {
            if (accepting == null || !accepting.equals(operation)) {
                return;
            }
            accepting = null;
        }
        operation.finish(reason, 0);
    }

    @Override
    public String describe() {
        return "accepting at " + url;
    }

    @Override
    public StreamUrl dialUrl() {
        return url;
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
        transport.unbind(this);
        List<AioOperation> refused;
        AioOperation ended;
        synchronized (this) {
            closed = true;
            refused = new ArrayList<>(connecting);
            connecting.clear();
            ended = accepting;
            accepting = null;
        }
        refused.forEach(operation -> operation.finish(AioError.ECONNREFUSED, 0));
        if (ended != null) {
            ended.finish(AioError.ECLOSED, 0);
        }
    }
}
