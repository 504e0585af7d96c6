package io.helve.net.connect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.ConnectHandler;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.stream.ChannelStream;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One dial: resolves the host, connects to one address after the other until one answers, and has that connection
 * upgraded.
 *
 * <p>Success, failure, a cancel and the close of the dialer race. The first thread that sets {@link #over}, under the
 * lock, finishes the operation; the other threads change nothing. Nothing is called while the lock is held. The steps
 * of a dial run in sequence: {@code start} on the caller's thread, {@code resolve} on a thread for look-ups where that
 * may block, everything later on event loops.
 */
final class ConnectAttempt implements AioCanceller {
    private static final long RETRY_MILLIS = 2;

    private final ChannelDialer dialer;
    private final OptionValues options;
    private final Network network;

    /** The operation; set before the first step that runs on another thread. */
    private AioOperation operation;

    private List<SocketAddress> addresses;

    /**
     * The failure of the first address, with the failures of later addresses as suppressed exceptions; null before a
     * failure.
     */
    private Throwable failure;

    /** The channel of the present step; null before there is one. */
    @GuardedBy("this")
    private Channel channel;

    @GuardedBy("this")
    private boolean over;

    ConnectAttempt(ChannelDialer dialer, OptionValues options, Network network) {
        this.dialer = dialer;
        this.options = options;
        this.network = network;
    }

    void start(Aio aio) {
        Duration limit = options.get(StreamOptions.CONNECT_TIMEOUT);
        AioOperation started =
                AioOperation.start(aio, this, limit == null ? network.config().connectTimeout() : limit);
        if (started == null) {
            return;
        }
        operation = started;
        if (!dialer.add(this)) {
            fail(AioError.ECLOSED, dialer + " is closed", null);
            return;
        }
        if (isOver()) { // cancelled before it was added
            dialer.remove(this);
        } else if (dialer.scheme.blocks(dialer.url())) {
            try {
                network.resolvers().execute(this::resolve);
            } catch (RuntimeException e) {
                fail(AioError.EAGAIN, "too many names are being resolved, among them that of " + dialer, e);
            }
        } else {
            resolve();
        }
    }

    private void resolve() {
        if (isOver()) {
            return;
        }
        try {
            addresses = dialer.scheme.resolve(dialer.url(), network.loops().backend());
        } catch (Exception e) {
            fail(Errors.of(e), dialer + ": " + Errors.text(e), e);
            return;
        }
        connect(0);
    }

    private void connect(int index) {
        if (index == addresses.size()) {
            AioError error = Errors.of(failure);
            boolean noFile = error == AioError.ENOENT; // no listener has bound the path; nng reports ECONNREFUSED
            fail(
                    noFile ? AioError.ECONNREFUSED : error,
                    dialer + " cannot connect: " + (noFile ? "there is no such socket file" : Errors.text(failure)),
                    failure);
            return;
        }
        ConnectionSlot slot;
        try {
            slot = network.connection();
        } catch (AioException e) {
            fail(e.error(), dialer + " cannot connect: " + Errors.text(e), e);
            return;
        }
        dialer.scheme.connect(addresses.get(index), options, slot, new Address(index, slot));
    }

    /** The attempt at one address, as the scheme sees it. */
    private final class Address implements ConnectHandler {
        private final int index;
        private final ConnectionSlot slot;

        Address(int index, ConnectionSlot slot) {
            this.index = index;
            this.slot = slot;
        }

        @Override
        public boolean opened(Channel made) {
            synchronized (ConnectAttempt.this) {
                channel = made;
                return !over;
            }
        }

        @Override
        public boolean isOver() {
            return ConnectAttempt.this.isOver();
        }

        @Override
        public void connected(Channel connected) {
            upgrade(connected);
        }

        @Override
        public void failed(Throwable cause) {
            Channel failed = channel();
            if (failed != null) {
                ChannelCloser.close(failed);
            }
            if (Errors.of(cause) == AioError.EAGAIN) {
                // The listener's queue is full, which Linux reports for Unix domain sockets instead of waiting; the
                // dial's time limit ends the repetition.
                slot.loop().schedule(this::repeat, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            if (failure == null) {
                failure = cause;
            } else if (failure != cause) {
                failure.addSuppressed(cause);
            }
            if (!isOver()) {
                connect(index + 1);
            }
        }

        private void repeat() {
            if (!isOver()) {
                connect(index);
            }
        }

        private void upgrade(Channel connected) {
            Promise<EstablishedConnection> ready = connected.eventLoop().newPromise();
            connected
                    .closeFuture()
                    .addListener(closed -> ready.tryFailure(
                            new AioException(AioError.ECONNRESET, "the connection was lost before it was ready")));
            ready.addListener(upgraded -> {
                Throwable cause = upgraded.cause();
                if (cause == null) {
                    succeed(connected, ready.getNow());
                } else if (Errors.of(cause) == AioError.ECONNREFUSED) {
                    failed(cause);
                } else {
                    connected.close();
                    fail(Errors.of(cause), dialer + ": " + Errors.text(cause), cause);
                }
            });
            try {
                dialer.upgrade.begin(connected, ready);
            } catch (Exception e) {
                ready.tryFailure(e);
            }
        }
    }

    private void succeed(Channel connected, EstablishedConnection connection) {
        connection.properties().put(StreamProperty.MESSAGE_FRAMING, dialer.messageFraming());
        ChannelStream stream = new ChannelStream(connected, connection, options, dialer.tenant);
        synchronized (this) {
            if (over) {
                connected.close();
                return;
            }
            over = true;
        }
        dialer.remove(this);
        if (!dialer.tenant.add(stream)) {
            connected.close();
            operation.finish(AioError.ECLOSED, 0);
            return;
        }
        connected.pipeline().addLast(stream);
        network.counters().dialed.increment();
        operation.setOutput(0, stream);
        if (!operation.finish(AioError.OK, 0)) {
            stream.close();
        }
    }

    private void fail(AioError error, String message, Throwable cause) {
        if (end()) {
            dialer.failed(error, message);
            network.counters().dialFailures.increment();
            operation.finish(error, 0, new AioException(error, message, cause));
        }
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        if (end()) {
            dialer.failed(reason, dialer + " was given up");
            network.counters().dialFailures.increment();
            cancelled.finish(reason, 0);
        }
    }

    /** The dialer is being closed. */
    void close() {
        if (end()) {
            operation.finish(AioError.ECLOSED, 0);
        }
    }

    /** Ends the dial, unless it is over. {@return whether the caller must finish the operation} */
    private boolean end() {
        Channel closing;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            closing = channel;
        }
        dialer.remove(this);
        if (closing != null) {
            ChannelCloser.close(closing);
        }
        return true;
    }

    /** {@return the channel of the present step, or null} */
    synchronized Channel channel() {
        return channel;
    }

    private synchronized boolean isOver() {
        return over;
    }

    @Override
    public String describe() {
        return "a dial to " + dialer.url();
    }
}
