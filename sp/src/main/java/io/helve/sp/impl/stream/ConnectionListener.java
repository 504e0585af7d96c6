package io.helve.sp.impl.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.internal.FailedStart;
import io.helve.internal.PendingPeers;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.MessageFraming;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Accepts streams and performs the handshakes of several peers at a time. When the stream provider goes, the next
 * accept binds the address again with another provider.
 */
final class ConnectionListener implements SpTransportListener {
    /** The part of the handshakes that give way when connections are used up, and how many do at most. */
    private static final int PART = 4;

    private static final int GIVEN_UP_MAX = 128;

    /** How many peers may have finished their handshake without having been accepted. */
    private static final int READY = 512;

    private final StreamTransport transport;
    private final SpTransportHost host;
    private final ReopeningEndpoint<StreamListener> source;
    private final RepeatingOperation accepting;

    private final AioAcceptQueue<SpTransportPipe> accepts;

    /** The URL, with the port that was chosen once the address is bound. */
    private volatile StreamUrl url;

    /** The listener whose address is bound; null while none is. */
    @GuardedBy("this")
    private StreamListener bound;

    @GuardedBy("this")
    private final PendingPeers<Handshake> handshakes = new PendingPeers<>(System::nanoTime);

    /** Whether {@code pump} will be called when a handshake is old enough to give way. */
    @GuardedBy("this")
    private boolean waitingForAge;

    /** Sleeps until then. */
    private final RepeatingOperation ageing;

    /** Whether a stream is being accepted. */
    @GuardedBy("this")
    private boolean active;

    @GuardedBy("this")
    private boolean closed;

