package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.DropReason;
import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.List;

/** The connection with one peer. Its states are described with the package. */
final class UdpPipe implements SpTransportPipe {
    /** How many messages are kept that the socket has no room for; then the oldest is dropped. */
    private static final int KEPT = 16;

    enum State {
        CONNECTING,
        OPEN,
        DRAINING,
        CLOSED
    }

    private final UdpLink link;
    private final SocketAddress peer;

    /** Whether the pipe is in the sender's queue; guarded by the sender. */
    private final OutputTurn output = new OutputTurn();

    /** The longest message that the peer receives. Written under the link's lock. */
    private volatile int sendMax;

    // ---- guarded by the link

    private State state;
    private long refresh;
    private long expiresAt;
    private long requestAt;

    /** When the pipe was made. */
    private final long since = System.nanoTime();

    /** Whether the peer has sent more than one connection request. */
    private boolean confirmed;

    /** Whether this side sends the connection requests. */
    private boolean requests;

    // ---- guarded by this

    @GuardedBy("this")
    private final ArrayDeque<Message> arrived = new ArrayDeque<>();

    /** Whether a thread is delivering messages that have arrived. */
    @GuardedBy("this")
    private boolean delivering;

    /** Whether something has happened since the delivering thread has looked last. */
    @GuardedBy("this")
    private boolean again;

    /** The socket's side; null until the pipe is attached. Written once, under this. */
    private volatile SpPipeEnd end;

    /** Why the pipe has ended; null before. */
    @GuardedBy("this")
    private AioError reason;

    private UdpPipe(UdpLink link, SocketAddress peer, State state) {
        this.link = link;
        this.peer = peer;
        this.state = state;
    }

    /** {@return a dialer's pipe, which asks for its connection at intervals until it expires} */
    static UdpPipe connecting(UdpLink link, SocketAddress peer, long retry, long expire) {
        UdpPipe pipe = new UdpPipe(link, peer, State.CONNECTING);
        pipe.requests = true;
        long now = System.nanoTime();
        pipe.refresh = retry;
        pipe.expiresAt = now + expire;
        pipe.requestAt = now;
        return pipe;
    }

    /** {@return a listener's pipe, whose peer has sent a connection request} */
    static UdpPipe accepted(UdpLink link, SocketAddress peer) {
        return new UdpPipe(link, peer, State.OPEN);
    }

    SocketAddress peer() {
        return peer;
    }

    // ---- for the link, which holds its lock

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    void connected() {
        if (state == State.CONNECTING) {
            state = State.OPEN;
        }
    }

    void agree(int newSendMax, long newRefresh) {
        sendMax = newSendMax;
        refresh = newRefresh;
        requestAt = System.nanoTime() + newRefresh;
    }

    long refresh() {
        return refresh;
    }

    /** {@return when the pipe was made} */
    long since() {
        return since;
    }

    /** Notes that the peer has sent more than a connection request. {@return whether this is the first time} */
    boolean confirm() {
        boolean first = !confirmed;
        confirmed = true;
        return first;
    }

    void heard(long now, int intervals) {
        if (state != State.CONNECTING) {
            expiresAt = now + intervals * refresh;
        }
    }

    boolean isSilent(long now) {
        return expiresAt - now < 0;
    }

    boolean isToRefresh(long now) {
        return requests && requestAt - now <= 0;
    }

    /** Notes that a connection request is sent now. */
    void requested(long now) {
        requestAt = now + refresh;
    }

    /** {@return in how many nanoseconds the pipe is to be looked at again} */
    long nextEvent(long now) {
        long left = expiresAt - now;
        return requests ? Math.min(left, requestAt - now) : left;
    }

    /** {@return whether the pipe was not closed before} */
    boolean finish() {
        boolean wasOpen = state != State.CLOSED;
        state = State.CLOSED;
        return wasOpen;
    }

    /** {@return whether the pipe was open until now} */
    boolean beginDraining() {
        boolean wasOpen = state == State.OPEN || state == State.CONNECTING;
        if (wasOpen) {
            state = State.DRAINING;
        }
        return wasOpen;
    }

    boolean isDraining() {
        return state == State.DRAINING;
    }

    // ---- for the link, which holds no lock

    /** {@return the next message to send, or null} */
    SpOutgoingMessage take() {
        SpPipeEnd from = end;
        return from == null ? null : from.take();
    }

    /** {@return the length of the longest message that the peer receives} */
    int sendMax() {
        return sendMax;
    }

    OutputTurn output() {
        return output;
    }

    /**
     * Delivers a message, or keeps it until the socket has room for it. When too many messages are kept, the oldest is
     * dropped.
     */
    void arrived(Message message) {
        Message dropped = null;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            if (arrived.size() == KEPT) {
                dropped = arrived.remove();
            }
            arrived.add(message);
        }
        if (dropped != null) {
            drop(dropped);
        }
        deliver();
    }

    private void drop(Message message) {
        message.free();
        link.host.dropped(DropReason.RECEIVE_BUFFER_FULL);
    }

    /**
     * Delivers the messages that have arrived. One thread at a time delivers; another thread sets {@code again}, so
     * that the delivering thread checks once more.
     */
    private void deliver() {
        SpPipeEnd to;
        synchronized (this) {
            again = true;
            to = end;
            if (to == null || delivering) {
                return;
            }
            delivering = true;
        }
        boolean more = true;
        while (more) {
            Message next;
            synchronized (this) {
                again = false;
                next = arrived.poll();
            }
            if (next != null && to.deliver(next)) {
                continue;
            }
            to.delivered();
            synchronized (this) {
                if (next != null && reason == null) {
                    arrived.addFirst(next);
                }
                more = again;
                delivering = more;
            }
        }
    }

    /** The link has ended the pipe. */
    void ended(AioError error) {
        SpPipeEnd told;
        List<Message> left;
        synchronized (this) {
            reason = error;
            left = List.copyOf(arrived);
            arrived.clear();
            told = end;
        }
        if (error != AioError.ECLOSED) { // the peer has left, and the socket had no room for its last messages
            left.forEach(this::drop);
        }
        if (told != null) {
            told.closed(error);
        }
    }

    // ---- for the socket

    @Override
    public void attach(SpPipeEnd newEnd) {
        AioError over;
        synchronized (this) {
            end = newEnd;
            over = reason;
        }
        if (over != null) {
            newEnd.closed(over);
            return;
        }
        link.sendable(this);
        deliver();
    }

    @Override
    public void sendable() {
        link.sendable(this);
    }

    @Override
    public void receivable() {
        deliver();
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return link.settings.get(option);
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        if (property == StreamProperty.REMOTE_ADDRESS) {
            return property.type().cast(peer);
        }
        return property == StreamProperty.LOCAL_ADDRESS ? property.type().cast(link.localAddress()) : null;
    }

    @Override
    public void close() {
        link.drain(this);
    }

    @Override
    public void abort() {
        link.giveUp(this, DisconnectReason.PROTOCOL_ERROR, AioError.ECLOSED);
    }

    @Override
    public String toString() {
        return "udp " + link.localAddress() + " - " + peer;
    }
}
