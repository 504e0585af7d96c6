package io.helve.sp.impl.udp;

import io.helve.aio.AioError;
import io.helve.sp.provider.SpTransportHost;
import java.net.SocketAddress;

/** A listener's link: takes the peers that ask for a connection. */
final class ListeningLink extends UdpLink {
    private final UdpListener listener;

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
                agree(known, request, known.refresh());
                answer(known);
            }
        } else if (!hasRoom()) {
            disconnect(peer, DisconnectReason.NO_ROOM);
        } else if (request.second() == 0) {
            disconnect(peer, DisconnectReason.NOT_NEGOTIABLE);
        } else if (!fits) {
            host.peerMismatch(request.protocol());
            disconnect(peer, DisconnectReason.WRONG_PROTOCOL);
        } else {
            take(peer, request);
        }
    }

    private void take(SocketAddress peer, UdpHeader request) {
        UdpPipe pipe = UdpPipe.accepted(this, peer);
        agree(pipe, request, REFRESH_NANOS);
        if (add(pipe)) {
            answer(pipe);
            listener.connected(pipe);
        } else {
            disconnect(peer, DisconnectReason.REFUSED);
        }
    }

    @Override
    void answered(UdpPipe pipe, UdpHeader answer) {} // a listener asks for nothing

    @Override
    void removed(UdpPipe pipe, AioError reason) {}

    @Override
    void lost(AioError reason) {
        listener.lost(this, reason);
    }
}