    ConnectionListener(StreamTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
        accepts = new AioAcceptQueue<>(() -> "accepting at " + this.url, SpTransportPipe::close);
        source = new ReopeningEndpoint<>(() -> transport.streams().listener(this.url), host, host.protocol());
        accepting = new RepeatingOperation(host.factory(), this::acceptedElsewhere);
        RepeatingOperation second = null;
        try {
            second = new RepeatingOperation(host.factory(), this::oldEnough);
        } finally {
            if (second == null) {
                accepting.close();
            }
        }
        ageing = second;
        try {
            source.get(); // reports an unusable URL now
        } catch (RuntimeException | Error e) {
            accepting.close();
            ageing.close();
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
        int chosen = listener.dialUrl().port();
        if (url.port() <= 0 && chosen > 0) { // another provider, later, binds the same port
            url = url.withAddress(url.host(), chosen);
        }
        synchronized (this) {
            bound = listener;
        }
    }

    // ---- accepting

    @Override
    public void accept(Aio aio) {
        if (isUnbound()) {
            bindAgain();
        }
        accepts.accept(aio);
        pump();
    }

    private synchronized boolean isUnbound() {
        return bound == null && !closed;
    }

    private void bindAgain() {
        try {
            source.get(); // another provider
            bind();
        } catch (AioException e) {
            fail(ofOurs(e));
        }
    }

    /**
     * {@return a failure to bind, with an error that is not mistaken for the failure of one peer, after which the
     * listener would accept again without a pause}
     */
    private static AioException ofOurs(AioException failure) {
        return switch (failure.error()) {
            case ECRYPTO, EPEERAUTH, ETIMEDOUT, EPROTO ->
                new AioException(AioError.EADDRINVAL, failure.getMessage(), failure, 0);
            default -> failure;
        };
    }

    /**
     * Accepts streams, until as many handshakes are in progress as may be and all of them are too young to give way, or
     * too many connections wait to be accepted.
     */
    private void pump() {
        for (; ; ) {
            int most = host.get(SpOptions.HANDSHAKES_MAX);
            int share = host.get(SpOptions.HANDSHAKES_ADDRESS_MAX);
            StreamListener listener;
            long tooEarly;
            synchronized (this) {
                listener = bound;
                if (active || closed || listener == null || waitingForAge || accepts.size() >= READY) {
                    return;
                }
                tooEarly = handshakes.size() < most ? 0 : handshakes.nanosUntilOneMayGiveWay(share);
                active = tooEarly == 0;
                waitingForAge = !active;
            }
            if (tooEarly > 0) {
                ageing.start(aio -> host.factory().sleep(Duration.ofNanos(tooEarly), aio));
                return;
            }
            Aio aio = accepting.aio();
            aio.skipCallback();
            accepting.start(listener::accept);
            if (!accepting.skipped() || !accepted()) {
                return;
            }
        }
    }

    private void oldEnough() {
        synchronized (this) {
            waitingForAge = false;
        }
        if (ageing.result() == AioError.OK) {
            pump();
        }
    }

    private void acceptedElsewhere() {
        if (accepted()) {
            pump();
        }
    }

    /** {@return whether to continue accepting} */
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
            if (result == AioError.ENOFILES || result == AioError.ENOMEM) {
                transport.listeners().makeRoom(host.directMemory());
            }
            fail(new AioException(result, result.message() + ": accepting at " + url, cause, 0));
            return false;
        }
        if (last) {
            Closing.close(stream);
        } else {
            begin(stream);
        }
        return !last;
    }

    /** Never throws, so that the listener goes on when memory or handles are there again. */
    private void begin(Stream stream) {
        try {
            if (MessageFraming.of(stream) == MessageFraming.MESSAGES) {
                offer(stream);
            } else {
                shake(stream);
            }
        } catch (Throwable e) {
            Closing.close(stream);
            fail(new AioException(FailedStart.error(e), "no handshake over " + stream, e));
        }
    }

    private void shake(Stream stream) {
        AtomicReference<PendingPeers.Peer<Handshake>> peer = new AtomicReference<>();
        Handshake begun = new Handshake(
                host.factory(),
                stream,
                host.protocol(),
                host.get(SpOptions.HANDSHAKE_TIME),
                () -> heard(peer.get()),
                ended -> shaken(ended, peer.get()));
        int most = host.get(SpOptions.HANDSHAKES_MAX);
        int share = host.get(SpOptions.HANDSHAKES_ADDRESS_MAX);
        PendingPeers.Peer<Handshake> old;
        boolean late;
        synchronized (this) {
            late = closed;
            old = handshakes.size() < most ? null : handshakes.giveWay(share);
            peer.set(handshakes.add(begun, stream.get(StreamProperty.REMOTE_ADDRESS)));
        }
        if (old != null) {
            old.connection().abort(AioError.ETIMEDOUT);
        }
        begun.start();
        if (late) {
            begun.abort(AioError.ECLOSED);
        }
    }

    /** {@return how many peers are in their handshakes} */
    synchronized int handshakes() {
        return handshakes.size();
    }

    /**
     * Gives up a part of the handshakes, because connections are used up. The rule for crowds chooses which.
     *
     * @param kept how many handshakes are kept in any case
     * @return whether any of them was old enough to give way
     */
    boolean giveUpSome(int kept) {
        int share = host.get(SpOptions.HANDSHAKES_ADDRESS_MAX);
        List<Handshake> given = new ArrayList<>();
        synchronized (this) {
            int most = Math.min(handshakes.size() - kept, Math.min(handshakes.size() / PART + 1, GIVEN_UP_MAX));
            while (given.size() < most) {
                PendingPeers.Peer<Handshake> old = handshakes.giveWay(share);
                if (old == null) {
                    break;
                }
                given.add(old.connection());
            }
        }
        given.forEach(handshake -> handshake.abort(AioError.ETIMEDOUT));
        return !given.isEmpty();
    }

    private synchronized void heard(PendingPeers.Peer<Handshake> peer) {
        handshakes.heard(peer);
    }

    private void shaken(Handshake ended, PendingPeers.Peer<Handshake> peer) {
        synchronized (this) {
            handshakes.remove(peer);
        }
        if (ended.failure() == null) {
            offer(ended.stream());
        } else {
            ended.otherProtocol().ifPresent(host::peerMismatch);
            fail(ended.failure());
        }
        pump();
    }

    private void offer(Stream stream) {
        try {
            accepts.offer(new StreamPipe(transport, stream, host));
        } catch (AioException e) {
            fail(e);
        }
    }

    private void fail(AioException failure) {
        accepts.offerFailure(failure.error(), failure);
    }

    // ---- the rest

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
        List<Handshake> aborted;
        boolean idle;
        synchronized (this) {
            closed = true;
            bound = null;
            aborted =
                    handshakes.all().stream().map(PendingPeers.Peer::connection).toList();
            idle = !active;
        }
        transport.listeners().remove(this);
        source.close();
        aborted.forEach(handshake -> handshake.abort(AioError.ECLOSED));
        accepts.close(AioError.ECLOSED);
        ageing.close();
        if (idle) {
            accepting.close();
        }
    }

    @Override
    public void stop() {
        close();
        source.stop();
    }
}
