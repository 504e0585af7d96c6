package io.helve.sp.impl.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.MessageFraming;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Accepts streams, and shakes hands with several peers at a time. When the provider of the streams goes, what is
 * accepted next binds the address again, by another one.
 */
final class ConnectionListener implements SpTransportListener, AioCanceller {
    /** The most peers that are in their handshake, or have done it and not been accepted. */
    private static final int PENDING = 512;

    /**
     * While so many are in their handshake, others have less time for theirs: who says nothing must not keep them
     * waiting.
     */
    private static final int CROWD = 64;

    private static final Duration CROWDED = Duration.ofSeconds(1);

    /** What an accept ends with: a pipe, or a failure. */
    private record Outcome(StreamPipe pipe, AioException failure) {}

    private final StreamTransport transport;
    private final SpTransportHost host;
    private final ReopeningEndpoint<StreamListener> source;
    private final RepeatingOperation accepting;

    /** With the port that was chosen, once it has been. */
    private volatile StreamUrl url;

    /** Guarded by this, as all below; null while the address is not bound. */
    private StreamListener bound;

    /** The operation that waits. */
    private AioOperation operation;

    private final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
    private final Set<Handshake> handshakes = new HashSet<>();

    /** Whether a stream is being accepted. */
    private boolean active;

    private boolean closed;

    ConnectionListener(StreamTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
        source = new ReopeningEndpoint<>(() -> transport.streams().listener(this.url), host, host.protocol());
        accepting = new RepeatingOperation(host.factory(), this::acceptedElsewhere);
        try {
            source.get(); // a URL that cannot be is found out now
        } catch (RuntimeException | Error e) {
            accepting.close();
            source.close();
            throw e;
        }
    }

    @Override
    public void bind() {
        StreamListener listener = source.get();
        boolean listens = false;
        try {
            listener.listen();
            listens = true;
        } finally {
            if (!listens) {
                source.lost(listener);
            }
        }
        if (url.port() == 0) {
            url = url.withAddress(url.host(), listener.dialUrl().port());
        }
        synchronized (this) {
            bound = listener;
        }
    }

    // ---- accepting

    @Override
    public void accept(Aio aio) {
        AioOperation started = AioOperation.start(aio, this);
        if (started == null) {
            return;
        }
        AioError refused;
        Outcome outcome = null;
        boolean unbound = false;
        synchronized (this) {
            refused = closed ? AioError.ECLOSED : started.cancelReason();
            if (refused == null) {
                outcome = outcomes.poll();
                unbound = bound == null;
                if (outcome == null) {
                    operation = started;
                }
            }
        }
        if (refused != null) {
            started.finish(refused, 0);
            return;
        }
        if (outcome != null) {
            finish(started, outcome);
        }
        if (unbound) {
            bindAgain();
        }
        pump();
    }

    private void bindAgain() {
        try {
            source.get(); // another provider
            bind();
        } catch (AioException e) {
            offer(new Outcome(null, ofOurs(e)));
        }
    }

    /**
     * {@return a failure to bind, which must not look as if it were one peer's: nobody would rest before the next
     * attempt}
     */
    private static AioException ofOurs(AioException failure) {
        return switch (failure.error()) {
            case ECRYPTO, EPEERAUTH, ETIMEDOUT, EPROTO ->
                new AioException(AioError.EADDRINVAL, failure.getMessage(), failure, 0);
            default -> failure;
        };
    }

    /** Accepts streams as long as there may be more peers in their handshakes. */
    private void pump() {
        for (; ; ) {
            StreamListener listener;
            synchronized (this) {
                listener = bound;
                if (active || closed || listener == null || handshakes.size() + outcomes.size() >= PENDING) {
                    return;
                }
                active = true;
            }
            Aio aio = accepting.aio();
            aio.skipCallback();
            accepting.start(listener::accept);
            if (!accepting.skipped() || !accepted()) {
                return;
            }
        }
    }

    private void acceptedElsewhere() {
        if (accepted()) {
            pump();
        }
    }

