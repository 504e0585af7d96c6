package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpDialer;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.stats.Statistics;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.Locale;

/**
 * A dialer: one connection at a time.
 *
 * <pre>
 *   IDLE --start--> CONNECTING --connected--> CONNECTED --lost--> WAITING
 *     ^                 |  ^                                        |
 *     '---first fails---'  '---------------- time is up ------------'    (a later failure: CONNECTING to WAITING)
 * </pre>
 */
public final class Dialer extends Endpoint implements SpDialer, AioCanceller {
    private enum State {
        IDLE,
        CONNECTING,
        CONNECTED,
        WAITING,
        CLOSED
    }

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int AT_ONCE_MOST = 2;

    /**
     * How many attempts in a row have found only that their provider had gone. The next attempt looks for another
     * provider, so it follows at once; it may meet the end of a provider, too, so that is done twice. The thread that
     * ends an attempt writes this field; a transport that comes sets it back.
     */
    private volatile int closedInARow;

    private final BackOff backOff = new BackOff();

    /** Written once, before any other thread knows the dialer. */
    private SpTransportDialer side;

    @GuardedBy("this")
    private State state = State.IDLE;

    /** The operation whose first attempt is under way. */
    @GuardedBy("this")
    private AioOperation starter;

    /**
     * Whether the operation of {@link #start(Aio)} was cancelled after its attempt had connected. The dialer then
     * rejects or closes the pipe of that attempt, and clears this field.
     */
    @GuardedBy("this")
    private boolean givenUp;

    /** Attempts after a pause. */
    @GuardedBy("this")
    private long reconnects;

    public Dialer(int id, EndpointHost owner, StreamUrl url, SpTransport transport) {
        super(
                id,
                owner,
                url,
                transport,
                OptionSet.none().with(SpOptions.RECONNECT_MIN).with(SpOptions.RECONNECT_MAX));
    }

    @Override
    void openSide() {
        side = transport().dialer(url(), this);
    }

    @Override
    SpTransportDialer side() {
        return side;
    }

    // ---- starting

    @Override
    public void start() throws InterruptedException {
        try (Aio aio = alloc()) {
            start(aio);
            try {
                aio.await();
            } catch (InterruptedException e) {
                aio.stop();
                if (aio.result() != AioError.OK) {
                    throw e;
                }
                Thread.currentThread().interrupt(); // the connect had succeeded before the interrupt
            }
            if (aio.result() == AioError.ESTATE) {
                throw new IllegalStateException(this + " has been started");
            }
            aio.check();
        }
    }

    /** Handles are stopped only at the end of the tenant, which closes its sockets and their dialers, too. */
    private Aio alloc() {
        try {
            return owner.factory().alloc();
        } catch (AioException e) {
            if (e.error() != AioError.ESTOPPED) {
                throw e;
            }
            throw new AioException(AioError.ECLOSED, this + " is closed: its tenant has gone", e);
        }
    }

    @Override
    public void start(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused = begin(operation);
        if (refused != null) {
            operation.finish(refused, 0);
            return;
        }
        connect();
        AioError reason = operation.cancelReason();
        if (reason != null) { // it may have come before there was anything to abort
            cancel(operation, reason);
        }
    }

    @Override
    public void startInBackground() {
        AioError refused = begin(null);
        if (refused == AioError.ECLOSED) {
            throw new AioException(refused, this + " is closed");
        }
        if (refused != null) {
            throw new IllegalStateException(this + " has been started");
        }
        connect();
    }

    private synchronized AioError begin(AioOperation operation) {
        if (state != State.IDLE) {
            return state == State.CLOSED ? AioError.ECLOSED : AioError.ESTATE;
        }
        state = State.CONNECTING;
        starter = operation;
        return null;
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean late;
        synchronized (this) {
            late = state == State.CONNECTED && operation.equals(starter);
            if (late) {
                starter = null;
                givenUp = true;
            }
        }
        if (late) {
            operation.finish(reason, 0);
        } else {
            step.aio().abort(reason);
        }
    }

    @Override
    public String describe() {
        return "dialing " + url();
    }

    // ---- attempts

