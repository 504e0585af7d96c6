package io.helve.net.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Of several providers of a scheme the one with the highest ranking is used, and then the one that was there earlier.
 */
class ProvidersTest {
    private static final Set<String> TCP = Set.of("tcp");

    private final Providers providers = new Providers();
    private final StreamProvider one = new Named();
    private final StreamProvider two = new Named();
    private final StreamProvider three = new Named();

    private static final class Named implements StreamProvider {
        @Override
        public Set<String> schemes() {
            return TCP;
        }

        @Override
        public StreamSession open(String user) {
            throw new UnsupportedOperationException(user);
        }
    }

    @Test
    void theHighestRankingIsUsedWheneverItComes() {
        providers.put(one, TCP, new Rank(0, 10));
        providers.put(two, TCP, new Rank(5, 11));
        providers.put(three, TCP, new Rank(-5, 1));
        assertSame(two, providers.find("tcp"));
        providers.remove(two);
        assertSame(one, providers.find("tcp"));
        providers.remove(one);
        assertSame(three, providers.find("tcp"));
        providers.remove(three);
        assertNull(providers.find("tcp"));
        assertEquals(Set.of(), providers.schemes());
        assertFalse(providers.contains(three));
    }

    @Test
    void ofTheSameRankingTheLowestNumberIsUsed() {
        providers.put(two, TCP, new Rank(1, 12));
        providers.put(one, TCP, new Rank(1, 11));
        providers.put(three, TCP, new Rank(1, 13));
        assertSame(one, providers.find("tcp"));
    }

    @Test
    void whatIsNoServiceIsUsedInTheOrderItCame() {
        providers.add(one);
        providers.add(two);
        assertSame(one, providers.find("tcp"));
        providers.put(three, TCP, new Rank(0, 1));
        assertSame(one, providers.find("tcp"));
    }

    @Test
    void schemesAndRankingsChange() {
        providers.put(one, TCP, new Rank(0, 1));
        providers.put(two, Set.of("tcp", "loop"), new Rank(0, 2));
        providers.put(two, TCP, new Rank(1, 2));
        assertSame(two, providers.find("tcp"));
        assertNull(providers.find("loop"));
        providers.put(two, Set.of("loop"), new Rank(1, 2));
        assertSame(one, providers.find("tcp"));
        assertSame(two, providers.find("loop"));
    }
}
