package io.helve.sp.impl.udp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which refusals of peers count. */
class RefusedPeersTest {
    private long now;
    private final RefusedPeers refused = new RefusedPeers(() -> now);

    private static SocketAddress peer(int number) {
        return InetSocketAddress.createUnresolved("peer", number);
    }

    @Test
    void aPeerCountsAgainWhenItHasBeenSilentForALongTime() {
        assertTrue(refused.add(peer(1)));
        now += Duration.ofSeconds(6).toNanos();
        assertFalse(refused.add(peer(1)));
        now += Duration.ofSeconds(6).toNanos();
        assertFalse(refused.add(peer(1)));
        assertTrue(refused.add(peer(2)));
        now += Duration.ofSeconds(11).toNanos();
        assertTrue(refused.add(peer(1)));
    }

    @Test
    void aFullTableForgetsThePeerThatHasBeenSilentLongest() {
        for (int i = 1; i <= 256; i++) {
            assertTrue(refused.add(peer(i)));
        }
        assertFalse(refused.add(peer(1)));
        assertTrue(refused.add(peer(257))); // in the place of 2
        assertFalse(refused.add(peer(1)));
        assertTrue(refused.add(peer(2)));
    }
}
