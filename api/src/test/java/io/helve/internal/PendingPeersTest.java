package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.helve.internal.PendingPeers.Peer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which connections give way when too many have begun. */
class PendingPeersTest {
    private long now;
    private final PendingPeers<String> peers = new PendingPeers<>(() -> now);

    private Peer<String> add(String address) {
        now++;
        return peers.add(address, at(address));
    }

    private static SocketAddress at(String address) {
        return address.isEmpty() ? null : new InetSocketAddress(address, 1);
    }

    private void wait(int millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void silentOnesGoFirstThenTheOldest() {
        Peer<String> spoke = add("192.0.2.1");
        Peer<String> silent = add("192.0.2.2");
        Peer<String> silentToo = add("192.0.2.3");
        Peer<String> late = add("192.0.2.4");
        peers.heard(spoke);
        peers.heard(late);
        wait(200);
        assertSame(silent, peers.giveWay(8));
        assertSame(silentToo, peers.giveWay(8));
        assertSame(spoke, peers.giveWay(8));
        assertSame(late, peers.giveWay(8));
        assertNull(peers.giveWay(8));
        assertEquals(0, peers.size());
    }

    @Test
    void anAddressWithMoreThanItsShareGoesBeforeSilentOnesOfOthers() {
        Peer<String> other = add("192.0.2.1");
        Peer<String> first = add("192.0.2.9");
        Peer<String> second = add("192.0.2.9");
        Peer<String> third = add("192.0.2.9");
        peers.heard(first);
        peers.heard(second);
        peers.heard(third);
        wait(200);
        assertSame(first, peers.giveWay(2));
        assertSame(other, peers.giveWay(2), "the address has its share now");
    }

    @Test
    void aNetworkOfVersionSixCountsAsOneAddress() {
        Peer<String> other = add("2001:db8:1::1");
        Peer<String> one = add("2001:db8::1");
        add("2001:db8::ffff:2");
        wait(200);
        assertSame(one, peers.giveWay(1));
        assertSame(other, peers.giveWay(1));
    }

    @Test
    void connectionsWithoutAnAddressHaveNoShare() {
        Peer<String> first = add("");
        add("");
        Peer<String> named = add("192.0.2.1");
        wait(200);
        assertSame(first, peers.giveWay(1));
        peers.remove(named);
        peers.remove(named);
        assertEquals(1, peers.size());
    }

    @Test
    void noneGivesWayInItsFirstMoment() {
        add("192.0.2.1");
        assertNull(peers.giveWay(1));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(PendingPeers.GRACE_MILLIS), peers.nanosUntilOneMayGiveWay(1));
        Peer<String> spoke = add("192.0.2.2");
        peers.heard(spoke);
        wait(60);
        Peer<String> silent = add("192.0.2.3");
        wait(60);
        assertEquals("192.0.2.1", peers.giveWay(1).connection());
        assertNull(peers.giveWay(1), "the silent one may still speak, the other one has spoken");
        wait(60);
        assertSame(silent, peers.giveWay(1));
    }
}