    /**
     * Starts an attempt. Its end calls {@link #stepEnded}, which gives the handle back if the dialer was closed
     * meanwhile.
     */
    private void connect() {
        beginStep();
        step.start(side::connect);
        abortIfClosed();
    }

    @Override
    void stepEnded() {
        Aio aio = step.aio();
        Throwable cause = aio.cause();
        AioError result = aio.result();
        if (result == AioError.OK) {
            closedInARow = 0;
            connected((SpTransportPipe) aio.getOutput(0));
            return;
        }
        AioOperation first;
        boolean retries = false;
        boolean closed;
        synchronized (this) {
            first = starter;
            starter = null;
            closed = state == State.CLOSED;
            if (!closed) {
                retries = first == null;
                state = retries ? State.WAITING : State.IDLE;
            }
        }
        if (closed) {
            step.close();
        }
        if (first != null) {
            countFailure(result, cause);
            first.finish(result, 0, cause);
            return;
        }
        if (result == AioError.ESTOPPED) { // the tenant has gone: there will be no other attempt
            return;
        }
        logFailure("cannot connect", result, cause);
        if (retries) {
            int closedBefore = closedInARow;
            closedInARow = result == AioError.ECLOSED ? closedBefore + 1 : 0;
            if (result == AioError.ECLOSED && closedBefore < AT_ONCE_MOST) {
                rest(AT_ONCE);
            } else {
                pause();
            }
        }
    }

    private void connected(SpTransportPipe connection) {
        boolean closed;
        synchronized (this) {
            closed = state == State.CLOSED;
            if (!closed) {
                state = State.CONNECTED;
            }
        }
        backOff.reset();
        if (closed) {
            discard(connection);
            finishStarter(AioError.ECLOSED);
        } else {
            countPipe();
            owner.admit(connection, this);
        }
    }

    @Override
    public synchronized boolean mayHaveMore() {
        return !givenUp;
    }

    @Override
    public void decided(Pipe pipe) {
        AioOperation first;
        boolean unwanted;
        synchronized (this) {
            unwanted = givenUp;
            first = starter;
            starter = null;
        }
        if (!unwanted) {
            if (first != null) {
                first.finish(AioError.OK, 0);
            }
            return;
        }
        pipe.close(); // that it was given up may have come too late to reject it
        synchronized (this) {
            givenUp = false;
            if (state == State.CONNECTED) {
                state = State.IDLE;
            }
        }
    }

    private void finishStarter(AioError result) {
        AioOperation first;
        synchronized (this) {
            first = starter;
            starter = null;
        }
        if (first != null) {
            first.finish(result, 0);
        }
    }

    @Override
    public void ended(Pipe pipe, AioError reason) {
        countEnd(reason);
        synchronized (this) {
            if (state != State.CONNECTED || givenUp) {
                return;
            }
            state = State.WAITING;
        }
        pause();
    }

    private void pause() {
        Duration time = backOff.pause(get(SpOptions.RECONNECT_MIN), get(SpOptions.RECONNECT_MAX));
        rest(time);
    }

    @Override
    void paused() {
        synchronized (this) {
            if (state != State.WAITING || !hasRested()) {
                return;
            }
            state = State.CONNECTING;
            reconnects++;
        }
        connect();
    }

    @Override
    public void transportCame() {
        backOff.reset(); // earlier failures say nothing about the peer
        closedInARow = 0;
        super.transportCame();
    }

    // ---- the rest

    public synchronized long reconnects() {
        return reconnects;
    }

    @Override
    public void close() {
        boolean connecting;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            connecting = state == State.CONNECTING;
            state = State.CLOSED;
        }
        if (connecting) {
            endDuringStep();
        } else {
            endBetweenSteps();
        }
        finishStarter(AioError.ECLOSED);
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
    public <T> SpDialer set(SpOption<T> option, T value) {
        setOption(option, value);
        return this;
    }

    @Override
    public <T> SpDialer set(StreamOption<T> option, T value) {
        setOption(option, value);
        return this;
    }

    @Override
    public SpStatistic statistics() {
        return Statistics.dialer(counts(), reconnects());
    }

    @Override
    public String toString() {
        return "dialer " + id() + " to " + url() + " of " + socket();
    }
}
