package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.internal.SafeLogger;
import io.helve.message.Messages;
import io.helve.sp.DropReason;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeLink;
import io.helve.sp.impl.pipe.PipeSource;
import io.helve.sp.impl.stats.EndpointCounts;
import io.helve.sp.impl.stats.LastFailure;
import io.helve.sp.provider.SpMemoryBudget;
import io.helve.sp.provider.SpPipeLink;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportEndpoint;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamFailure;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The common part of dialers and listeners: options, counters, and the handles for attempts and pauses. The monitor of
 * the endpoint guards its state, and is not held while anything else is called.
 */
public abstract class Endpoint implements SpEndpoint, SpTransportHost, PipeSource {
    private static final Logger LOG = SafeLogger.of(Endpoint.class);

    /** How long an endpoint sleeps at a time while there is no transport; the transport's arrival wakes it earlier. */
    private static final Duration LONG_REST = Duration.ofSeconds(10);

    private final int id;
    final EndpointHost owner;
    private final StreamUrl url;

    /** The transport of this endpoint. It may be unregistered while the endpoint is open. */
    private final SpTransport transport;

    @GuardedBy("this")
    private final OptionSet options;

    /** How many attempts and pipes have failed, by error. */
    @GuardedBy("this")
    private final Map<AioError, Long> failures = new EnumMap<>(AioError.class);

    /** The last failure; null before the first one. */
    @GuardedBy("this")
    private StreamFailure last;

    private final FailureLog log = new FailureLog(this, System::nanoTime);

    /** How many connections the endpoint has made. */
    @GuardedBy("this")
    private long made;

    /** How many pipes were rejected. */
    @GuardedBy("this")
    private long rejected;

    /** How many pipes of the endpoint hold a slot. Written under the socket's lock, read by any thread. */
    private volatile int open;

    /** How many pipes have ended and left messages to receive. Written under the socket's lock, read by any thread. */
    private volatile int draining;

    /** Connects or accepts, again and again. */
    final RepeatingOperation step;

    /** Sleeps until the next attempt. */
    final RepeatingOperation pause;

    /** Whether the transport has come since the last attempt began: the pause after that attempt ends at once. */
    @GuardedBy("this")
    private boolean hurried;

    /** Whether the log has an entry that this endpoint waits for its transport. */
    @GuardedBy("this")
    private boolean saysThatItWaits;

    Endpoint(int id, EndpointHost owner, StreamUrl url, SpTransport transport, OptionSet options) {
        this.id = id;
        this.owner = owner;
        this.url = url;
        this.transport = transport;
        this.options = options.with(SpOptions.RECEIVE_MAX)
                .with(SpOptions.HANDSHAKE_TIME)
                .inherit(owner.endpointOptions());
        step = new RepeatingOperation(owner.factory(), this::stepEnded);
        RepeatingOperation second = null;
        try {
            second = new RepeatingOperation(owner.factory(), this::paused);
        } finally {
            if (second == null) {
                step.close();
            }
        }
        pause = second;
    }

    /**
     * Has the transport make its dialer or listener. The constructor cannot do this, because the transport gets this
     * object as its host and would see an incomplete object. No other thread knows the endpoint yet.
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

    /** {@return what the endpoint does, such as "dialing" and a URL} */
    public abstract String describe();

    /** {@return the transport's side} */
    abstract SpTransportEndpoint side();

