package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.internal.SharedThread;
import io.helve.sp.SpOptions;
import io.helve.sp.provider.SpTransportHost;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A port with its peers: decides what becomes of the datagrams that {@link UdpReceiver} receives, what
 * {@link UdpSender} sends, and which pipes {@link UdpClock} has refreshed or given up.
 *
 * <pre>
 *   OPEN --close--> CLOSING --the last pipe has ended--> FLUSHING --all is sent--> CLOSED
 * </pre>
 *
 * When the port ends by itself, the link is CLOSED at once.
 */
abstract class UdpLink {
    /** The longest message that nng allows, header and body. */
    static final int LONGEST = 65_000;

    /** How often a side sends a refresh, unless the peer asks for refreshes more often. */
    static final long REFRESH_NANOS = 5_000_000_000L;

    /** A peer that is silent for so many refresh intervals is gone. */
    private static final int SILENT_INTERVALS = 5;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private enum State {
        OPEN,
        CLOSING,
        FLUSHING,
        CLOSED
    }

    final SpTransportHost host;
    final UdpSettings settings;
    private final DatagramPort port;
    private final int receiveMax;
    private final UdpReceiver receiver;
    private final UdpSender sender;
    private final UdpClock clock;

    @GuardedBy("this")
    private State state = State.OPEN;

    /** All pipes that are not CLOSED, by the address of their peer. */
    @GuardedBy("this")
    private final Map<SocketAddress, UdpPipe> pipes = new HashMap<>();

    /** Opens when the port has been closed. */
    private final CountDownLatch released = new CountDownLatch(1);

    /** How many pipes have been removed whose peers have not been told yet. */
    @GuardedBy("this")
    private int ending;

    /**
     * Makes a link.
     *
     * @param port the port, which becomes the link's
     * @param host the socket's side
     * @param settings the options of the dialer or listener
     * @throws io.helve.aio.AioException {@code ENOMEM}, {@code ESTOPPED}; then the port is closed
     */
    UdpLink(DatagramPort port, SpTransportHost host, UdpSettings settings) {
        this.port = port;
        this.host = host;
        this.settings = settings;
        int wanted = host.get(SpOptions.RECEIVE_MAX);
        receiveMax = wanted == 0 ? LONGEST : Math.min(wanted, LONGEST);
        List<Runnable> made = new ArrayList<>(List.of(port::close));
        boolean complete = false;
        try {
            receiver = new UdpReceiver(this, port, host, settings, receiveMax);
            made.add(receiver::close);
            clock = new UdpClock(this, host);
            made.add(clock::close);
            sender = new UdpSender(this, port, host);
            complete = true;
        } finally {
            if (!complete) {
                made.forEach(Runnable::run);
            }
        }
    }

    /** Begins to receive. */
    final void begin() {
        receiver.begin();
    }

    final SocketAddress localAddress() {
        return port.localAddress();
    }

    // ---- what the two kinds of links do differently

    /** A connection request has come, from a peer that may have a pipe already. */
    abstract void requested(SocketAddress peer, UdpPipe pipe, UdpHeader request);

    /** A connection request of this side has been answered. */
    abstract void answered(UdpPipe pipe, UdpHeader answer);

    /** A pipe's peer has sent a message. */
    @GuardedBy("this")
    abstract void heard(UdpPipe pipe);

    /** The peer of a pipe speaks another protocol; the pipe ends. */
    void mismatched(int spoken) {
        host.peerMismatch(spoken);
    }

    /** A pipe has ended and is no longer there. */
    abstract void removed(UdpPipe pipe, AioError reason);

    /** The port has ended without having been closed. */
    abstract void lost(AioError reason);

    // ---- for the receiver

    /** Takes a datagram, whose header has been read. */
    final void arrived(SocketAddress from, UdpHeader header, ByteBuffer datagram) {
        UdpPipe pipe = pipe(from);
        switch (header.kind()) {
            case DATA -> {
                if (pipe != null) {
                    data(pipe, header.first(), datagram);
                }
            }
            case CREQ -> requested(from, pipe, header);
            case CACK -> {
                if (pipe != null) {
                    answered(pipe, header);
                }
            }
            case DISC -> {
                if (pipe != null) {
                    disconnected(pipe, header);
                }
            }
            case MESH, UNKNOWN -> disconnect(from, DisconnectReason.PROTOCOL_ERROR);
        }
    }

    private synchronized UdpPipe pipe(SocketAddress peer) {
        return pipes.get(peer);
    }

    private void disconnected(UdpPipe pipe, UdpHeader header) {
        DisconnectReason reason = DisconnectReason.of(header.first());
        if (reason == DisconnectReason.WRONG_PROTOCOL) {
            mismatched(header.protocol());
        }
        end(pipe, reason.error());
    }

    private void data(UdpPipe pipe, int length, ByteBuffer datagram) {
        if (length > datagram.remaining() || length > receiveMax) {
            giveUp(pipe, DisconnectReason.MESSAGE_TOO_LONG, AioError.EMSGSIZE);
            return;
        }
        synchronized (this) {
            pipe.heard(System.nanoTime(), SILENT_INTERVALS);
            heard(pipe);
        }
        datagram.limit(datagram.position() + length);
        pipe.arrived(receiver.message(datagram));
    }

