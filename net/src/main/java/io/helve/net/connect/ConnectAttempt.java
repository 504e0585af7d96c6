package io.helve.net.connect;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Sockets;
import io.helve.net.stream.ChannelStream;
import io.helve.stream.StreamOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One dial: resolves, connects to one address after the other until one answers, and has the connection upgraded.
 * Whoever sets {@link #done} finishes the operation.
 */
final class ConnectAttempt implements AioCanceller {
    private static final long RETRY_MILLIS = 2;

    private final ChannelDialer dialer;
    private final OptionValues options;
    private final Network network;

    /** Set before anything that runs elsewhere is begun. */
    private AioOperation operation;

    private List<SocketAddress> addresses;
    private Throwable failure;

    /** Guarded by this, as the following: the channel at work. */
    private Channel channel;

    private boolean done;

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
        if (isDone()) { // cancelled before it was added
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
        if (isDone()) {
            return;
        }
        try {
            addresses = dialer.scheme.resolve(dialer.url(), network.loops().backend(), false);
        } catch (Exception e) {
            fail(Errors.of(e), dialer + ": " + e.getMessage(), e);
            return;
        }
        connect(0);
    }

    private void connect(int index) {
        if (index == addresses.size()) {
            AioError error = Errors.of(failure);
            boolean noFile = error == AioError.ENOENT; // so nobody listens, as nng sees it
            fail(
                    noFile ? AioError.ECONNREFUSED : error,
                    dialer + " cannot connect: " + (noFile ? "there is no such socket file" : failure.getMessage()),
                    failure);
            return;
        }
        ConnectionSlot slot;
        try {
            slot = network.connection();
        } catch (AioException e) {
            fail(e.error(), dialer + " cannot connect: " + e.getMessage(), e);
            return;
        }
        SocketAddress address = addresses.get(index);
        Channel made;
        try {
            made = dialer.scheme.channel(slot.backend());
            Sockets.configure(made, options);
        } catch (RuntimeException | LinkageError e) {
            slot.release();
            failure = e;
            connect(index + 1);
            return;
        }
        made.closeFuture().addListener(closed -> slot.release());
        synchronized (this) {
            channel = made;
            if (done) {
                made.unsafe().closeForcibly();
                slot.release();
                return;
            }
        }
        // listened to first: the loops may be closed at any moment, and Netty complains of listeners that come too late
        ChannelPromise registering = new DefaultChannelPromise(made, slot.loop());
        registering.addListener(registered -> {
            if (isDone()) {
                made.close();
                return;
            }
            if (!registered.isSuccess()) {
                failed(made, registered.cause(), index);
                return;
            }
            InetSocketAddress local =
                    options.has(StreamOptions.LOCAL_ADDRESS) ? options.get(StreamOptions.LOCAL_ADDRESS) : null;
            made.connect(address, local).addListener(connected -> {
                if (connected.isSuccess()) {
                    upgrade(made, index);
                } else {
                    failed(made, connected.cause(), index);
                }
            });
        });
        slot.loop().register(registering);
    }

    private void failed(Channel attempt, Throwable cause, int index) {
        ChannelCloser.close(attempt);
        if (Errors.of(cause) == AioError.EAGAIN) {
            // the listener's queue is full, which Linux says of Unix domain sockets instead of waiting; the dial's
            // limit ends this
            attempt.eventLoop().schedule(() -> again(index), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        if (failure == null) {
            failure = cause;
        } else if (failure != cause) {
            failure.addSuppressed(cause);
        }
        if (!isDone()) {
            connect(index + 1);
        }
    }

    private void again(int index) {
        if (!isDone()) {
            connect(index);
        }
    }

    private void upgrade(Channel connected, int index) {
        Promise<EstablishedConnection> ready = connected.eventLoop().newPromise();
        connected
                .closeFuture()
                .addListener(closed -> ready.tryFailure(new AioException(
                        AioError.ECONNRESET, dialer + ": the connection was lost before it was ready")));
        ready.addListener(over -> {
            if (over.isSuccess()) {
                succeed(connected, ready.getNow());
            } else if (Errors.of(over.cause()) == AioError.ECONNREFUSED) {
                failed(connected, over.cause(), index);
            } else {
                connected.close();
                fail(Errors.of(over.cause()), dialer + ": " + over.cause().getMessage(), over.cause());
            }
        });
        try {
            dialer.upgrade.begin(connected, ready);
        } catch (Exception e) {
            ready.tryFailure(e);
        }
    }

    private void succeed(Channel connected, EstablishedConnection connection) {
        ChannelStream stream = new ChannelStream(connected, connection, options, dialer.owner);
        synchronized (this) {
            if (done) {
                connected.close();
                return;
            }
            done = true;
        }
        dialer.remove(this);
        if (!dialer.owner.add(stream)) {
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
            network.counters().dialFailures.increment();
            operation.finish(error, 0, new AioException(error, message, cause));
        }
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        if (end()) {
            network.counters().dialFailures.increment();
            cancelled.finish(reason, 0);
        }
    }

    /** Its dialer is being closed. */
    void close() {
        if (end()) {
            operation.finish(AioError.ECLOSED, 0);
        }
    }

    /** {@return whether the caller shall finish the operation} */
    private boolean end() {
        Channel closing;
        synchronized (this) {
            if (done) {
                return false;
            }
            done = true;
            closing = channel;
        }
        dialer.remove(this);
        if (closing != null) {
            ChannelCloser.close(closing);
        }
        return true;
    }

    /** {@return the channel at work, or null} */
    synchronized Channel channel() {
        return channel;
    }

    private synchronized boolean isDone() {
        return done;
    }

    @Override
    public String describe() {
        return "a dial to " + dialer.url();
    }
}
