package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.sp.DropReason;
import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.sp.provider.SpTransportHost;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the datagrams of a port: first those without a message, then the messages of the pipes in turn. The provider
 * gets {@value #SENDS} datagrams at a time.
 *
 * <pre>
 *   SENDING --finish--> FINISHING --all is sent--> FLUSHING --the port has sent it, too--> ENDED
 * </pre>
 *
 * From FINISHING on the sender takes nothing new: an answer to a late connection request must not delay the end of the
 * port, nor be sent over a port whose output has ended. {@link #close} leads to ENDED from every state.
 */
final class UdpSender {
    /** How many datagrams are handed to the provider at a time. */
    private static final int SENDS = 4;

    /** How many datagrams without a message may wait to be sent; more of them are lost, as datagrams may be. */
    private static final int CONTROLS = 1024;

    private enum State {
        SENDING,
        FINISHING,
        FLUSHING,
        ENDED
    }

    /** A datagram without a message. */
    private record Control(SocketAddress peer, UdpHeader header) {}

    private final UdpLink link;
    private final DatagramPort port;
    private final SpTransportHost host;
    private final List<UdpSend> sends = new ArrayList<>();

    @GuardedBy("this")
    private State state = State.SENDING;

    @GuardedBy("this")
    private final ArrayDeque<Control> controls = new ArrayDeque<>();

    /** The pipes that may have messages to send, in turn. */
    @GuardedBy("this")
    private final ArrayDeque<UdpPipe> ready = new ArrayDeque<>();

    @GuardedBy("this")
    private final ArrayDeque<UdpSend> idle = new ArrayDeque<>();

    /**
     * Makes an idle sender.
     *
     * @throws io.helve.aio.AioException {@code ENOMEM}, {@code ESTOPPED}
     */
    UdpSender(UdpLink link, DatagramPort port, SpTransportHost host) {
        this.link = link;
        this.port = port;
        this.host = host;
        boolean complete = false;
        try {
            for (int i = 0; i < SENDS; i++) {
                sends.add(new UdpSend(host.factory(), this::sent));
            }
            complete = true;
        } finally {
            if (!complete) {
                closeHandles();
            }
        }
        idle.addAll(sends);
    }

    /** Sends a datagram without a message. The datagram is lost if too many wait, or if the sender finishes. */
    void send(SocketAddress peer, UdpHeader.Kind kind, int first, int second) {
        synchronized (this) {
            if (state != State.SENDING || controls.size() == CONTROLS) {
                return;
            }
            controls.add(new Control(peer, new UdpHeader(kind, host.protocol().number(), first, second)));
        }
        pump();
    }

    /** Called when a pipe may have messages to send. */
    void sendable(UdpPipe pipe) {
        synchronized (this) {
            if (state != State.SENDING || !pipe.output().wants()) {
                return;
            }
            ready.add(pipe);
        }
        pump();
    }

    /** Forgets a pipe that has ended. */
    void remove(UdpPipe pipe) {
        synchronized (this) {
            pipe.output().end();
            ready.remove(pipe);
        }
    }

    /** Sends the datagrams that wait, then ends and calls {@link UdpLink#flushed}. */
    void finish() {
        synchronized (this) {
            if (state == State.SENDING) {
                state = State.FINISHING;
            }
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
                send = idle.peek();
                if (send == null || state == State.FLUSHING || state == State.ENDED) {
                    return;
                }
                control = controls.poll();
                if (control == null) {
                    pipe = ready.poll();
                }
                if (control == null && pipe == null) {
                    if (state != State.FINISHING || idle.size() < SENDS) {
                        return;
                    }
                    state = State.FLUSHING;
                }
                idle.remove();
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
                    idle.add(send);
                }
            }
        }
    }

    /** {@return whether a send of the pipe's next message is in progress} */
    private boolean sendNext(UdpPipe pipe, UdpSend send) {
        SpOutgoingMessage message = pipe.take();
        boolean rests;
        synchronized (this) {
            rests = message == null && pipe.output().rests();
            if (!rests && !pipe.output().isEnded()) {
                ready.add(pipe);
            }
        }
        if (rests) {
            link.drained(pipe);
        }
        if (message == null) {
            return false;
        }
        if (message.wireLength() > pipe.sendMax()) { // nng drops the message, too
            message.dispose();
            host.dropped(DropReason.MESSAGE_TOO_LONG);
            return false;
        }
        return send.start(port, pipe.peer(), host.protocol().number(), message);
    }

    private void flush(UdpSend send) {
        if (!port.mustBeFlushed() || !send.flush(port)) {
            flushed();
        }
    }

    private void sent(UdpSend send) {
        boolean isFlush;
        synchronized (this) {
            isFlush = state == State.FLUSHING; // nothing else is sent in that state
            idle.add(send);
        }
        if (isFlush) {
            flushed();
        } else {
            pump();
        }
    }

    private void flushed() {
        synchronized (this) {
            state = State.ENDED;
        }
        link.flushed();
    }

    /** Ends at once; what waits is not sent. */
    void close() {
        synchronized (this) {
            state = State.ENDED;
            controls.clear();
            ready.clear();
        }
        closeHandles();
    }

    private void closeHandles() {
        sends.forEach(send -> send.operation().close());
    }
}
