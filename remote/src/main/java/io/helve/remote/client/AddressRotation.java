package io.helve.remote.client;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.internal.LogThrottle;
import io.helve.internal.SafeLogger;
import io.helve.sp.SpDialer;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpSocket;
import io.helve.stream.StreamUrl;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Connects a socket to the first of several addresses that works, one after the other. When the connection is lost, or
 * no address works, the rotation pauses and begins with the first address again.
 *
 * <p>The rotation has one handle, which either dials or sleeps; the callback of the handle, and the callback for lost
 * connections, move the rotation on. Each dial is an {@link Attempt} whose state tells which of the two callbacks goes
 * on: the one that comes second.
 */
final class AddressRotation {
    private static final System.Logger LOG = SafeLogger.of(AddressRotation.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(3);
    private static final Duration PAUSE_MIN = Duration.ofMillis(50);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private enum State {
        /** The dial is in progress. */
        DIALING,
        /** The dial has succeeded. */
        CONNECTED,
        /** The connection has been lost. */
        LOST
    }

    /** A dialer of one address. */
    private static final class Attempt {
        final SpDialer dialer;
        final long begin = System.nanoTime();
        final AtomicReference<State> state = new AtomicReference<>(State.DIALING);

        Attempt(SpDialer dialer) {
            this.dialer = dialer;
        }
    }

    private final List<StreamUrl> urls;
    private final Function<StreamUrl, SpDialer> dialers;
    private final AioFactory factory;
    private final LogThrottle throttle = new LogThrottle(System::nanoTime);
    private final Aio aio;
    private volatile boolean closed;

    /** The present attempt; null while the rotation pauses. */
    private volatile Attempt attempt;

    /** How the last attempt has failed; null before one has. */
    private volatile AioException lastFailure;

    /** The address of the next attempt. Used, as is the pause, by the callback that moves the rotation on. */
    private int next;

    private Duration pause = PAUSE_MIN;

    private AddressRotation(
            SpSocket socket, List<StreamUrl> urls, Function<StreamUrl, SpDialer> dialers, AioFactory factory) {
        this.urls = urls;
        this.dialers = dialers;
        this.factory = factory;
        socket.onPipe(SpPipeEvent.AFTER_REMOVE, this::removed);
        aio = factory.alloc(this::completed);
    }

    /**
     * Starts to connect, and does not wait for it.
     *
     * @param socket the socket
     * @param urls the addresses
     * @param dialers makes a dialer of the socket for an address
     * @param factory makes the handle
     * @return the rotation
     */
    static AddressRotation start(
            SpSocket socket, List<StreamUrl> urls, Function<StreamUrl, SpDialer> dialers, AioFactory factory) {
        AddressRotation rotation = new AddressRotation(socket, urls, dialers, factory);
        rotation.dial();
        return rotation;
    }

    private void dial() {
        Attempt started;
        try {
            started = new Attempt(dialers.apply(urls.get(next)));
        } catch (AioException e) {
            failed(e);
            return;
        }
        attempt = started;
        aio.setTimeout(ATTEMPT);
        started.dialer.start(aio);
    }

    private void completed(Aio completed) {
        if (closed) {
            return;
        }
        Attempt ended = attempt;
        if (ended == null) { // the pause is over
            dial();
        } else if (completed.result() != AioError.OK) {
            ended.dialer.close();
            failed(failure(completed));
        } else if (!ended.state.compareAndSet(State.DIALING, State.CONNECTED)) {
            lost(ended);
        }
    }

    private static AioException failure(Aio completed) {
        try {
            completed.check();
            return null;
        } catch (AioException e) {
            return e;
        }
    }

    /** Called when a pipe of the socket has ended. */
    private void removed(SpPipe pipe) {
        Attempt present = attempt;
        if (!closed
                && present != null
                && pipe.dialer() == present.dialer
                && present.state.getAndSet(State.LOST) == State.CONNECTED) {
            try {
                lost(present);
            } catch (IllegalStateException e) {
                if (!closed) { // the handle of a rotation that is closed is released at any moment
                    throw e;
                }
            }
        }
    }

    private void lost(Attempt ended) {
        ended.dialer.close();
        if (System.nanoTime() - ended.begin > PAUSE_MAX.toNanos()) {
            pause = PAUSE_MIN;
        }
        pause();
    }

    private void failed(AioException failure) {
        lastFailure = failure;
        next++;
        if (next < urls.size()) {
            dial();
            return;
        }
        if (!closed && throttle.next() != LogThrottle.SILENT) {
            LOG.log(Level.WARNING, "None of the addresses " + urls + " of remote services can be reached", failure);
        }
        pause();
    }

    private void pause() {
        next = 0;
        attempt = null;
        Duration now = pause;
        Duration doubled = now.multipliedBy(2);
        pause = doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
        aio.setTimeout(Aio.INFINITE);
        factory.sleep(now, aio);
    }

    /** {@return how the last attempt has failed, or an empty text} */
    String failure() {
        AioException last = lastFailure;
        return last == null ? "" : String.valueOf(last.getMessage());
    }

    /** Ends the rotation without waiting. The caller closes the socket, and with it the dialer. */
    void close() {
        closed = true;
        aio.reap();
    }
}
