package io.helve.net.connect;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.EventLoops;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Scheme;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.Upgrade;
import io.helve.net.stream.ChannelStream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A listener of any scheme. */
public final class ChannelListener implements StreamListener {
    /** How long it takes no connections when descriptors or connections are used up. */
    private static final long PAUSE_MILLIS = 100;

    private final Scheme scheme;
    private final StreamTenant owner;
    private final Network network;
    private final StreamUrl url;
    private final OptionValues options;
    private final Upgrade upgrade;
    private final AcceptQueue accepting;
    private final HandshakeLog handshakeLog;

    /** Connections in their handshakes. */
    private final Set<Channel> handshaking = ConcurrentHashMap.newKeySet();

    /** Held while listening and closing, which both may block. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Written under the lock. */
    private volatile ServerChannel server;

    private volatile EventLoops loops;
    private volatile SocketAddress bound;
    private volatile boolean closed;

    /**
     * Makes a listener.
     *
     * @param url where to listen
     * @param scheme the scheme
     * @param owner the user
     */
    public ChannelListener(StreamUrl url, Scheme scheme, StreamTenant owner) {
        scheme.check(url, true);
        this.url = url;
        this.scheme = scheme;
        this.owner = owner;
        network = owner.network();
        options = new OptionValues(url.scheme(), scheme.listenerOptions());
        upgrade = scheme.accepting(url, options);
        accepting = new AcceptQueue(upgrade.isImmediate(), toString());
        handshakeLog = new HandshakeLog(toString(), System::nanoTime);
        network.counters().listeners.increment();
    }

    // ---- listening

    @Override
    public void listen() {
        lock.lock();
        try {
            if (closed) {
                throw new AioException(AioError.ECLOSED, this + " is closed");
            }
            if (server != null) {
                throw new AioException(AioError.ESTATE, this + " listens already");
            }
            bind();
        } finally {
            lock.unlock();
        }
        read();
    }

    private void bind() {
        ConnectionSlot slot = network.listener();
        ServerChannel made = null;
        boolean success = false;
        try {
            upgrade.prepare();
            SocketAddress address = scheme.resolve(url, slot.backend(), true).get(0);
            scheme.beforeBind(address);
            made = scheme.serverChannel(slot.backend());
            made.config().setAutoRead(false);
            made.config().setOption(ChannelOption.SO_BACKLOG, options.get(StreamOptions.BACKLOG));
            made.config().setOption(ChannelOption.SO_REUSEADDR, true);
            made.pipeline().addLast(new AcceptHandler(this));
            await(slot.loop().register(made));
            await(made.bind(address));
            loops = slot.loops();
            bound = scheme.visible(made.localAddress());
            scheme.afterBind(address, options);
            server = made;
            success = true;
        } catch (AioException e) {
            throw e;
        } catch (Exception e) {
            throw new AioException(Errors.of(e), this + " cannot listen: " + e.getMessage(), e);
        } finally {
            if (!success && made != null) {
                made.close();
            }
            if (success) {
                made.closeFuture().addListener(ended -> slot.release());
            } else {
                slot.release();
                bound = null;
            }
        }
    }

    private static void await(ChannelFuture future) throws Exception {
        future.awaitUninterruptibly();
        if (future.cause() instanceof Exception e) {
            throw e;
        } else if (future.cause() != null) {
            throw new IOException(future.cause());
        }
    }

    @Override
    public SocketAddress localAddress() {
        return bound;
    }

    @Override
    public StreamUrl dialUrl() {
        SocketAddress address = bound;
        if (address == null) {
            throw new AioException(AioError.ESTATE, this + " does not listen yet");
        }
        return scheme.dialUrl(url, address);
    }

    // ---- accepting

    @Override
    public void accept(Aio aio) {
        if (accepting.accept(aio)) {
            read();
        }
    }

    /** Takes a connection, if one is wanted. */
    void read() {
        ServerChannel from = server;
        if (from == null || !accepting.claimRead(network.config().handshakesMax())) {
            return;
        }
        try {
            from.eventLoop().execute(from::read);
        } catch (RuntimeException e) {
            close(); // the loops have been closed
        }
    }

    /** On the server channel's event loop. */
    void readCompleted() {
        accepting.readCompleted();
        read();
    }