    /** {@return whether to accept on} */
    private boolean accepted() {
        Aio aio = accepting.aio();
        AioError result = aio.result();
        Stream stream = result == AioError.OK ? (Stream) aio.getOutput(0) : null;
        Throwable cause = aio.cause();
        StreamListener gone = null;
        boolean last;
        synchronized (this) {
            active = false;
            last = closed;
            if (result == AioError.ECLOSED) {
                gone = bound;
                bound = null;
            }
        }
        if (last) {
            accepting.close();
        }
        if (gone != null && !last) {
            source.lost(gone);
        }
        if (stream == null) {
            offer(new Outcome(null, new AioException(result, result.message() + ": accepting at " + url, cause, 0)));
            return false;
        }
        if (last) {
            Closing.close(stream);
        } else if (MessageFraming.of(stream) == MessageFraming.MESSAGES) {
            offer(pipe(stream));
        } else {
            shake(stream);
        }
        return !last;
    }

    private void shake(Stream stream) {
        Handshake begun;
        try {
            begun = new Handshake(host.factory(), stream, host.protocol(), time(), this::shaken);
        } catch (AioException e) {
            Closing.close(stream);
            offer(new Outcome(null, e));
            return;
        }
        boolean late;
        synchronized (this) {
            late = closed;
            handshakes.add(begun);
        }
        begun.start();
        if (late) {
            begun.abort(AioError.ECLOSED);
        }
    }

    /** {@return how long the next handshake may take} */
    private Duration time() {
        Duration time = host.get(SpOptions.HANDSHAKE_TIME);
        boolean crowded;
        synchronized (this) {
            crowded = handshakes.size() >= CROWD;
        }
        return crowded && time.compareTo(CROWDED) > 0 ? CROWDED : time;
    }

    private void shaken(Handshake ended) {
        synchronized (this) {
            handshakes.remove(ended);
        }
        if (ended.failure() == null) {
            offer(pipe(ended.stream()));
        } else {
            offer(new Outcome(null, ended.failure()));
        }
        pump();
    }

    private Outcome pipe(Stream stream) {
        try {
            return new Outcome(new StreamPipe(transport, stream, host), null);
        } catch (AioException e) {
            return new Outcome(null, e);
        }
    }

    private void offer(Outcome outcome) {
        AioOperation waiting;
        boolean dropped;
        synchronized (this) {
            waiting = operation;
            operation = null;
            dropped = waiting == null && closed;
            if (waiting == null && !closed) {
                outcomes.add(outcome);
            }
        }
        if (waiting != null) {
            finish(waiting, outcome);
        } else if (dropped && outcome.pipe() != null) {
            outcome.pipe().close();
        }
    }

    private static void finish(AioOperation operation, Outcome outcome) {
        if (outcome.failure() != null) {
            operation.finish(outcome.failure().error(), 0, outcome.failure());
            return;
        }
        operation.setOutput(0, outcome.pipe());
        if (!operation.finish(AioError.OK, 0)) {
            outcome.pipe().close(); // it has been ended by force
        }
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        synchronized (this) {
            if (operation == null || !operation.equals(cancelled)) {
                return;
            }
            operation = null;
        }
        cancelled.finish(reason, 0);
    }

    // ---- the rest

    @Override
    public String describe() {
        return "accepting at " + url;
    }

    @Override
    public StreamUrl dialUrl() {
        StreamListener listener;
        synchronized (this) {
            listener = bound;
        }
        return listener == null ? url : listener.dialUrl();
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
        AioOperation waiting;
        List<Outcome> dropped;
        List<Handshake> aborted;
        boolean idle;
        synchronized (this) {
            closed = true;
            bound = null;
            waiting = operation;
            operation = null;
            dropped = new ArrayList<>(outcomes);
            outcomes.clear();
            aborted = new ArrayList<>(handshakes);
            idle = !active;
        }
        source.close();
        aborted.forEach(handshake -> handshake.abort(AioError.ECLOSED));
        dropped.stream()
                .filter(outcome -> outcome.pipe() != null)
                .forEach(outcome -> outcome.pipe().close());
        if (waiting != null) {
            waiting.finish(AioError.ECLOSED, 0);
        }
        if (idle) {
            accepting.close();
        }
    }
}