    /** The port has ended, or fails again and again. */
    final void portEnded(AioError reason) {
        List<UdpPipe> all;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            all = List.copyOf(pipes.values());
        }
        release();
        all.forEach(pipe -> end(pipe, reason == AioError.ESTOPPED ? AioError.ESTOPPED : AioError.ECONNRESET));
        lost(reason);
    }

    // ---- pipes

    final synchronized int count() {
        return pipes.size();
    }

    /** {@return whether the link takes more pipes} */
    final synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    final synchronized boolean hasPipes() {
        return state != State.CLOSED && !pipes.isEmpty();
    }

    /** Adds a pipe, and starts the clock if it is the first one. {@return false if the link takes no more pipes} */
    final boolean add(UdpPipe pipe) {
        synchronized (this) {
            if (state != State.OPEN) {
                return false;
            }
            pipes.put(pipe.peer(), pipe);
        }
        clock.start();
        return true;
    }

    /** Notes the peer's settings from a connection request or its answer. */
    final void agree(UdpPipe pipe, UdpHeader said, long ownRefresh) {
        synchronized (this) {
            pipe.agree(said.first(), Math.min(ownRefresh, said.second() * SECOND_NANOS));
            pipe.heard(System.nanoTime(), SILENT_INTERVALS);
        }
    }

    /** Tells the peer that its connection is over, and ends its pipe with an error; the first call counts. */
    final void giveUp(UdpPipe pipe, DisconnectReason told, AioError error) {
        if (remove(pipe)) {
            disconnect(pipe.peer(), told);
            ended(pipe, error);
        }
    }

    /** Ends a pipe on this side; the first call counts. */
    private void end(UdpPipe pipe, AioError error) {
        if (remove(pipe)) {
            ended(pipe, error);
        }
    }

    /** {@return whether the pipe was there; then {@link #ended} must follow} */
    private synchronized boolean remove(UdpPipe pipe) {
        if (!pipe.finish()) {
            return false;
        }
        pipes.remove(pipe.peer(), pipe);
        ending++;
        return true;
    }

    private void ended(UdpPipe pipe, AioError error) {
        sender.remove(pipe);
        synchronized (this) {
            ending--;
        }
        pipe.ended(error);
        removed(pipe, error);
        finishIfDone();
    }

    /** Drains a pipe that the socket has closed: messages that were put before are sent, then the peer is told. */
    final void drain(UdpPipe pipe) {
        synchronized (this) {
            if (!pipe.beginDraining()) {
                return;
            }
        }
        sender.sendable(pipe);
    }

    /** A pipe has messages to take, perhaps. */
    final void sendable(UdpPipe pipe) {
        sender.sendable(pipe);
    }

    /** The sender has found no message of a pipe; if the socket has closed the pipe, the pipe ends. */
    final void drained(UdpPipe pipe) {
        boolean ends;
        synchronized (this) {
            ends = pipe.isDraining();
        }
        if (ends) {
            giveUp(pipe, DisconnectReason.CLOSED, AioError.ECLOSED);
        }
    }

    /** Has a connection request answered. */
    final void answer(UdpPipe pipe) {
        long refresh;
        synchronized (this) {
            refresh = pipe.refresh();
        }
        sender.send(pipe.peer(), UdpHeader.Kind.CACK, receiveMax, seconds(refresh));
    }

    final void disconnect(SocketAddress peer, DisconnectReason reason) {
        sender.send(peer, UdpHeader.Kind.DISC, reason.number(), 0);
    }

    /** Intervals are told in whole seconds, at least one. */
    private static int seconds(long nanos) {
        return (int) Math.max(1, (nanos + SECOND_NANOS - 1) / SECOND_NANOS);
    }

    /**
     * Gives up pipes whose peers are silent, and has connection requests sent. Called by the clock.
     *
     * @param now the time
     * @return in how many nanoseconds the clock has to tick again
     */
    final long tick(long now) {
        long next = SECOND_NANOS;
        List<UdpPipe> silent = new ArrayList<>(0);
        List<UdpPipe> asking = new ArrayList<>(0);
        synchronized (this) {
            for (UdpPipe pipe : pipes.values()) {
                if (pipe.isSilent(now)) {
                    silent.add(pipe);
                } else if (pipe.isToRefresh(now)) {
                    pipe.requested(now);
                    asking.add(pipe);
                }
                next = Math.min(next, pipe.nextEvent(now));
            }
        }
        asking.forEach(this::request);
        silent.forEach(pipe -> giveUp(pipe, DisconnectReason.INACTIVE, AioError.ETIMEDOUT));
        return next;
    }

    private void request(UdpPipe pipe) {
        long refresh;
        synchronized (this) {
            refresh = pipe.refresh();
        }
        sender.send(pipe.peer(), UdpHeader.Kind.CREQ, receiveMax, seconds(refresh));
    }

    // ---- the end

    /** Takes no more pipes; the port ends after the last pipe. */
    final void close() {
        synchronized (this) {
            if (state == State.OPEN) {
                state = State.CLOSING;
            }
        }
        finishIfDone();
    }

    private void finishIfDone() {
        synchronized (this) {
            if (state != State.CLOSING || !pipes.isEmpty() || ending > 0) {
                return;
            }
            state = State.FLUSHING;
        }
        sender.finish();
    }

    /** The sender has sent everything. */
    final void flushed() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
        }
        release();
    }

    private void release() {
        port.close();
        receiver.close();
        clock.close();
        sender.close();
        released.countDown();
    }

    /** Drains all pipes, because the port is to end although the socket has not closed them. */
    final void drainAll() {
        List<UdpPipe> all;
        synchronized (this) {
            all = List.copyOf(pipes.values());
        }
        all.forEach(this::drain);
    }

    /**
     * Waits until the port has released its address. The link is closed, and all its pipes are being closed. An
     * interrupt does not end the waiting.
     *
     * @throws IllegalStateException on an event loop, which would wait for itself
     */
    final void awaitClosed() {
        if (released.getCount() > 0 && SharedThread.isCurrent()) {
            throw new IllegalStateException("stop on an event loop would wait for itself: use close");
        }
        boolean interrupted = false;
        for (; ; ) {
            try {
                released.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        port.awaitClosed();
    }
}
