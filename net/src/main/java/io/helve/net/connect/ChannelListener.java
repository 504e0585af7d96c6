package io.helve.net.connect;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.CallersThread;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.ListeningSocket;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Scheme;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.stream.ChannelStream;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamFailure;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A listener of any scheme. The scheme binds the socket and offers connections that are ready; they wait here for
 * accept operations.
 */
public final class ChannelListener implements StreamListener {
    private final StreamUrl url;
    private final Scheme scheme;
    private final StreamTenant tenant;
    private final Network network;
    private final OptionValues options;
    private final AcceptHandler handler = new Handler();

    /** The streams that were not accepted yet, or the accept operations that wait for a stream. */
    private final AioAcceptQueue<ChannelStream> accepts;

    /** The lock of {@code listen} and {@code close}, which both may block; no other method takes it. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The socket from {@code listen} on; null before. Written under the lock. */
    private volatile ListeningSocket socket;

    /** Written under the lock. */
    private volatile boolean closed;

    /** The last failure of a handshake, or of taking a connection; null before the first one. */
    private volatile StreamFailure lastFailure;

    /**
     * Makes a listener.
     *
     * @param url where to listen
     * @param scheme the scheme
     * @param tenant the tenant
     */
    public ChannelListener(StreamUrl url, Scheme scheme, StreamTenant tenant) {
        scheme.checkListener(url);
        this.url = url;
        this.scheme = scheme;
        this.tenant = tenant;
        network = tenant.network();
        options = new OptionValues(url.scheme(), scheme.listenerOptions());
        accepts = new AioAcceptQueue<>(() -> "an accept over " + this, ChannelStream::leave);
        network.counters().listeners.increment();
    }

    // ---- listening

    @Override
    public AioFactory factory() {
        return tenant.factory();
    }

    @Override
    public void listen() {
        CallersThread.leaveNothing(this::listenOnce);
    }

    private void listenOnce() {
        lock.lock();
        try {
            requireOpen();
            if (socket != null) {
                throw new IllegalStateException(this + " listens already");
            }
            socket = bind();
        } finally {
            lock.unlock();
        }
    }

    private ListeningSocket bind() {
        try {
            return scheme.bind(url, handler);
        } catch (AioException e) {
            throw e;
        } catch (Exception e) {
            throw new AioException(Errors.of(e), this + " cannot listen: " + Errors.text(e), e);
        }
    }

    @Override
    public SocketAddress localAddress() {
        ListeningSocket bound = socket;
        return bound == null ? null : bound.localAddress();
    }

    @Override
    public Optional<StreamFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    private StreamFailure failed(Throwable cause) {
        StreamFailure failure = new StreamFailure(Errors.of(cause), Errors.line(cause), Instant.now());
        if (failure.error() != AioError.ECONNRESET) { // a peer that only disconnects, as programs do that test a port
            lastFailure = failure;
        }
        return failure;
    }

    @Override
    public StreamUrl dialUrl() {
        SocketAddress address = localAddress();
        if (address == null) {
            throw new IllegalStateException(this + " does not listen yet");
        }
        return scheme.dialUrl(url, address);
    }

    // ---- accepting

    @Override
    public void accept(Aio aio) {
        ListeningSocket from = socket;
        if (from == null && !closed) {
            refuse(aio);
            return;
        }
        accepts.accept(aio);
        if (from != null) {
            from.demand();
        }
    }

    /** Ends an accept at once that comes before {@code listen}, because no later event would end such an accept. */
    private void refuse(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, (cancelled, reason) -> {});
        if (operation != null) {
            operation.finish(AioError.ESTATE, 0, new AioException(AioError.ESTATE, this + " does not listen yet"));
        }
    }

    /** This listener as its scheme sees it. */
    private final class Handler implements AcceptHandler {
        @Override
        public StreamOwner owner() {
            return tenant;
        }

        @Override
        public OptionValues options() {
            return options;
        }

        @Override
        public int waiting() {
            return accepts.waiting();
        }

        @Override
        public int ready() {
            return accepts.size();
        }

        @Override
        public void ready(Channel channel, EstablishedConnection connection) {
            connection.properties().put(StreamProperty.MESSAGE_FRAMING, scheme.messageFraming());
            ChannelStream stream = new ChannelStream(channel, connection, options.copy(), tenant);
            if (!channel.isActive() || !tenant.add(stream)) {
                channel.close();
                return;
            }
            channel.pipeline().addLast(stream);
            network.counters().accepted.increment();
            accepts.offer(stream);
        }

        @Override
        public void handshakeFailed(Throwable cause) {
            options.tell(StreamOptions.HANDSHAKE_FAILED, ChannelListener.this.failed(cause));
        }

        @Override
        public void failed(AioException cause) {
            ChannelListener.this.failed(cause);
            accepts.failWaiting(cause.error(), cause);
        }

        @Override
        public String toString() {
            return ChannelListener.this.toString();
        }
    }

    // ---- settings and the end

    @Override
    public MessageFraming messageFraming() {
        return scheme.messageFraming();
    }

    @Override
    public StreamUrl url() {
        return url;
    }

    @Override
    public <T> StreamListener set(StreamOption<T> option, T value) {
        requireOpen();
        options.check(option, value); // an option that the scheme does not have is ENOTSUP at any time
        if (socket != null && (option == StreamOptions.BACKLOG || option == StreamOptions.IPC_PERMISSIONS)) {
            throw new IllegalStateException(option + " must be set before " + this + " listens");
        }
        options.set(option, value);
        return this;
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return options.get(option);
    }

    private void requireOpen() {
        if (closed) {
            throw new AioException(AioError.ECLOSED, this + " is closed");
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        network.counters().listeners.decrement();
        tenant.remove(this);
        if (socket != null) {
            socket.close();
        }
        accepts.close(AioError.ECLOSED);
    }

    @Override
    public void stop() {
        close();
        if (socket != null) {
            socket.awaitClosed();
        }
    }

    @Override
    public String toString() {
        return "listener of " + url;
    }
}
