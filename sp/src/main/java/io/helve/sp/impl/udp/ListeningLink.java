package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.sp.impl.operation.WrongPeer;
import io.helve.sp.provider.SpTransportHost;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** A listener's link: takes the peers that ask for a connection. */
final class ListeningLink extends UdpLink {
    /** How long a peer that has sent nothing but a connection request keeps its place when others want one. */
    private static final long UNCONFIRMED_NANOS = 1_000_000_000L;

    private final UdpListener listener;

    /** The pipes whose peers have sent a connection request and nothing else, the oldest first. */
    @GuardedBy("this")
    private final Set<UdpPipe> unconfirmed = new LinkedHashSet<>();

    @GuardedBy("this")
    private final RefusedPeers refused = new RefusedPeers(System::nanoTime);

    ListeningLink(DatagramPort port, SpTransportHost host, UdpSettings settings, UdpListener listener) {
        super(port, host, settings);
        this.listener = listener;
    }

    @Override
    void requested(SocketAddress peer, UdpPipe known, UdpHeader request) {
        boolean fits = request.protocol() == host.protocol().peer().number();
        if (known != null) {
            if (!fits) {
                giveUp(known, DisconnectReason.WRONG_PROTOCOL, AioError.EPROTO);
            } else if (request.second() == 0) {
                giveUp(known, DisconnectReason.NOT_NEGOTIABLE, AioError.EPROTO);
            } else { // a refresh, or the answer was lost
                synchronized (this) {
                    heard(known);
                }
                agree(known, request, known.refresh());
                answer(known);
            }
        } else if (!isOpen()) {
            disconnect(peer, DisconnectReason.REFUSED);
        } else if (request.second() == 0) {
            disconnect(peer, DisconnectReason.NOT_NEGOTIABLE);
        } else if (!fits) {
            refuse(peer, request.protocol());
        } else if (!hasRoom() && !makeRoom()) {
            disconnect(peer, DisconnectReason.NO_ROOM);
        } else {
            take(peer, request);
        }
    }

    /** Refuses a peer of another protocol. A peer that asks again because the refusal was slow counts once. */
    private void refuse(SocketAddress peer, int spoken) {
        boolean isNew;
        synchronized (this) {
            isNew = refused.add(peer);
        }
        if (isNew) {
            host.peerMismatch(spoken);
            listener.refused(WrongPeer.failure("the peer " + peer, spoken, host.protocol()));
        }
        disconnect(peer, DisconnectReason.WRONG_PROTOCOL);
    }

    /**
     * {@return whether there is room for one more peer} A pipe that has ended counts until its last message is
     * received: otherwise a peer that comes, sends and goes, again and again, would fill the memory.
     */
    private boolean hasRoom() {
        int most = settings.maxPeers();
        return most == 0 || (long) count() + host.drainingPipes() < most;
    }

    /**
     * Gives up the peer that was the first of those from which nothing but a connection request has come. Anybody can
     * send such a request with a false address.
     *
     * @return whether there is room now
     */
    private boolean makeRoom() {
        UdpPipe first;
        synchronized (this) {
            first = unconfirmed.isEmpty() ? null : unconfirmed.iterator().next();
            if (first == null || System.nanoTime() - first.since() < UNCONFIRMED_NANOS) {
                return false;
            }
        }
        giveUp(first, DisconnectReason.NO_ROOM, AioError.ETIMEDOUT);
        return hasRoom();
    }

    private void take(SocketAddress peer, UdpHeader request) {
        UdpPipe pipe = UdpPipe.accepted(this, peer);
        agree(pipe, request, REFRESH_NANOS);
        synchronized (this) {
            unconfirmed.add(pipe);
        }
        if (add(pipe)) {
            answer(pipe);
            listener.connected(pipe);
        } else {
            synchronized (this) {
                unconfirmed.remove(pipe);
            }
            disconnect(peer, DisconnectReason.REFUSED);
        }
    }

    @Override
    @GuardedBy("this")
    void heard(UdpPipe pipe) {
        if (pipe.confirm()) {
            unconfirmed.remove(pipe);
        }
    }

    @Override
    void removed(UdpPipe pipe, AioError reason) {
        synchronized (this) {
            unconfirmed.remove(pipe);
        }
    }

    @Override
    void answered(UdpPipe pipe, UdpHeader answer) {} // a listener asks for nothing

    @Override
    void lost(AioError reason) {
        listener.lost(this, reason);
    }
}
