package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.internal.FailedStart;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.util.List;

/**
 * Asks for connections at one address. Each connection has a datagram socket of its own that knows this peer only; a
 * stream dialer makes that socket, because a stream dialer resolves names without blocking.
 *
 * <pre>
 *   IDLE --connect--> RESOLVING --there is a socket--> ASKING --answered, or given up--> IDLE
 * </pre>
 */
final class UdpDialer implements SpTransportDialer, AioCanceller {
    private final UdpTransport transport;
    private final StreamUrl url;
    private final SpTransportHost host;
    private final UdpSettings settings = new UdpSettings();
    private final RepeatingOperation dialing;

    /**
     * The stream dialer while an attempt is RESOLVING; only the thread that continues the attempt touches this field.
     */
    private StreamDialer streams;

    /** The waiting connect; at most one waits at a time. */
    @GuardedBy("this")
    private final AioQueue connects = new AioQueue();

    /** The link that is ASKING; null otherwise. */
    @GuardedBy("this")
    private DialingLink asking;

    /** The link whose request was given up by {@link #close}, or null. */
    @GuardedBy("this")
    private DialingLink abandoned;

    @GuardedBy("this")
    private boolean closed;

    /** Whether an attempt is RESOLVING. */
    @GuardedBy("this")
    private boolean resolving;

    UdpDialer(UdpTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
        transport.dialer(url).close(); // a URL that cannot be is found out now
        dialing = new RepeatingOperation(host.factory(), this::dialed);
    }

    @Override
    public void connect(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            refused = connects.append(operation);
            if (refused == AioError.OK) {
                resolving = true;
            }
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0);
            return;
        }
        try {
            streams = transport.dialer(url);
        } catch (RuntimeException | Error e) {
            fail(FailedStart.error(e), e);
            return;
        }
        dialing.start(streams::dial);
        AioError cancelled = operation.cancelReason();
        if (cancelled != null) { // the canceller may have been called before this attempt could be aborted
            dialing.aio().abort(cancelled);
        }
    }

    private void dialed() {
        Aio aio = dialing.aio();
        streams.close();
        if (aio.result() != AioError.OK) {
            fail(aio.result(), aio.cause());
            return;
        }
        Stream stream = (Stream) aio.getOutput(0);
        DialingLink link;
        try {
            link = new DialingLink(
                    DatagramPort.of(stream), stream.get(StreamProperty.REMOTE_ADDRESS), host, settings, this);
        } catch (RuntimeException | Error e) {
            fail(FailedStart.error(e), e);
            return;
        }
        AioOperation operation;
        boolean last;
        synchronized (this) {
            resolving = false;
            asking = link;
            operation = connects.peek();
            last = closed;
        }
        if (last) {
            dialing.close();
        }
        try {
            link.connect();
        } catch (Throwable e) { // no memory
            link.abandon(FailedStart.error(e));
        }
        AioError cancelled = operation == null ? AioError.ECLOSED : operation.cancelReason();
        if (cancelled != null) {
            link.abandon(cancelled);
        }
    }

    /** The peer has agreed. */
    void connected(DialingLink link, UdpPipe pipe) {
        AioOperation operation;
        synchronized (this) {
            if (asking != link) {
                return;
            }
            asking = null;
            operation = connects.poll();
        }
        if (operation == null) {
            pipe.close();
            return;
        }
        operation.setOutput(0, pipe);
        if (!operation.finish(AioError.OK, 0)) {
            pipe.close(); // the operation has been ended by force
        }
    }

    /** A link has ended; the attempt has failed if the link had not connected before. */
    void ended(DialingLink link, AioError reason) {
        synchronized (this) {
            if (asking != link) {
                return;
            }
            asking = null;
        }
        fail(reason, link.why(reason, url));
    }

    private void fail(AioError error, Throwable cause) {
        AioOperation operation;
        boolean last;
        synchronized (this) {
            resolving = false;
            operation = connects.poll();
            last = closed;
        }
        if (last) {
            dialing.close();
        }
        if (operation != null) {
            operation.finish(error, 0, cause);
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        DialingLink link;
        synchronized (this) {
            if (connects.peek() == null || !connects.peek().equals(operation)) {
                return;
            }
            link = asking;
        }
        if (link != null) {
            link.abandon(reason);
        } else {
            dialing.aio().abort(reason);
        }
    }

    @Override
    public String describe() {
        return "connecting to " + url;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        settings.set(option, value);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return settings.get(option);
    }

    @Override
    public void close() {
        List<AioOperation> ended;
        DialingLink link;
        boolean idle;
        synchronized (this) {
            closed = true;
            ended = connects.close(AioError.ECLOSED);
            link = asking;
            asking = null;
            if (link != null) {
                abandoned = link;
            }
            idle = !resolving;
        }
        if (link != null) {
            link.abandon(AioError.ECLOSED);
        }
        if (idle) {
            dialing.close();
        } else {
            dialing.aio().abort(AioError.ECLOSED);
        }
        ended.forEach(operation -> operation.finish(AioError.ECLOSED, 0));
    }

    /** Connections have datagram sockets of their own; only the one that was asked for is waited for. */
    @Override
    public void stop() {
        close();
        DialingLink stopping;
        synchronized (this) {
            stopping = abandoned;
        }
        if (stopping != null) {
            stopping.awaitClosed();
        }
    }
}
