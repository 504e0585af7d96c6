package io.helve.internal;

import io.helve.annotation.NotThreadSafe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The connections of one listener that have begun and cannot carry data yet (in the handshake of TLS, of WebSocket, or
 * of the Scalability Protocols), and the rule for crowds: when the limit is reached, one of these connections is closed
 * to make room for the next. The rule chooses, in this order:
 *
 * <ol>
 *   <li>connections from a remote address that has more than its share;
 *   <li>connections whose peer has not sent a single byte;
 *   <li>the oldest ones.
 * </ol>
 *
 * <p>A connection has {@value #GRACE_MILLIS} milliseconds before it can give way, so that a peer that begins at once is
 * not lost in a burst. Places that nobody else needs are not held back from an address with more than its share. The
 * addresses of an IPv6 network of 64 bits count as one, since one machine may have all of them; connections without an
 * address of IP have no share.
 *
 * <p>Not thread-safe: the owner calls all methods under its own lock, and closes what gives way after releasing it.
 *
 * @param <T> what the owner knows of a connection
 */
@NotThreadSafe
public final class PendingPeers<T> {
    /** How long a connection is left alone. */
    public static final long GRACE_MILLIS = 100;

    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    private static final int NETWORK_BYTES = 8;

    /** The rank of a silent connection from an address with more than its share. */
    private static final int FIRST = 3;

    /**
     * A connection that is pending.
     *
     * @param <T> what the owner knows of a connection
     */
    public static final class Peer<T> {
        private final T connection;
        private final Object network;
        private final long since;
        private boolean heard;

        Peer(T connection, Object network, long since) {
            this.connection = connection;
            this.network = network;
            this.since = since;
        }

        /** {@return what the owner knows of the connection} */
        public T connection() {
            return connection;
        }
    }

    private final LongSupplier clock;

    /** All pending connections, the oldest first. */
    private final Set<Peer<T>> peers = new LinkedHashSet<>();

    /** How many of them there are from each network. */
    private final Map<Object, Integer> counts = new HashMap<>();

    /**
     * Makes an empty set.
     *
     * @param clock tells the time in nanoseconds
     */
    public PendingPeers(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Adds a connection.
     *
     * @param connection what the owner knows of it
     * @param remote the address of its peer, or null
     * @return the pending connection
     */
    public Peer<T> add(T connection, SocketAddress remote) {
        Peer<T> peer = new Peer<>(connection, network(remote), clock.getAsLong());
        peers.add(peer);
        if (peer.network != null) {
            counts.merge(peer.network, 1, Integer::sum);
        }
        return peer;
    }

    /** {@return what counts as one address, or null} */
    private static Object network(SocketAddress remote) {
        InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
        return address instanceof Inet6Address
                ? ByteBuffer.wrap(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address;
    }

    /**
     * Notes that the peer of a connection has sent something.
     *
     * @param peer the connection
     */
    public void heard(Peer<T> peer) {
        peer.heard = true;
    }

    /**
     * Removes a connection that is ready, has failed, or gives way. A second call does nothing.
     *
     * @param peer the connection
     */
    public void remove(Peer<T> peer) {
        if (peers.remove(peer) && peer.network != null) {
            counts.merge(peer.network, -1, (count, less) -> count + less == 0 ? null : count + less);
        }
    }

    /** {@return the number of pending connections} */
    public int size() {
        return peers.size();
    }

    /** {@return all pending connections, the oldest first} */
    public Set<Peer<T>> all() {
        return Set.copyOf(peers);
    }

    /**
     * Returns the time until a connection may give way.
     *
     * @param share how many connections of one address have a right to their places
     * @return nanoseconds, zero if one may now or if nothing is pending
     */
    public long nanosUntilOneMayGiveWay(int share) {
        return peers.isEmpty() ? 0 : Math.max(0, GRACE_NANOS - (clock.getAsLong() - first(share).since));
    }

    /**
     * Removes the connection that is closed to make room for a new connection. Called before the new one is added.
     *
     * @param share how many connections of one address have a right to their places
     * @return the connection, which the caller closes, or null if it is too young
     */
    public Peer<T> giveWay(int share) {
        if (peers.isEmpty() || nanosUntilOneMayGiveWay(share) > 0) {
            return null;
        }
        Peer<T> first = first(share);
        remove(first);
        return first;
    }

    private Peer<T> first(int share) {
        Peer<T> first = null;
        int best = -1;
        for (Peer<T> peer : peers) {
            int rank = rank(peer, share);
            if (rank > best) {
                first = peer;
                best = rank;
            }
            if (best == FIRST) {
                break;
            }
        }
        return first;
    }

    private int rank(Peer<T> peer, int share) {
        boolean crowded = peer.network != null && counts.get(peer.network) > share;
        return (crowded ? 2 : 0) + (peer.heard ? 0 : 1);
    }
}
