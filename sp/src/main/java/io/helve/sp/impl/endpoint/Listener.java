package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpListener;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.stats.Statistics;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportListener;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.Locale;

/**
 * A listener: accepts one connection after the other, and pauses for a moment after a failure that does not concern a
 * single peer.
 */
public final class Listener extends Endpoint implements SpListener {
    private static final Duration REST = Duration.ofMillis(100);

    /**
     * How long the listener accepts nothing after a quota of pipes had no slot. Peers that dial again and again then
     * cost little, and wait in the queue of the operating system.
     */
    private static final Duration CROWDED = Duration.ofMillis(10);

    private enum State {
        IDLE,
        BINDING,
        LISTENING,
        CLOSED
    }

    /** Written once, before any other thread knows the listener. */
    private SpTransportListener side;

    /** Whether the connection that was accepted last got no slot; only the accepting thread touches the field. */
    private boolean crowded;

    @GuardedBy("this")
    private State state = State.IDLE;

    /**
     * Whether an accept is in progress. If the listener is closed meanwhile, the thread that ends the accept gives the
     * handle back.
     */
    @GuardedBy("this")
    private boolean active;

    public Listener(int id, EndpointHost owner, StreamUrl url, SpTransport transport) {
        super(
                id,
                owner,
                url,
                transport,
                OptionSet.none()
                        .with(SpOptions.PIPES_MAX)
                        .with(SpOptions.HANDSHAKES_MAX)
                        .with(SpOptions.HANDSHAKES_ADDRESS_MAX));
    }

    @Override
    public String describe() {
        return "accepting at " + url();
    }

    @Override
    void openSide() {
        side = transport().listener(url(), this);
    }

    @Override
    SpTransportListener side() {
        return side;
    }

    @Override
    public void start() {
        synchronized (this) {
            if (state != State.IDLE) {
                if (state == State.CLOSED) {
                    throw new AioException(AioError.ECLOSED, this + " is closed");
                }
                throw new IllegalStateException(this + " has been started");
            }
            state = State.BINDING;
        }
        boolean bound = false;
        try {
            bind();
            bound = true;
        } finally {
            synchronized (this) {
                if (state == State.BINDING) {
                    state = bound ? State.LISTENING : State.IDLE;
                }
            }
        }
        accept();
    }

    /**
     * Binds the address. Without a transport there is nothing to bind: the listener waits for the transport, and binds
     * in {@link #accept}. A provider that went between making the listener and binding has a successor, or must be
     * waited for, too.
     */
    private void bind() {
        try {
            side.bind();
        } catch (AioException e) {
            boolean gone = e.error() == AioError.ENOTSUP || e.error() == AioError.ECLOSED;
            if (!gone || isClosed()) {
                throw e;
            }
            if (lacksTransport()) {
                sayThatItWaits();
            } else {
                side.bind();
            }
        }
    }

    /** Accepts as long as an accept ends at once; a later end makes the ending thread continue here. */
    private void accept() {
        Aio aio = step.aio();
        do {
            synchronized (this) {
                if (state == State.CLOSED) {
                    return;
                }
                active = true;
            }
            aio.skipCallback();
            beginStep();
            step.start(side::accept);
            if (!step.skipped()) {
                abortIfClosed();
                return;
            }
        } while (accepted());
    }

    @Override
    void stepEnded() {
        if (accepted()) {
            accept();
        }
    }

    /** {@return whether to accept the next one now} */
    private boolean accepted() {
        Aio aio = step.aio();
        AioError result = aio.result();
        SpTransportPipe connection = result == AioError.OK ? (SpTransportPipe) aio.getOutput(0) : null;
        boolean closed;
        synchronized (this) {
            active = false;
            closed = state == State.CLOSED;
        }
        if (closed) {
            discard(connection);
            return false;
        }
        if (connection != null) {
            countPipe();
            owner.admit(connection, this);
            if (!crowded) {
                return true;
            }
            crowded = false;
            rest(CROWDED);
            return false;
        }
        if (result == AioError.ESTOPPED) {
            return false;
        }
        if (isDisconnect(result)) {
            countFailure(result, aio.cause());
        } else {
            logFailure("has not accepted a connection", result, aio.cause());
        }
        boolean goesOn = isOfOnePeer(result);
        if (!goesOn) { // it would be the same at once
            rest(REST);
        }
        return goesOn;
    }

    /** {@return whether a peer has only gone, as programs do that look whether a port is open} */
    private static boolean isDisconnect(AioError error) {
        return error == AioError.ECONNRESET || error == AioError.ECONNSHUT;
    }

    /** {@return whether the error concerns a single peer only, so that the listener accepts the next peer at once} */
    static boolean isOfOnePeer(AioError error) {
        return switch (error) {
            case EPROTO, ECONNREFUSED, ECONNABORTED, ECONNRESET, ECONNSHUT, ETIMEDOUT, EPEERAUTH, ECRYPTO, EMSGSIZE ->
                true;
            default -> false;
        };
    }

    @Override
    void paused() {
        if (hasRested() && !isClosed()) {
            accept();
        }
    }

    @Override
    public boolean mayHaveMore() {
        return open() < get(SpOptions.PIPES_MAX);
    }

    @Override
    public void noSlot() {
        crowded = true;
    }

    @Override
    public void decided(Pipe pipe) {}

    @Override
    public void ended(Pipe pipe, AioError reason) {
        countEnd(reason);
    }

    @Override
    public StreamUrl dialUrl() {
        synchronized (this) {
            if (state != State.LISTENING) {
                throw new IllegalStateException(this + " does not listen");
            }
        }
        return side.dialUrl();
    }

    @Override
    public void close() {
        boolean busy;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            busy = active;
        }
        if (busy) {
            endDuringStep();
        } else {
            endBetweenSteps();
        }
    }

    @Override
    synchronized String stateName() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    @Override
    public <T> SpListener set(SpOption<T> option, T value) {
        setOption(option, value);
        return this;
    }

    @Override
    public <T> SpListener set(StreamOption<T> option, T value) {
        setOption(option, value);
        return this;
    }

    @Override
    public SpStatistic statistics() {
        return Statistics.listener(counts());
    }

    @Override
    public String toString() {
        return "listener " + id() + " at " + url() + " of " + socket();
    }
}
