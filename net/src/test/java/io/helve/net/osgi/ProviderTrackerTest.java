package io.helve.net.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.net.LogRecords;
import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The schemes are those of the property, and a service without it is asked; the log says what is odd about that once.
 */
class ProviderTrackerTest {
    private static final class Asked implements StreamProvider {
        @Override
        public Set<String> schemes() {
            return Set.of("asked");
        }

        @Override
        public StreamSession open(String user) {
            throw new UnsupportedOperationException(user);
        }
    }

    private final StreamProvider provider = new Asked();
    private final ProviderTracker tracker = new ProviderTracker();
    private final LogRecords log = new LogRecords(ProviderTracker.class, Level.WARNING);

    @AfterEach
    void close() {
        log.close();
    }

    private void assertLogged(int times) {
        assertEquals(times, log.messages().size(), log.messages()::toString);
    }

    @Test
    void whatFitsIsNotMentioned() {
        tracker.add(provider, Map.of(StreamProvider.SCHEME, List.of("Asked")));
        assertLogged(0);
    }

    @Test
    void whatIsOddIsMentionedWhenItChangesOnly() {
        tracker.add(provider, Map.of());
        tracker.update(provider, Map.of("service.ranking", 1));
        assertLogged(1);
        assertTrue(log.messages().get(0).endsWith("has no property stream.scheme; taken for [asked]"));
        for (int ranking = 0; ranking < 3; ranking++) {
            tracker.update(provider, Map.of(StreamProvider.SCHEME, "one", "service.ranking", ranking));
        }
        assertLogged(2);
        assertTrue(log.messages().get(1).contains("says it is for [asked]"), log.messages()::toString);
        tracker.update(provider, Map.of(StreamProvider.SCHEME, new String[] {"one", "two"}));
        assertLogged(3);
        tracker.update(provider, Map.of(StreamProvider.SCHEME, "asked"));
        assertLogged(3);
        tracker.update(provider, Map.of(StreamProvider.SCHEME, "one"));
        assertLogged(4);
    }

    @Test
    void eachServiceIsMentioned() {
        tracker.add(provider, Map.of());
        tracker.add(new Asked(), Map.of());
        assertLogged(2);
        tracker.remove(provider);
        tracker.add(provider, Map.of());
        assertLogged(3);
    }
}
