package io.helve.sp.impl.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.internal.SafeLogger;
import io.helve.message.Messages;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.MessageFraming;
import io.helve.stream.Stream;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * A stream after its handshake.
 *
 * <pre>
 *   NEW --attach--> OPEN --close--> CLOSING --the peer has closed too, or time is up--> CLOSED
 * </pre>
 *
 * In CLOSING, messages that were put before are sent, then the output ends, and received data is dropped until the peer
 * ends its side: if the stream were closed at once, the operating system would discard data that is on its way. A pipe
 * moves from NEW or OPEN to CLOSED at once when the connection is lost or the socket rejects the pipe, and from every
 * state when the peer breaks the protocol. An OPEN pipe that is closed while too many pipes of its tenant linger moves
 * to CLOSED at once.
 */
final class StreamPipe implements SpTransportPipe {
    private static final Logger LOG = SafeLogger.of(StreamPipe.class);

    /** How long closing may take. */
    static final Duration LINGER = Duration.ofSeconds(1);

    private static final int LONGEST = Integer.MAX_VALUE - 64;

    private enum State {
        NEW,
        OPEN,
        CLOSING,
        CLOSED
    }

    private final AioFactory factory;
    private final SpTransportHost host;
    private final Stream stream;
    private final PipeReader reader;
    private final PipeWriter writer;

    /** Written while the monitor of this object is held. */
    private volatile State state = State.NEW;

    private volatile SpPipeEnd end;

    /** The timer that ends the pipe when closing takes too long. */
    @GuardedBy("this")
    private RepeatingOperation patience;

    /** Whether the output has ended. */
    @GuardedBy("this")
    private boolean outputEnded;

    /** Whether the input has ended. */
    @GuardedBy("this")
    private boolean inputEnded;

    /**
     * Makes a pipe.
     *
     * @param transport the transport of the pipe
     * @param stream the stream, which the pipe closes
     * @param host the socket's side
     * @throws AioException {@code ENOMEM}, {@code ESTOPPED}; then the stream is closed
     */
    StreamPipe(StreamTransport transport, Stream stream, SpTransportHost host) {
        MessageFraming framing = MessageFraming.of(stream);
        factory = host.factory();
        this.host = host;
        this.stream = stream;
        Messages messages = host.messages();
        int receiveMax = host.get(SpOptions.RECEIVE_MAX);
        int most = receiveMax == 0 ? LONGEST : Math.min(receiveMax, LONGEST);
        TenantBuffers buffers = transport.buffers(host);
        PipeReader in = null;
        PipeWriter out = null;
        try {
            in = framing == MessageFraming.MESSAGES
                    ? new MessageReader(this, buffers, messages, most)
                    : new FrameReader(this, buffers, messages, framing, most);
            out = framing == MessageFraming.MESSAGES
                    ? new MessageWriter(this, buffers)
                    : new FrameWriter(this, buffers, framing);
        } finally {
            if (out == null) {
                Closing.close(stream);
                if (in != null) {
                    in.close();
                }
            }
        }
        reader = in;
        writer = out;
    }

    AioFactory factory() {
        return factory;
    }

    Stream stream() {
        return stream;
    }

    /** {@return whether messages are no longer delivered} */
    boolean isClosing() {
        State present = state;
        return present == State.CLOSING || present == State.CLOSED;
    }

    /**
     * {@return an action that ends the pipe if the given action throws, for threads whose caller does not handle
     * exceptions}
     */
    Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(Level.ERROR, "A connection has failed: " + stream, e);
                lose(AioError.EINTERNAL);
            }
        };
    }

    // ---- for the socket

    @Override
    public void attach(SpPipeEnd newEnd) {
        synchronized (this) {
            if (state != State.NEW) {
                return;
            }
            end = newEnd;
            state = State.OPEN;
        }
        writer.begin(newEnd);
        reader.begin(newEnd);
    }

    @Override
    public void sendable() {
        writer.sendable();
    }

    @Override
    public void receivable() {
        reader.receivable();
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return stream.get(option);
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        return stream.get(property);
    }

    @Override
    public void close() {
        boolean lingers;
        synchronized (this) {
            if (state == State.CLOSING || state == State.CLOSED) {
                return;
            }
            lingers = state == State.OPEN && host.beginLingering();
            if (lingers) {
                state = State.CLOSING;
            }
        }
        if (lingers && waitPatiently()) {
            writer.finish();
            reader.finish();
        } else {
            closed();
        }
    }

    @Override
    public void abort() {
        closed();
    }

    private boolean waitPatiently() {
        RepeatingOperation timer;
        try {
            timer = new RepeatingOperation(factory(), this::closed);
        } catch (AioException e) { // the tenant has stopped, or memory is short
            return false;
        }
        synchronized (this) {
            if (state == State.CLOSED) {
                timer.close();
                return false;
            }
            patience = timer;
        }
        factory().sleep(LINGER, timer.aio());
        return true;
    }

    // ---- for reader and writer

    /** Called by the reader when no more data will arrive. */
    void inputEnded(AioError reason) {
        synchronized (this) {
            inputEnded = true;
            if (state == State.CLOSING && reason == AioError.ECONNSHUT && !outputEnded) {
                return; // the peer may still read
            }
        }
        lose(reason);
    }

    /** Called by the writer when no more data will be sent. */
    void outputEnded(AioError reason) {
        synchronized (this) {
            outputEnded = true;
            if (state == State.CLOSING && reason == AioError.OK && !inputEnded) {
                return;
            }
        }
        lose(reason);
    }

    private void lose(AioError reason) {
        SpPipeEnd socket = isClosing() ? null : end;
        closed();
        if (socket != null) {
            socket.closed(reason == AioError.OK ? AioError.ECONNSHUT : reason);
        }
    }

    private void closed() {
        RepeatingOperation timer;
        boolean lingered;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            lingered = state == State.CLOSING;
            state = State.CLOSED;
            timer = patience;
        }
        Closing.close(stream);
        reader.close();
        writer.close();
        if (timer != null) {
            timer.close();
        }
        if (lingered) {
            host.endLingering();
        }
    }

    @Override
    public String toString() {
        return stream.toString();
    }
}
