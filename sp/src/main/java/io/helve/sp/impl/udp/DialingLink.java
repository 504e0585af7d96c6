package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.impl.operation.WrongPeer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamUrl;
import java.net.SocketAddress;

/** A dialer's link: asks its only peer for a connection, and ends with it. */
final class DialingLink extends UdpLink {
    private final UdpDialer dialer;
    private final UdpPipe pipe;

    /** The number of the peer's protocol if that is why the connection was refused; negative otherwise. */
    private volatile int otherProtocol = -1;

    DialingLink(DatagramPort port, SocketAddress peer, SpTransportHost host, UdpSettings settings, UdpDialer dialer) {
        super(port, host, settings);
        this.dialer = dialer;
        pipe = UdpPipe.connecting(
                this, peer, settings.retry().toNanos(), settings.expire().toNanos());
    }

    /** Asks for the connection; the clock repeats the request until the answer has come, or time is up. */
    void connect() {
        begin();
        if (!add(pipe)) { // the port has ended meanwhile
            dialer.ended(this, AioError.ECLOSED);
        }
    }

    /** Nobody wants the connection any more. */
    void abandon(AioError reason) {
        giveUp(pipe, DisconnectReason.CLOSED, reason);
    }

    @Override
    void requested(SocketAddress from, UdpPipe known, UdpHeader request) {
        disconnect(from, DisconnectReason.REFUSED);
    }

    @Override
    void mismatched(int spoken) {
        otherProtocol = spoken;
        super.mismatched(spoken);
    }

    @Override
    void answered(UdpPipe known, UdpHeader answer) {
        if (answer.protocol() != host.protocol().peer().number()) {
            mismatched(answer.protocol());
            giveUp(pipe, DisconnectReason.WRONG_PROTOCOL, AioError.EPROTO);
            return;
        }
        if (answer.second() == 0) {
            giveUp(pipe, DisconnectReason.NOT_NEGOTIABLE, AioError.EPROTO);
            return;
        }
        boolean first;
        synchronized (this) {
            first = pipe.isConnecting();
            pipe.connected();
        }
        agree(pipe, answer, REFRESH_NANOS);
        if (first) {
            dialer.connected(this, pipe);
        }
    }

    @Override
    @GuardedBy("this")
    void heard(UdpPipe heard) {}

    @Override
    void removed(UdpPipe ended, AioError reason) {
        close();
        dialer.ended(this, reason);
    }

    /** {@return why the connection was not made, for a dialer whose link has ended with an error} */
    AioException why(AioError reason, StreamUrl url) {
        int spoken = otherProtocol;
        return spoken >= 0 && reason == AioError.EPROTO
                ? WrongPeer.failure(url.toString(), spoken, host.protocol())
                : new AioException(reason, reason.message() + ": asking for a connection at " + url);
    }

    @Override
    void lost(AioError reason) {
        dialer.ended(this, reason);
    }
}
