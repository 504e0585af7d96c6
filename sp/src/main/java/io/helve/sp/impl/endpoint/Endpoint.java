package io.helve.sp.impl.endpoint;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Messages;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.socket.Socket;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportEndpoint;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;

/**
 * What dialers and listeners have in common. Its own monitor guards its state; it is never held while anything else is
 * called.
 */
public abstract class Endpoint implements SpEndpoint, SpTransportHost {
    private static final Logger LOG = System.getLogger(Endpoint.class.getName());

    final int id;
    public final Socket socket;
    public final StreamUrl url;

    /** What makes its connections; it may go before this. */
    public final SpTransport transport;

    /** Guarded by this. */
    private final OptionValues options;

    /** How attempts have failed, by error. Guarded by this. */
    private final Map<AioError, Long> failures = new EnumMap<>(AioError.class);

    /** Pipes that it has made. Guarded by this. */
    private long made;

    /** Pipes that were rejected. Guarded by this. */
    private long rejected;

    /** Its pipes that count. Guarded by the socket's lock. */
    private int open;

    /** An attempt to connect, or an accept. */
    final RepeatingOperation step;

    /** The time until the next one. */
    final RepeatingOperation pause;

    Endpoint(int id, Socket socket, StreamUrl url, SpTransport transport, OptionValues options) {
        this.id = id;
        this.socket = socket;
        this.url = url;
        this.transport = transport;
        this.options = options.with(SpOptions.RECEIVE_MAX)
                .with(SpOptions.HANDSHAKE_TIME)
                .inherit(socket.endpointOptions());
        step = new RepeatingOperation(socket.factory(), this::stepEnded);
        RepeatingOperation second = null;
        try {
            second = new RepeatingOperation(socket.factory(), this::paused);
        } finally {
            if (second == null) {
                step.close();
            }
        }
        pause = second;
    }

    /**
     * Has the transport make its side: not before this is complete, as it is the other side's host. Nobody else knows
     * this yet.
     */
    public final void complete() {
        boolean opened = false;
        try {
            openSide();
            opened = true;
        } finally {
            if (!opened) {
                step.close();
                pause.close();
            }
        }
    }

    abstract void openSide();

    /** {@return the transport's side} */
    abstract SpTransportEndpoint side();

    /** A transport may be anybody's: one that fails must not keep the rest, and others, from being closed. */
    final void closeSide() {
        try {
            side().close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "The transport of " + this + " has failed to close its side", e);
        }
    }

    /** The end of {@link #step}. */
    abstract void stepEnded();

    /** The end of {@link #pause}. */
    abstract void paused();

    /** A pipe is part of the socket, or has been rejected. */
    public abstract void admitted(Pipe pipe);

    /** A pipe has ended. */
    public abstract void ended(Pipe pipe, AioError reason);

    /** {@return whether it is closed} */
    public abstract boolean isClosed();

    /** {@return how many of its pipes count} */
    public final int pipes() {
        socket.lockQuietly();
        try {
            return open;
        } finally {
            socket.unlock();
        }
    }

    public final synchronized void countFailure(AioError error) {
        failures.merge(error, 1L, Long::sum);
    }

    /** Counts how a pipe has ended, unless that was orderly, or it was rejected. */
    final void countEnd(AioError reason) {
        if (reason != AioError.ECLOSED && reason != AioError.ECONNSHUT && reason != AioError.ECONNABORTED) {
            countFailure(reason);
        }
    }

    final synchronized void countPipe() {
        made++;
    }

    public final synchronized void countRejected() {
        rejected++;
    }

    /** {@return whether it may have one more pipe; under the socket's lock} */
    public boolean mayHaveMore() {
        return true;
    }

    /** It has more pipes, or fewer; under the socket's lock. */
    public final void countOpen(int more) {
        open += more;
    }

    /** {@return how many of its pipes count; under the socket's lock} */
    final int open() {
        return open;
    }

    public final synchronized long made() {
        return made;
    }

    public final synchronized long rejected() {
        return rejected;
    }

    public final synchronized Map<AioError, Long> failures() {
        return new EnumMap<>(failures);
    }

    final void requireOpen() {
        if (isClosed()) {
            throw new AioException(AioError.ECLOSED, this + " is closed");
        }
    }

    final <T> void setOption(SpOption<T> option, T value) {
        requireOpen();
        synchronized (this) {
            options.set(option, value);
        }
    }

    @Override
    public final synchronized <T> T get(SpOption<T> option) {
        return options.get(option);
    }

    final <T> void setOption(StreamOption<T> option, T value) {
        requireOpen();
        side().set(option, value);
    }

    @Override
    public final <T> T get(StreamOption<T> option) {
        return side().get(option);
    }

    @Override
    public final SpProtocol protocol() {
        return socket.protocol();
    }

    @Override
    public final Messages messages() {
        return socket.messages();
    }

    @Override
    public final AioFactory factory() {
        return socket.factory();
    }

    @Override
    public final int id() {
        return id;
    }

    @Override
    public final SpSocket socket() {
        return socket;
    }

    @Override
    public final StreamUrl url() {
        return url;
    }
}
