package io.helve.sp.impl.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.internal.FailedStart;
import io.helve.internal.SafeLogger;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.MessageFraming;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Dials streams and performs the handshake.
 *
 * <pre>
 *   IDLE --connect--> DIALING --a stream--> HANDSHAKE --done, failed, or aborted--> IDLE
 * </pre>
 */
final class ConnectionDialer implements SpTransportDialer, AioCanceller {
    private static final Logger LOG = SafeLogger.of(ConnectionDialer.class);

    private final StreamTransport transport;
    private final StreamUrl url;
    private final SpTransportHost host;
    private final ReopeningEndpoint<StreamDialer> source;
    private final RepeatingOperation dialing;

    /** The stream dialer of the dial in progress; only the thread that continues the attempt touches this field. */
    private StreamDialer dialer;

    /** The connect in progress; null in IDLE. */
    @GuardedBy("this")
    private AioOperation operation;

    /** The handshake in progress; null in other states. */
    @GuardedBy("this")
    private Handshake handshake;

    @GuardedBy("this")
    private boolean closed;

    ConnectionDialer(StreamTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
        source = new ReopeningEndpoint<>(
                () -> transport.streams().dialer(url), host, host.protocol().peer());
        dialing = new RepeatingOperation(host.factory(), this::dialed);
        try {
            source.get(); // reports an unusable URL now
        } catch (RuntimeException | Error e) {
            dialing.close();
            source.close();
            throw e;
        }
    }

    @Override
    public void connect(Aio aio) {
        AioOperation started = AioOperation.start(aio, this);
        if (started == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            refused = closed ? AioError.ECLOSED : started.cancelReason();
            if (refused == null) {
                operation = started;
            }
        }
        if (refused != null) {
            started.finish(refused, 0);
            return;
        }
        try {
            dialer = source.get();
        } catch (AioException e) {
            end(null, e.error(), e);
            return;
        } catch (RuntimeException | LinkageError e) { // the provider may be a third party's
            LOG.log(Level.ERROR, "The provider of " + url + " has failed", e);
            end(null, AioError.EINTERNAL, e);
            return;
        } catch (Error e) {
            end(null, FailedStart.error(e), e);
            return;
        }
        dialing.start(dialer::dial);
        AioError reason = started.cancelReason();
        if (reason != null) { // the cancel may have come before the dial was started
            dialing.aio().abort(reason);
        }
    }

    private void dialed() {
        Aio aio = dialing.aio();
        if (aio.result() != AioError.OK) {
            if (aio.result() == AioError.ECLOSED && !source.isClosed()) {
                source.lost(dialer); // the provider has gone; the next attempt looks for another one
            }
            end(null, aio.result(), aio.cause());
            return;
        }
        Stream stream = (Stream) aio.getOutput(0);
        try {
            connected(stream);
        } catch (Throwable e) { // the socket's memory or its quota of handles is used up
            Closing.close(stream);
            end(null, FailedStart.error(e), e);
        }
    }

    private void connected(Stream stream) {
        if (MessageFraming.of(stream) == MessageFraming.MESSAGES) {
            succeed(stream);
            return;
        }
        Handshake begun = new Handshake(
                host.factory(), stream, host.protocol(), host.get(SpOptions.HANDSHAKE_TIME), () -> {}, this::shaken);
        AioError refused;
        synchronized (this) {
            handshake = begun;
            refused = closed ? AioError.ECLOSED : operation.cancelReason();
        }
        begun.start();
        if (refused != null) {
            begun.abort(refused);
        }
    }

    private void shaken(Handshake ended) {
        AioException failure = ended.failure();
        if (failure == null) {
            succeed(ended.stream());
        } else {
            ended.otherProtocol().ifPresent(host::peerMismatch);
            end(null, failure.error(), failure);
        }
    }

    private void succeed(Stream stream) {
        StreamPipe pipe;
        try {
            pipe = new StreamPipe(transport, stream, host);
        } catch (Throwable e) { // which has closed the stream
            end(null, FailedStart.error(e), e);
            return;
        }
        end(pipe, AioError.OK, null);
    }

    private void end(StreamPipe pipe, AioError result, Throwable cause) {
        AioOperation ended;
        boolean last;
        synchronized (this) {
            ended = operation;
            operation = null;
            handshake = null;
            last = closed;
        }
        if (last) {
            dialing.close();
        }
        if (ended == null) { // the attempt has failed twice, the second time while it ended
            return;
        }
        if (pipe != null) {
            ended.setOutput(0, pipe);
        }
        if (!ended.finish(result, 0, cause) && pipe != null) {
            pipe.close(); // the operation was ended by force
        }
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        Handshake present;
        synchronized (this) {
            if (operation == null || !operation.equals(cancelled)) {
                return;
            }
            present = handshake;
        }
        if (present != null) {
            present.abort(reason);
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
        source.set(option, value);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return source.get(option);
    }

    @Override
    public void close() {
        Handshake present;
        boolean idle;
        synchronized (this) {
            closed = true;
            present = handshake;
            idle = operation == null;
        }
        source.close();
        if (present != null) {
            present.abort(AioError.ECLOSED);
        }
        if (idle) {
            dialing.close();
        }
    }

    @Override
    public void stop() {
        close();
        source.stop();
    }
}
