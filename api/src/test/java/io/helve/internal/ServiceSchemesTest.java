package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The schemes are those of the property, and a service without it is asked; a mismatch is logged when it is new. */
class ServiceSchemesTest {
    private static final String KEY = "scheme";
    private static final Object SERVICE = "a service";
    private static final Set<String> OWN = Set.of("Asked");

    private final List<String> log = new ArrayList<>();
    private final ServiceSchemes<Object> schemes = new ServiceSchemes<>("transport", KEY, new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            log.add(level + " " + message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            log.add(level + " " + format);
        }
    });

    private Set<String> read(Map<String, ?> properties) {
        return schemes.read(SERVICE, OWN, properties);
    }

    @Test
    void thePropertyCounts() {
        assertEquals(Set.of("one"), read(Map.of(KEY, " One ")));
        assertEquals(Set.of("one", "two"), read(Map.of(KEY, new String[] {"one", "two"})));
        assertEquals(Set.of("one", "two"), read(Map.of(KEY, List.of("one", "two"))));
        assertEquals(Set.of(), read(Map.of(KEY, List.of())));
    }

    @Test
    void aServiceWithoutThePropertyIsAsked() {
        assertEquals(Set.of("asked"), read(Map.of()));
    }

    @Test
    void aMismatchIsLoggedWhenItIsNew() {
        read(Map.of(KEY, "asked"));
        assertEquals(List.of(), log);
        read(Map.of());
        read(Map.of("service.ranking", 1));
        assertEquals(1, log.size(), log::toString);
        assertTrue(
                log.get(0).contains("The transport a service has no property scheme; taken for [asked]"),
                log::toString);
        read(Map.of(KEY, "one"));
        read(Map.of(KEY, "one", "service.ranking", 1));
        assertEquals(2, log.size(), log::toString);
        schemes.forget(SERVICE);
        read(Map.of(KEY, "one"));
        assertEquals(3, log.size(), log::toString);
    }

    @Test
    void theRankIsTheServices() {
        assertEquals(new ServiceRank(7, 42), ServiceRank.of(Map.of("service.ranking", 7, "service.id", 42L)));
        assertEquals(new ServiceRank(0, 42), ServiceRank.of(Map.of("service.ranking", "7", "service.id", 42L)));
        assertEquals(new ServiceRank(0, Long.MAX_VALUE), ServiceRank.of(Map.of()));
    }
}
