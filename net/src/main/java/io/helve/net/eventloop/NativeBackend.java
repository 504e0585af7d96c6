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

/** What Linux's native transports have in common. */
abstract class NativeBackend implements IoBackend {
    /** With Linux's numbers: Netty's own option of this name sets the hops of all other datagrams here. */
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

    @Override
    public final SocketAddress domainAddress(String path, boolean inAbstract) {
        return new DomainSocketAddress(inAbstract ? "\0" + path : path);
    }

    /** Asks the operating system who the peer is, where the channel can. */
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
            // the peer has gone already: then nobody will miss it
        }
    }
}
