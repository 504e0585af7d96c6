package io.helve.net.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.PendingPeers;
import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.EventLoops;
import io.helve.net.eventloop.Network;
import io.helve.net.eventloop.TenantShare;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.FirstBytes;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.StreamConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Takes connections from a listening socket while an accept waits for them, and performs the handshake of each
 * connection.
 *
 * <p>The server channel does not read by itself. {@link #demand} reads one connection if an accept waits and there is
 * room for a handshake; the end of that read, and the end of each handshake, call {@code demand} again. A connection
 * that is ready at once is taken only for an accept that waits. Where there are handshakes, up to
 * {@link io.helve.stream.StreamConfig#handshakesMax} of them are under way while at least one accept waits; then each
 * further connection takes the place of a silent or old one, as {@link PendingPeers} decides. The same happens when the
 * tenant, or all tenants, have as many connections in their handshakes as may be, unless the listener has few of them.
 *
 * <p>Threads: {@code demand} and {@code close} run on any thread. Everything else runs on event loops: handlers of the
 * server channel on the loop of that channel, handlers of a connection on the connection's loop.
 */
final class ConnectionIntake {
    /** The pause after descriptors or connection slots were used up, in which no connection is taken. */
    private static final long PAUSE_MILLIS = 100;

    /** How many connections of a listener may be in their handshakes when others have used up the tenant's share. */
    private static final int KEPT_FOR_EACH_LISTENER = 8;

    private final ServerChannel server;
    private final EventLoops loops;
    private final Upgrade upgrade;
    private final AcceptHandler handler;
    private final Network network;
    private final HandshakeLog log;

    private final BindTarget target;

    /**
     * The connections in their handshakes, and those that the listener has not yet taken. When the limit is reached,
     * one of these connections is closed to make room for the next.
     */
    @GuardedBy("this")
    private final PendingPeers<Handshaking> pending = new PendingPeers<>(System::nanoTime);

    /** A connection in its handshake. */
    private record Handshaking(Channel child, Promise<EstablishedConnection> ready) {}

    /** Whether the server channel has been asked to read and has not read yet. */
    @GuardedBy("this")
    private boolean reading;

    @GuardedBy("this")
    private boolean paused;

    /** Whether {@code demand} will be called when a connection is old enough to give way. */
    @GuardedBy("this")
    private boolean waitingForAge;

    private volatile boolean closed;

    ConnectionIntake(
            ServerChannel server, BindTarget target, EventLoops loops, Upgrade upgrade, AcceptHandler handler) {
        this.server = server;
        this.target = target;
        this.loops = loops;
        this.upgrade = upgrade;
        this.handler = handler;
        network = handler.network();
        log = new HandshakeLog(handler.toString(), System::nanoTime);
    }

    // ---- the server channel

    /** {@return the handler for the server channel's pipeline} */
    ChannelHandler acceptor() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object child) {
                taken((Channel) child);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                readCompleted();
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                pause(new AioException(Errors.of(cause), handler + " cannot accept: " + Errors.text(cause), cause));
            }
        };
    }

    /** Reads a connection from the server channel, if one is wanted. */
    void demand() {
        if (!claimRead()) {
            return;
        }
        try {
            server.eventLoop().execute(server::read);
        } catch (RuntimeException e) {
            handler.failed(new AioException(
                    AioError.ECLOSED, handler + " cannot accept: the event loops have been closed", e));
        }
    }

    private boolean claimRead() {
        int waiting = handler.waiting();
        StreamConfig config = network.config();
        int most = upgrade.isImmediate()
                ? waiting
                : mostHandshakes(config, handler.owner().share());
        long tooEarly;
        synchronized (this) {
            if (closed || reading || paused || waiting == 0) {
                return false;
            }
            boolean room = pending.size() < most;
            tooEarly = room ? 0 : pending.nanosUntilOneMayGiveWay(config.handshakesAddressMax());
            if (room || !upgrade.isImmediate() && tooEarly == 0) {
                reading = true;
                return true;
            }
            if (waitingForAge || upgrade.isImmediate()) {
                return false;
            }
            waitingForAge = true;
        }
        try {
            server.eventLoop().schedule(this::oldEnough, tooEarly, TimeUnit.NANOSECONDS);
            return false;
        } catch (RejectedExecutionException e) {
            return true; // demand() then fails for the same reason, and reports the failure
        }
    }

    /** {@return how many connections may be in their handshakes before one has to give way to the next} */
    private int mostHandshakes(StreamConfig config, TenantShare tenant) {
        int most = config.handshakesMax();
        return network.handshakesAreFull(tenant) ? Math.min(most, KEPT_FOR_EACH_LISTENER) : most;
    }

    private void oldEnough() {
        synchronized (this) {
            waitingForAge = false;
        }
        demand();
    }

    private void readCompleted() {
        synchronized (this) {
            reading = false;
        }
        demand();
    }

    /** Tells the listener that no connection can be taken, and pauses for a moment. */
    private void pause(AioException why) {
        network.counters().acceptFailures.increment();
        setPaused(true);
        handler.failed(why);
        server.eventLoop()
                .schedule(
                        () -> {
                            setPaused(false);
                            demand();
                        },
                        PAUSE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private synchronized void setPaused(boolean value) {
        paused = value;
    }

    // ---- a connection

    /** A connection has been taken from the operating system; on the server channel's event loop. */
    private void taken(Channel child) {
        if (!target.admits(child)) {
            child.unsafe().closeForcibly();
            return;
        }
        TenantShare tenant = handler.owner().share();
        ConnectionSlot slot;
        try {
            slot = network.acceptedOn(
                    loops, tenant, upgrade.isImmediate() ? Network.PLAIN_COST : Network.HANDSHAKE_COST);
        } catch (AioException e) {
            child.unsafe().closeForcibly();
            pause(new AioException(e.error(), handler + " cannot take a connection: " + Errors.text(e), e));
            return;
        }
        if (slot == null) { // the loops have been closed
            child.unsafe().closeForcibly();
            return;
        }
        child.closeFuture().addListener(ended -> slot.release());
        Promise<EstablishedConnection> ready = beginHandshake(child, slot, tenant);
        try {
            Sockets.use(child, slot.memory());
            Sockets.configure(child, handler.options());
        } catch (RuntimeException e) { // the peer has disconnected already
            child.unsafe().closeForcibly();
            slot.release();
            ready.tryFailure(e);
            return;
        }
        // The upgrade begins within the registration, before any event: if the peer has ended already, epoll reads at
        // once what the peer has sent.
        child.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel registered) {
                registered
                        .pipeline()
                        .remove(this); // removed first, because the upgrade checks whether there are other handlers
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

    private Promise<EstablishedConnection> beginHandshake(Channel child, ConnectionSlot slot, TenantShare tenant) {
        SocketAddress address = upgrade.isImmediate() ? null : child.remoteAddress();
        Promise<EstablishedConnection> ready = slot.loop().newPromise();
        PendingPeers.Peer<Handshaking> peer;
        PendingPeers.Peer<Handshaking> old;
        StreamConfig config = network.config();
        int most = upgrade.isImmediate() ? Integer.MAX_VALUE : mostHandshakes(config, tenant);
        synchronized (this) {
            old = pending.size() >= most ? pending.giveWay(config.handshakesAddressMax()) : null;
            peer = pending.add(new Handshaking(child, ready), address);
        }
        if (old != null) {
            network.counters().handshakesDropped.increment();
            old.connection()
                    .ready()
                    .tryFailure(new AioException(
                            AioError.ETIMEDOUT, "the handshake was slow, and a newer connection needed its place"));
        }
        if (!upgrade.isImmediate()) {
            network.beginHandshake(tenant);
            Sockets.addFirst(child.pipeline(), new FirstBytes(() -> heard(peer)));
        }
        ready.addListener(over -> {
            try {
                handshakeOver(child, slot, address, ready);
            } finally {
                release(peer, tenant);
            }
        });
        child.closeFuture().addListener(ended -> closedEarly(slot, ready));
        return ready;
    }

    /**
     * The connection has been closed, perhaps in its handshake. The upgrade may know a better reason, such as its
     * refusal of the peer, and hears of the close after this class, so this class fails the handshake a moment later.
     */
    private static void closedEarly(ConnectionSlot slot, Promise<EstablishedConnection> ready) {
        if (ready.isDone()) {
            return;
        }
        Runnable fail = () -> ready.tryFailure(new IOException("closed before it was ready"));
        try {
            slot.loop().execute(fail);
        } catch (RejectedExecutionException e) { // the loops have been closed
            fail.run();
        }
    }

    private synchronized void heard(PendingPeers.Peer<Handshaking> peer) {
        pending.heard(peer);
    }

    private void handshakeOver(
            Channel child, ConnectionSlot slot, SocketAddress address, Promise<EstablishedConnection> ready) {
        Throwable failure = ready.cause();
        if (failure == null) {
            try {
                slot.backend().peerCredentials(child, ready.getNow().properties());
                handler.ready(child, ready.getNow());
                return;
            } catch (RuntimeException | Error e) { // for example without memory for one more stream
                failure = e;
            }
        }
        ChannelCloser.close(child);
        try {
            if (!closed) {
                log.failed(address, failure);
                handler.handshakeFailed(failure);
            }
        } finally {
            network.counters().acceptFailures.increment(); // after the log, because tests wait for the counter
        }
    }

    /** Called when a connection has been offered or has failed. The listener may then take another connection. */
    private void release(PendingPeers.Peer<Handshaking> peer, TenantShare tenant) {
        synchronized (this) {
            pending.remove(peer);
        }
        if (!upgrade.isImmediate()) {
            network.endHandshake(tenant);
        }
        demand();
    }

    private void upgrade(Channel child, Promise<EstablishedConnection> ready) {
        long nanos = handler.handshakeLimit().toNanos();
        try {
            upgrade.begin(child, ready);
        } catch (Exception e) {
            ready.tryFailure(e);
        }
        if (!ready.isDone()) {
            var timer = child.eventLoop()
                    .schedule(
                            () -> ready.tryFailure(new IOException("handshake timed out")),
                            nanos,
                            TimeUnit.NANOSECONDS);
            ready.addListener(over -> timer.cancel(false));
        }
    }

    /**
     * Closes all connections whose handshakes are under way. One whose handshake has just succeeded belongs to the
     * handler, although it is still in the list. The caller closes the server channel.
     */
    void close() {
        closed = true;
        Set<PendingPeers.Peer<Handshaking>> closing;
        synchronized (this) {
            closing = pending.all();
        }
        IOException reason = new IOException("the listener has been closed");
        closing.forEach(peer -> peer.connection().ready().tryFailure(reason)); // which closes the connection
        log.closed();
    }
}
