package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Of several transports of a scheme the one with the highest ranking is used, and then the one that was there earlier.
 */
class TransportsTest {
    private static final Set<String> TCP = Set.of("tcp");

    private final Transports transports = new Transports();
    private final SpTransport one = new Named();
    private final SpTransport two = new Named();
    private final SpTransport three = new Named();

    private static final class Named implements SpTransport {
        @Override
        public Set<String> schemes() {
            return TCP;
        }

        @Override
        public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
            throw new UnsupportedOperationException(url.toString());
        }

        @Override
        public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
            throw new UnsupportedOperationException(url.toString());
        }
    }

    @Test
    void theHighestRankingIsUsedWheneverItComes() {
        transports.put(one, TCP, new Rank(0, 10));
        transports.put(two, TCP, new Rank(5, 11));
        transports.put(three, TCP, new Rank(-5, 1));
        assertSame(two, transports.find("tcp"));
        transports.remove(two);
        assertSame(one, transports.find("tcp"));
        transports.remove(one);
        assertSame(three, transports.find("tcp"));
        transports.remove(three);
        assertNull(transports.find("tcp"));
        assertEquals(Set.of(), transports.schemes());
        assertFalse(transports.contains(three));
    }

    @Test
    void ofTheSameRankingTheLowestNumberIsUsed() {
        transports.put(two, TCP, new Rank(1, 12));
        transports.put(one, TCP, new Rank(1, 11));
        transports.put(three, TCP, new Rank(1, 13));
        assertSame(one, transports.find("tcp"));
    }

    @Test
    void whatIsNoServiceIsUsedInTheOrderItCame() {
        transports.put(one, TCP, Rank.OURS);
        transports.put(two, TCP, Rank.OURS);
        assertSame(one, transports.find("tcp"));
        transports.put(three, TCP, new Rank(0, 1));
        assertSame(one, transports.find("tcp"));
    }

    @Test
    void schemesAndRankingsChange() {
        transports.put(one, TCP, new Rank(0, 1));
        transports.put(two, Set.of("tcp", "loop"), new Rank(0, 2));
        transports.put(two, TCP, new Rank(1, 2));
        assertSame(two, transports.find("tcp"));
        assertNull(transports.find("loop"));
        transports.put(two, Set.of("loop"), new Rank(1, 2));
        assertSame(one, transports.find("tcp"));
        assertSame(two, transports.find("loop"));
    }
}
