package io.helve.itest.foreign;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** Connects to one address: a channel first, then the handshake. */
final class FrameDialer implements SpTransportDialer, AioCanceller {
    private final SharedLoop loops;
    private final StreamUrl url;
    private final SpTransportHost host;
    private final InetSocketAddress address;

    /** The connect in progress; null if there is none. */
    @GuardedBy("this")
    private AioOperation connecting;

    /** The attempt to connect a channel; null before the first. */
    @GuardedBy("this")
    private PendingConnect attempt;

    /** The handshake after that; null before. */
    @GuardedBy("this")
    private FrameHandshake handshake;

    @GuardedBy("this")
    private boolean closed;

    FrameDialer(SharedLoop loops, StreamUrl url, SpTransportHost host) {
        this.loops = loops;
        this.url = url;
        this.host = host;
        address = Failures.address(url);
    }

    @Override
    public void connect(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        PendingConnect begun = new PendingConnect(loops, new PendingConnect.ConnectListener() {
            @Override
            public void connected(SocketChannel channel) {
                shakeHands(channel);
            }

            @Override
            public void failed(AioError error, IOException cause) {
                end(null, error, cause == null ? null : Failures.at(url, cause));
            }
        });
        AioError refused;
        synchronized (this) {
            connecting = operation;
            attempt = begun;
            refused = closed ? AioError.ECLOSED : operation.cancelReason();
        }
        if (refused != null) {
            begun.fail(refused, null);
        } else {
            begun.start(address);
        }
    }

    private void shakeHands(SocketChannel channel) {
        FrameHandshake begun;
        try {
            begun = new FrameHandshake(loops, channel, host, this::shaken);
        } catch (AioException e) {
            end(null, e.error(), e);
            return;
        }
        AioError refused;
        synchronized (this) {
            handshake = begun;
            refused = closed ? AioError.ECLOSED : connecting.cancelReason();
        }
        begun.start();
        if (refused != null) {
            begun.fail(refused);
        }
    }

    private void shaken(FramePipe pipe, AioError error) {
        end(pipe, error, null);
    }

    private void end(FramePipe pipe, AioError error, Throwable cause) {
        AioOperation operation;
        synchronized (this) {
            operation = connecting;
            connecting = null;
            attempt = null;
            handshake = null;
        }
        operation.setOutput(0, pipe);
        if (!operation.finish(error, 0, cause) && pipe != null) {
            pipe.close(); // the operation has been ended by force
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean isCurrent;
        synchronized (this) {
            isCurrent = operation.equals(connecting);
        }
        if (isCurrent) {
            abort(reason);
        }
    }

    private void abort(AioError reason) {
        PendingConnect first;
        FrameHandshake second;
        synchronized (this) {
            first = attempt;
            second = handshake;
        }
        if (first != null) {
            first.fail(reason, null);
        }
        if (second != null) {
            second.fail(reason);
        }
    }

    @Override
    public String describe() {
        return "connecting to " + url;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        abort(AioError.ECLOSED);
    }
}
