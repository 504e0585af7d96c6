package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.sp.provider.SpTransportHost;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A port with its peers: receives datagrams and gives them to the pipe of their sender, sends what pipes have, keeps
 * connections alive and finds out which have gone silent.
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
    private static final long SHORTEST_TICK_NANOS = 1_000_000;

    /** How many datagrams are handed to the provider at a time. */
    private static final int SENDS = 4;

    /** How many datagrams without a message may wait to be sent; more of them are lost, as datagrams may be. */
    private static final int CONTROLS = 1024;

    /** After so many receives in a row that have failed, the port is given up. */
    private static final int FAILURES = 100;

    private enum State {
        OPEN,
        CLOSING,
        FLUSHING,
        CLOSED
    }

    /** A datagram without a message. */
    private record Control(SocketAddress peer, UdpHeader header) {}

    final SpTransportHost host;
    final UdpSettings settings;
    private final DatagramPort port;
    private final int receiveMax;
    private final RepeatingOperation receiving;
    private final RepeatingOperation clock;

    /** The buffer of the next receive; only the receiver touches this field. */
    private ByteBuffer buffer;

    /** The number of receives in a row that have failed; only the receiver touches this field. */
    private int failures;

    @GuardedBy("this")
    private State state = State.OPEN;

    /** All pipes that are not CLOSED, by the address of their peer. */
    @GuardedBy("this")
    private final Map<SocketAddress, UdpPipe> pipes = new HashMap<>();

    @GuardedBy("this")
    private final ArrayDeque<Control> controls = new ArrayDeque<>();

    /** The pipes that may have messages to send, in turn. */
    @GuardedBy("this")
    private final ArrayDeque<UdpPipe> ready = new ArrayDeque<>();

    @GuardedBy("this")
    private final ArrayDeque<UdpSend> idleSends = new ArrayDeque<>();

    private final List<UdpSend> sends = new ArrayList<>();

    @GuardedBy("this")
    private boolean ticking;

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
        buffer = newBuffer();
        List<RepeatingOperation> made = new ArrayList<>();
        boolean complete = false;
        try {
            receiving = new RepeatingOperation(host.factory(), this::received);
            made.add(receiving);
            clock = new RepeatingOperation(host.factory(), this::ticked);
            made.add(clock);
            for (int i = 0; i < SENDS; i++) {
                UdpSend send = new UdpSend(host.factory(), this::sent);
                made.add(send.operation());
                sends.add(send);
            }
            complete = true;
        } finally {
            if (!complete) {
                made.forEach(RepeatingOperation::close);
                port.close();
            }
        }
        idleSends.addAll(sends);
    }

    private ByteBuffer newBuffer() {
        return ByteBuffer.allocate(UdpHeader.LENGTH + receiveMax);
    }

    /** Begins to receive. */
    final void begin() {
        receiving.aio().setIov(buffer);
        receive();
    }

    final SocketAddress localAddress() {
        return port.localAddress();
    }

    final int receiveMax() {
        return receiveMax;
    }

    // ---- what the two kinds of links do differently

    /** A connection request has come, from a peer that may have a pipe already. */
    abstract void requested(SocketAddress peer, UdpPipe pipe, UdpHeader request);

    /** A connection request of this side has been answered. */
    abstract void answered(UdpPipe pipe, UdpHeader answer);

    /** A pipe has ended and is no longer there. */
    abstract void removed(UdpPipe pipe, AioError reason);

    /** The port has ended without having been closed. */
    abstract void lost(AioError reason);

    // ---- receiving, by one thread at a time

    private void receive() {
        do {
            buffer.clear();
            receiving.aio().skipCallback();
            receiving.start(port::receive);
        } while (receiving.skipped() && digest());
    }

    private void received() {
        if (digest()) {
            receive();
        }
    }

    /** {@return whether to receive on} */
    private boolean digest() {
        AioError result = receiving.result();
        switch (result) {
            case OK, EMSGSIZE -> {
                failures = 0;
                arrived(port.sender(receiving.aio()), buffer.flip());
            }
            case ECLOSED, ESTOPPED, ECANCELED -> {
                portEnded(result);
                return false;
            }
            default -> { // the operating system reports an error of an earlier send
                if (++failures == FAILURES) {
                    portEnded(result);
                    return false;
                }
            }
        }
        return true;
    }

    private void arrived(SocketAddress from, ByteBuffer datagram) {
        UdpHeader header = UdpHeader.read(datagram);
        if (header == null) {
            return;
        }
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
            host.peerMismatch(header.protocol());
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
        }
        datagram.limit(datagram.position() + length);
        pipe.arrived(message(datagram));
    }

    /**
     * {@return a message with the rest of the datagram; a short body is copied, a long body uses the received array} A
     * message that would leave most of the array unused is copied, too: quotas count only the bytes of messages, and a
     * peer must not make a socket hold many times as much memory.
     */
    private Message message(ByteBuffer datagram) {
        int length = datagram.remaining();
        if (length <= settings.copyMax() || length < datagram.capacity() / 2) {
            Message message = host.messages().alloc();
            message.append(datagram);
            return message;
        }
        Message message = host.messages().wrap(datagram.array());
        message.trim(datagram.position());
        message.chop(datagram.capacity() - datagram.limit());
        buffer = newBuffer();
        receiving.aio().setIov(buffer);
        return message;
    }

    // ---- pipes

    /** {@return whether there is room for one more pipe of a listener} */
    final synchronized boolean hasRoom() {
        int most = settings.maxPeers();
        return state == State.OPEN && (most == 0 || pipes.size() < most);
    }

    /** Adds a pipe, and starts the clock if it is the first one. {@return false if the link takes no more pipes} */
    final boolean add(UdpPipe pipe) {
        boolean starts;
        synchronized (this) {
            if (state != State.OPEN) {
                return false;
            }
            pipes.put(pipe.peer(), pipe);
            starts = !ticking;
            ticking = true;
        }
        if (starts) {
            sleep(SHORTEST_TICK_NANOS);
        }
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
        synchronized (this) {
            if (!remove(pipe)) {
                return;
            }
            put(pipe.peer(), UdpHeader.Kind.DISC, told.number(), 0);
        }
        ended(pipe, error);
    }

    /** Ends a pipe on this side; the first call counts. */
    private void end(UdpPipe pipe, AioError error) {
        synchronized (this) {
            if (!remove(pipe)) {
                return;
            }
        }
        ended(pipe, error);
    }

    /** {@return whether the pipe was there} */
    @GuardedBy("this")
    private boolean remove(UdpPipe pipe) {
        if (!pipe.finish()) {
            return false;
        }
        pipes.remove(pipe.peer(), pipe);
        ready.remove(pipe);
        return true;
    }

    private void ended(UdpPipe pipe, AioError error) {
        pipe.ended(error);
        removed(pipe, error);
        pump();
    }

    /** Drains a pipe that the socket has closed: messages that were put before are sent, then the peer is told. */
    final void drain(UdpPipe pipe) {
        synchronized (this) {
            if (!pipe.beginDraining()) {
                return;
            }
        }
        sendable(pipe);
    }

    /** The number of refreshes is told in whole seconds, at least one. */
    private static int seconds(long nanos) {
        return (int) Math.max(1, (nanos + SECOND_NANOS - 1) / SECOND_NANOS);
    }

    // ---- time

    private void sleep(long nanos) {
        host.factory().sleep(Duration.ofNanos(nanos), clock.aio());
    }

    private void ticked() {
        if (clock.result() != AioError.OK) {
            return;
        }
        long now = System.nanoTime();
        long next = SECOND_NANOS;
        List<UdpPipe> silent = new ArrayList<>(0);
        synchronized (this) {
            for (UdpPipe pipe : pipes.values()) {
                if (pipe.isSilent(now)) {
                    silent.add(pipe);
                } else if (pipe.isToRefresh(now)) {
                    request(pipe, now);
                }
                next = Math.min(next, pipe.nextEvent(now));
            }
        }
        silent.forEach(pipe -> giveUp(pipe, DisconnectReason.INACTIVE, AioError.ETIMEDOUT));
        pump();
        boolean goesOn;
        synchronized (this) {
            goesOn = state != State.CLOSED && !pipes.isEmpty();
            ticking = goesOn;
        }
        if (goesOn) {
            sleep(Math.max(SHORTEST_TICK_NANOS, next));
        }
    }

    // ---- sending

    /** Has a connection request sent to the peer of a pipe. */
    @GuardedBy("this")
    private void request(UdpPipe pipe, long now) {
        long refresh = pipe.requested(now);
        put(pipe.peer(), UdpHeader.Kind.CREQ, receiveMax, seconds(refresh));
    }

    /** Has a connection request answered. */
    final void answer(UdpPipe pipe) {
        synchronized (this) {
            put(pipe.peer(), UdpHeader.Kind.CACK, receiveMax, seconds(pipe.refresh()));
        }
        pump();
    }

    final void disconnect(SocketAddress peer, DisconnectReason reason) {
        synchronized (this) {
            put(peer, UdpHeader.Kind.DISC, reason.number(), 0);
        }
        pump();
    }

    @GuardedBy("this")
    private void put(SocketAddress peer, UdpHeader.Kind kind, int first, int second) {
        if (controls.size() < CONTROLS) {
            controls.add(new Control(peer, new UdpHeader(kind, host.protocol().number(), first, second)));
        }
    }

    /** A pipe has messages to take, perhaps. */
    final void sendable(UdpPipe pipe) {
        synchronized (this) {
            if (!pipe.wantsToSend()) {
                return;
            }
            ready.add(pipe);
        }
        pump();
    }

    /** Sends while a datagram waits and the provider can take another send. */
    private void pump() {
        for (; ; ) {
            UdpSend send;
            Control control;
            UdpPipe pipe = null;
            synchronized (this) {
                send = idleSends.peek();
                if (send == null) {
                    return;
                }
                control = controls.poll();
                if (control == null) {
                    pipe = ready.poll();
                }
                if (control == null && pipe == null) {
                    if (!isDone()) {
                        return;
                    }
                    state = State.FLUSHING;
                }
                idleSends.remove();
            }
            boolean started;
            if (control != null) {
                started = send.start(port, control.peer(), control.header());
            } else if (pipe != null) {
                started = sendNext(pipe, send);
            } else {
                flush(send);
                return;
            }
            if (!started) {
                synchronized (this) {
                    idleSends.add(send);
                }
            }
        }
    }

    /** {@return whether a send of the pipe's next message is in progress} */
    private boolean sendNext(UdpPipe pipe, UdpSend send) {
        SpOutgoingMessage message = pipe.take();
        if (message == null) {
            rest(pipe);
            return false;
        }
        synchronized (this) {
            ready.add(pipe);
        }
        return pipe.fits(message)
                && send.start(port, pipe.peer(), host.protocol().number(), message);
    }

    private void rest(UdpPipe pipe) {
        boolean drained;
        synchronized (this) {
            if (!pipe.rests()) {
                ready.add(pipe);
                return;
            }
            drained = pipe.isDraining();
        }
        if (drained) {
            giveUp(pipe, DisconnectReason.CLOSED, AioError.ECLOSED);
        }
    }

    private void sent(UdpSend send) {
        boolean last;
        synchronized (this) {
            last = state == State.FLUSHING;
            idleSends.add(send);
        }
        if (last) {
            flushed();
        } else {
            pump();
        }
    }

    // ---- the end

    /** Takes no more pipes; the port ends after the last pipe. */
    final void close() {
        synchronized (this) {
            if (state == State.OPEN) {
                state = State.CLOSING;
            }
        }
        pump();
    }

    @GuardedBy("this")
    private boolean isDone() {
        return state == State.CLOSING && pipes.isEmpty() && idleSends.size() == SENDS;
    }

    private void flush(UdpSend send) {
        if (!port.mustBeFlushed() || !send.flush(port)) {
            flushed();
        }
    }

    private void flushed() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
        }
        release();
    }

    private void portEnded(AioError reason) {
        List<UdpPipe> all;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            all = List.copyOf(pipes.values());
            controls.clear();
        }
        release();
        all.forEach(pipe -> end(pipe, reason == AioError.ESTOPPED ? AioError.ESTOPPED : AioError.ECONNRESET));
        lost(reason);
    }

    private void release() {
        port.close();
        receiving.close();
        clock.close();
        sends.forEach(send -> send.operation().close());
    }
}
