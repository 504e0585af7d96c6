package io.helve.net.udp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.scheme.Errors;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;

/** The multicast groups that a socket has joined. Called with the endpoint's lock held. */
final class Memberships {
    /** Any port will do to ask for a route. */
    private static final int DISCARD = 9;

    private record Wanted(InetAddress group, NetworkInterface through) {}

    private final String name;

    /** The memberships, with the interface that was used. */
    private final Map<Wanted, NetworkInterface> joined = new HashMap<>();

    Memberships(String name) {
        this.name = name;
    }

    void join(DatagramChannel channel, InetAddress group, NetworkInterface through) {
        require(group);
        Wanted wanted = new Wanted(group, through);
        if (joined.containsKey(wanted)) {
            return;
        }
        try {
            NetworkInterface chosen = through == null ? route(group) : through;
            await(channel.joinGroup(group, chosen, null));
            joined.put(wanted, chosen);
        } catch (IOException | RuntimeException e) {
            throw failure("join", group, e);
        }
    }

    void leave(DatagramChannel channel, InetAddress group, NetworkInterface through) {
        require(group);
        NetworkInterface chosen = joined.remove(new Wanted(group, through));
        if (chosen == null) {
            throw new AioException(AioError.ENOENT, name + " is not a member of " + group.getHostAddress());
        }
        try {
            await(channel.leaveGroup(group, chosen, null));
        } catch (IOException | RuntimeException e) {
            throw failure("leave", group, e);
        }
    }

    private void require(InetAddress group) {
        if (!group.isMulticastAddress()) {
            throw new AioException(
                    AioError.EADDRINVAL, group.getHostAddress() + " is not the address of a multicast group");
        }
    }

    private AioException failure(String what, InetAddress group, Exception cause) {
        return new AioException(
                Errors.of(cause),
                name + " cannot " + what + " " + group.getHostAddress() + ": " + cause.getMessage(),
                cause);
    }

    private static void await(ChannelFuture future) throws IOException {
        future.awaitUninterruptibly();
        if (!future.isSuccess()) {
            throw new IOException(String.valueOf(future.cause().getMessage()), future.cause());
        }
    }

    /**
     * Asks the operating system for the interface of the route to a group; without a route, chooses an interface that
     * can do multicast.
     */
    private static NetworkInterface route(InetAddress group) throws SocketException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(group, DISCARD);
            NetworkInterface found = NetworkInterface.getByInetAddress(probe.getLocalAddress());
            if (found != null && found.supportsMulticast()) {
                return found;
            }
        } catch (SocketException | java.io.UncheckedIOException e) {
            // there is no route: any interface is better than none
        }
        return NetworkInterface.networkInterfaces()
                .filter(Memberships::isUsable)
                .findFirst()
                .orElseThrow(() -> new SocketException("no interface for multicast"));
    }

    private static boolean isUsable(NetworkInterface each) {
        try {
            return each.isUp() && each.supportsMulticast();
        } catch (SocketException e) {
            return false;
        }
    }
}