    /** A connection has been taken; on the server channel's event loop. */
    void accepted(Channel child) {
        ConnectionSlot slot = slot();
        if (slot == null) {
            child.unsafe().closeForcibly();
            return;
        }
        accepting.beginHandshake();
        handshaking.add(child);
        child.closeFuture().addListener(ended -> slot.release());
        SocketAddress peer = upgrade.isImmediate() ? null : child.remoteAddress();
        Promise<EstablishedConnection> ready = slot.loop().newPromise();
        ready.addListener(over -> {
            handshaking.remove(child);
            if (over.isSuccess()) {
                ready(child, ready.getNow());
            } else {
                ChannelCloser.close(child);
                if (!closed) {
                    handshakeLog.failed(peer, over.cause());
                }
                network.counters().acceptFailures.increment(); // who sees that finds it logged
                accepting.handshakeFailed();
            }
            read();
        });
        child.closeFuture().addListener(ended -> ready.tryFailure(new IOException("closed before it was ready")));
        try {
            Sockets.configure(child, options);
        } catch (RuntimeException e) { // the peer has gone already
            child.unsafe().closeForcibly();
            slot.release();
            ready.tryFailure(e);
            return;
        }
        // within the registration, before any event: if the peer has ended already, epoll reads at once what it has
        // sent
        child.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel registered) {
                registered.pipeline().remove(this); // already now: the upgrade looks whether there are other handlers
                if (closed) {
                    ChannelCloser.close(registered);
                } else {
                    upgrade(registered, ready);
                }
            }
        });
        slot.loop().register(child).addListener(registered -> {
            if (!registered.isSuccess()) {
                ChannelCloser.close(child);
            }
        });
    }

    private ConnectionSlot slot() {
        try {
            return network.connectionOn(loops);
        } catch (AioException e) {
            pause(new AioException(e.error(), this + " cannot take a connection: " + e.getMessage(), e));
            return null;
        }
    }

    private void upgrade(Channel child, Promise<EstablishedConnection> ready) {
        Duration limit = options.get(StreamOptions.CONNECT_TIMEOUT);
        Duration time = limit == null ? network.config().connectTimeout() : limit;
        try {
            upgrade.begin(child, ready);
        } catch (Exception e) {
            ready.tryFailure(e);
        }
        if (!ready.isDone()) {
            var timer = child.eventLoop()
                    .schedule(
                            () -> ready.tryFailure(new IOException("handshake timed out")),
                            time.toNanos(),
                            TimeUnit.NANOSECONDS);
            ready.addListener(over -> timer.cancel(false));
        }
    }

    private void ready(Channel child, EstablishedConnection connection) {
        ChannelStream stream = new ChannelStream(child, connection, options.copy(), owner);
        if (!child.isActive() || !owner.add(stream)) {
            child.close();
            accepting.handshakeFailed();
            return;
        }
        child.pipeline().addLast(stream);
        network.counters().accepted.increment();
        if (!accepting.ready(stream)) {
            stream.leave();
        }
    }

    /** Taking a connection has failed: the accept whose turn it is says so, and there is a pause. */
    void failed(Throwable cause) {
        pause(new AioException(Errors.of(cause), this + " cannot accept: " + cause.getMessage(), cause));
    }

    private void pause(AioException why) {
        network.counters().acceptFailures.increment();
        accepting.setPaused(true);
        accepting.fail(why.error(), why);
        ServerChannel from = server;
        if (from != null) {
            from.eventLoop()
                    .schedule(
                            () -> {
                                accepting.setPaused(false);
                                read();
                            },
                            PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    // ---- the rest

    @Override
    public StreamUrl url() {
        return url;
    }

    @Override
    public <T> StreamListener set(StreamOption<T> option, T value) {
        if (closed) {
            throw new AioException(AioError.ECLOSED, this + " is closed");
        }
        if (server != null && (option == StreamOptions.BACKLOG || option == StreamOptions.IPC_PERMISSIONS)) {
            throw new AioException(AioError.ESTATE, option + " must be set before " + this + " listens");
        }
        options.set(option, value);
        return this;
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return options.get(option);
    }

    @Override
    public void close() {
        ServerChannel closing;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closing = server;
        } finally {
            lock.unlock();
        }
        network.counters().listeners.decrement();
        owner.remove(this);
        if (closing != null) {
            SocketAddress address = closing.localAddress();
            closing.close();
            scheme.afterClose(address);
        }
        accepting.end(EndReason.CLOSED).forEach(ChannelStream::leave);
        handshaking.forEach(ChannelCloser::close);
        handshakeLog.closed();
    }

    @Override
    public void stop() {
        close();
        ServerChannel closing = server;
        if (closing != null) {
            ChannelCloser.until(closing.closeFuture(), closing.eventLoop());
        }
    }

    @Override
    public String toString() {
        return "listener of " + url;
    }
}
