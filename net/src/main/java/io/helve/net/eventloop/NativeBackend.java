package io.helve.net.eventloop;

import io.helve.stream.StreamProperty;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;

/** The common part of Linux's native kinds of I/O. */
abstract class NativeBackend implements IoBackend {
    /**
     * The socket option by its Linux number: Netty's own option of this name sets the hops of unicast datagrams with
     * native channels.
     */
    private static final IntegerUnixChannelOption IP_MULTICAST_TTL =
            new IntegerUnixChannelOption("IP_MULTICAST_TTL", 0, 33);

    private static final IntegerUnixChannelOption IPV6_MULTICAST_HOPS =
            new IntegerUnixChannelOption("IPV6_MULTICAST_HOPS", 41, 18);

    @Override
    public final void setMulticastTtl(DatagramChannel channel, boolean only4, int hops) {
        channel.config().setOption(IP_MULTICAST_TTL, hops);
        if (!only4) {
            channel.config().setOption(IPV6_MULTICAST_HOPS, hops);
        }
    }

    /** Linux's limit, which leaves one byte for the zero at the end. */
    @Override
    public final int longestPath() {
        return 107;
    }

    @Override
    public final SocketAddress fileAddress(String path) {
        return new DomainSocketAddress(path);
    }

    /** An address without a single byte has the kernel choose the name (unix(7), autobind). */
    @Override
    public final SocketAddress abstractAddress(String name) {
        return new DomainSocketAddress(name.isEmpty() ? "" : "\0" + name);
    }

    /** Asks the operating system for the peer's credentials; null if the channel cannot. */
    abstract PeerCredentials credentials(Channel channel) throws IOException;

    @Override
    public final void peerCredentials(Channel channel, Map<StreamProperty<?>, Object> properties) {
        try {
            PeerCredentials peer = credentials(channel);
            if (peer != null) {
                properties.put(StreamProperty.IPC_PEER_UID, peer.uid());
                properties.put(StreamProperty.IPC_PEER_PID, peer.pid());
                if (peer.gids().length > 0) {
                    properties.put(StreamProperty.IPC_PEER_GID, peer.gids()[0]);
                }
            }
        } catch (IOException e) {
            // the peer has disconnected already, so its credentials are not needed
        }
    }
}