    /**
     * Closes the transport's side. A transport of another bundle that throws must not prevent the rest from being
     * closed.
     */
    final void closeSide() {
        try {
            side().close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "The transport of " + this + " has failed to close its side", e);
        }
    }

    /** Aborts the step that has just been started, if the endpoint has been closed when there was nothing to abort. */
    final void abortIfClosed() {
        if (isClosed()) {
            step.aio().abort(AioError.ECLOSED);
        }
    }

    /**
     * Takes care of a step that has ended after the endpoint was closed.
     *
     * @param connection the connection that the step has made, or null
     */
    final void discard(SpTransportPipe connection) {
        step.close();
        if (connection != null) {
            Pipe.close(connection);
        }
    }

    /**
     * Closes the transport's side and the pause, aborts the step, and leaves the socket. Called once, after the state
     * has become CLOSED while a step was in progress. {@link #stepEnded} then gives the step's handle back.
     */
    final void endDuringStep() {
        closeSide();
        step.aio().abort(AioError.ECLOSED);
        leave();
    }

    /**
     * Closes the transport's side, the step and the pause, and leaves the socket. Called once, after the state has
     * become CLOSED while no step was in progress.
     */
    final void endBetweenSteps() {
        closeSide();
        step.close();
        leave();
    }

    private void leave() {
        pause.close();
        owner.forget(this);
    }

    @Override
    public final void stop() {
        close();
        awaitClosed();
    }

    /** Waits until the transport has released the socket. The endpoint is closed. */
    public final void awaitClosed() {
        side().stop();
    }

    /** An attempt begins: a transport that comes from now on ends the pause after the attempt. */
    final synchronized void beginStep() {
        hurried = false;
    }

    /** Called when {@link #step} has ended. */
    abstract void stepEnded();

    /** Called when {@link #pause} has ended. */
    abstract void paused();

    /** {@return whether there is no transport for the scheme at present, but one may come} */
    final boolean lacksTransport() {
        Transports transports = owner.transports();
        return transports.mayCome() && transports.find(url.scheme()) == null;
    }

    /** Says once that this endpoint waits; once more after the transport has been there. */
    final void sayThatItWaits() {
        boolean silent;
        synchronized (this) {
            silent = saysThatItWaits;
            saysThatItWaits = true;
        }
        if (!silent) {
            LOG.log(
                    Level.INFO,
                    "There is no transport for " + url.scheme() + ":// yet, " + this + " waits for it "
                            + MissingTransport.BUNDLE);
        }
    }

    /**
     * Sleeps before the next attempt; longer while there is no transport, whose arrival ends the pause.
     *
     * @param time how long to sleep if there is a transport
     */
    final void rest(Duration time) {
        boolean waits = lacksTransport();
        if (waits) {
            sayThatItWaits();
        }
        owner.factory().sleep(waits ? LONG_REST : time, pause.aio());
        boolean hurries;
        synchronized (this) {
            hurries = hurried;
        }
        if (hurries) { // the transport came after the attempt had begun and before there was a pause to end
            pause.aio().abort(AioError.ECANCELED);
        }
    }

    /** {@return whether the pause has ended by itself or because the transport has come, so the endpoint goes on} */
    final boolean hasRested() {
        return pause.result() == AioError.OK || pause.result() == AioError.ECANCELED;
    }

    /** The transport for the scheme has come: a pause ends now. Called with no lock held. */
    public void transportCame() {
        synchronized (this) {
            hurried = true;
            saysThatItWaits = false;
        }
        pause.aio().abort(AioError.ECANCELED);
    }

    /** {@return whether a transport makes the connections of this endpoint} */
    public final boolean uses(SpTransport used) {
        return transport == used || side() instanceof AwaitedEndpoint<?> awaited && awaited.isMadeBy(used);
    }

    /**
     * Counts a failure, and keeps it as the last one.
     *
     * @param error the error
     * @param cause the Java failure behind it, or null
     * @return the failure
     */
    public final StreamFailure countFailure(AioError error, Throwable cause) {
        StreamFailure failure = LastFailure.now(error, cause, describe());
        count(failure);
        return failure;
    }

    private synchronized void count(StreamFailure failure) {
        failures.merge(failure.error(), 1L, Long::sum);
        last = failure;
    }

    /** Counts a failure of the endpoint's attempts that no caller is told, and logs it if none was logged lately. */
    final void logFailure(String what, AioError error, Throwable cause) {
        StreamFailure failure = countFailure(error, cause);
        if (!lacksTransport()) { // the log says already that the endpoint waits for its transport
            log.failed(what, failure);
        }
    }

    /** {@return the name of the endpoint's state, in lower case} */
    abstract String stateName();

    /** Counts how a pipe has ended, unless that was orderly, or it was rejected. */
    final void countEnd(AioError reason) {
        if (reason != AioError.ECLOSED && reason != AioError.ECONNSHUT && reason != AioError.ECONNABORTED) {
            countFailure(reason, null);
        }
    }

    final synchronized void countPipe() {
        made++;
    }

    @Override
    public final synchronized void countRejected() {
        rejected++;
    }

    @Override
    public final void countOpen(int more) {
        open += more; // under the socket's lock
    }

    @Override
    public final void countDraining(int more) {
        draining += more; // under the socket's lock
    }

    /** {@return how many pipes of the endpoint hold a slot} */
    final int open() {
        return open;
    }

    /** {@return how attempts and pipes have failed} */
    public final synchronized Map<AioError, Long> failures() {
        return new EnumMap<>(failures);
    }

    /** {@return a copy of the counters} */
    final synchronized EndpointCounts counts() {
        return new EndpointCounts(
                id,
                owner.socket().id(),
                url.toString(),
                open,
                made,
                new EnumMap<>(failures),
                rejected,
                stateName(),
                last);
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
        Objects.requireNonNull(option, "option");
        T checked = option.check(value);
        requireOpen();
        side().set(option, checked);
    }

    @Override
    public final <T> T get(StreamOption<T> option) {
        Objects.requireNonNull(option, "option");
        return side().get(option);
    }

    /** {@return the transport that makes its connections} */
    public final SpTransport transport() {
        return transport;
    }

    @Override
    public final SpProtocol protocol() {
        return owner.socket().protocol();
    }

    @Override
    public final Messages messages() {
        return owner.messages();
    }

    @Override
    public final void peerMismatch(int number) {
        countRejected();
        owner.countRejected();
    }

    /** The stream provider has logged the failure. */
    @Override
    public final void peerFailed(StreamFailure failure) {
        count(failure);
    }

    @Override
    public final void dropped(DropReason reason) {
        owner.countDropped(reason);
    }

    @Override
    public final int drainingPipes() {
        return draining;
    }

    @Override
    public final SpMemoryBudget directMemory() {
        return owner.directMemory();
    }

    @Override
    public final SpMemoryBudget allDirectMemory() {
        return owner.allDirectMemory();
    }

    @Override
    public final boolean beginLingering() {
        return owner.lingeringPipes().begin();
    }

    @Override
    public final void endLingering() {
        owner.lingeringPipes().end();
    }

    @Override
    public final AioFactory factory() {
        return owner.factory();
    }

    @Override
    public final SpPipeLink link() {
        return PipeLink.create();
    }

    @Override
    public final int id() {
        return id;
    }

    @Override
    public final SpSocket socket() {
        return owner.socket();
    }

    @Override
    public final StreamUrl url() {
        return url;
    }
}
