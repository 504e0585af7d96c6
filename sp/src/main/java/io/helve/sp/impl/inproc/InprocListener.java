package io.helve.sp.impl.inproc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.internal.FailedStart;
import io.helve.sp.SpProtocol;
import io.helve.sp.impl.operation.WrongPeer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.util.ArrayDeque;
import java.util.List;

/** Matches connecting dialers with the pending accept. */
final class InprocListener implements SpTransportListener, AioCanceller {
    /** With so many refusals that wait for an accept, the reasons of others are dropped. */
    private static final int REFUSALS_KEPT = 64;

    private final InprocTransport transport;
    private final StreamUrl url;
    private final SpTransportHost host;

    /** The connects of dialers that wait for an accept. */
    @GuardedBy("this")
    private final AioQueue connects = new AioQueue();

    /** The accepts that wait for a dialer. */
    @GuardedBy("this")
    private final AioQueue accepts = new AioQueue();

    /** The reasons of refusals for which no accept has waited; empty while accepts wait. */
    @GuardedBy("this")
    private final ArrayDeque<AioException> refusals = new ArrayDeque<>();

    @GuardedBy("this")
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
        boolean late;
        synchronized (this) {
            late = closed;
        }
        if (late) { // close may have run before the name was bound
            transport.unbind(this);
            throw new AioException(AioError.ECLOSED, "the listener at " + url + " is closed");
        }
    }

    // ---- the dialers' side

    /**
     * Refuses a dialer of the wrong protocol. An accept ends with the reason, so that the socket counts and logs it.
     */
    void refuse(SpProtocol dialers) {
        host.peerMismatch(dialers.number());
        AioException reason = WrongPeer.failure("a dialer of " + url, dialers.number(), host.protocol());
        AioOperation accept;
        synchronized (this) {
            accept = accepts.poll();
            if (accept == null && !closed && refusals.size() < REFUSALS_KEPT) {
                refusals.add(reason);
            }
        }
        if (accept != null) {
            accept.finish(reason.error(), 0, reason);
        }
    }

    void connect(AioOperation operation) {
        AioError refused;
        synchronized (this) {
            refused = connects.append(operation);
        }
        matchUnless(refused, operation);
    }

    /** {@return whether the connect was waiting; the caller then finishes it} */
    synchronized boolean giveUp(AioOperation operation) {
        return connects.remove(operation);
    }

    // ---- the listener's side

    @Override
    public void accept(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        AioException failure = null;
        synchronized (this) {
            refused = accepts.append(operation);
            if (refused == AioError.OK && !refusals.isEmpty()) {
                accepts.remove(operation);
                failure = refusals.poll();
            }
        }
        if (failure != null) {
            operation.finish(failure.error(), 0, failure);
        } else {
            matchUnless(refused, operation);
        }
    }

    private void matchUnless(AioError refused, AioOperation operation) {
        if (refused != AioError.OK) {
            operation.finish(refused, 0);
        } else {
            match();
        }
    }

    private void match() {
        AioOperation dialer;
        AioOperation listener;
        synchronized (this) {
            if (accepts.isEmpty() || connects.isEmpty()) {
                return;
            }
            dialer = connects.poll();
            listener = accepts.poll();
        }
        InprocPipe pipe;
        try {
            pipe = InprocPipe.connect(url, host.link());
        } catch (Throwable e) { // no memory; both operations have left their queues
            FailedStart.end(listener, e);
            FailedStart.end(dialer, e);
            return;
        }
        finish(listener, pipe.peer());
        finish(dialer, pipe);
    }

    private static void finish(AioOperation operation, InprocPipe pipe) {
        operation.setOutput(0, pipe);
        if (!operation.finish(AioError.OK, 0)) {
            pipe.close(); // the operation has been ended by force
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean waited;
        synchronized (this) {
            waited = accepts.remove(operation);
        }
        if (waited) {
            operation.finish(reason, 0);
        }
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
        List<AioOperation> ended;
        synchronized (this) {
            closed = true;
            refused = connects.close(AioError.ECONNREFUSED);
            ended = accepts.close(AioError.ECLOSED);
        }
        refused.forEach(operation -> operation.finish(AioError.ECONNREFUSED, 0));
        ended.forEach(operation -> operation.finish(AioError.ECLOSED, 0));
    }
}
