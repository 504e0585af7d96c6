package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Of several services for a scheme the one with the highest ranking is found, and then the one that was there first.
 */
class SchemeRegistryTest {
    private static final Set<String> TCP = Set.of("tcp");

    /** All are equal, which must not matter. */
    private record Service() {}

    private final SchemeRegistry<Service> services = new SchemeRegistry<>();
    private final Service one = new Service();
    private final Service two = new Service();
    private final Service three = new Service();

    @Test
    void theHighestRankingIsFoundWheneverItComes() {
        services.put(one, TCP, new ServiceRank(0, 10));
        services.put(two, TCP, new ServiceRank(5, 11));
        services.put(three, TCP, new ServiceRank(-5, 1));
        assertSame(two, services.find("tcp"));
        services.remove(two);
        assertSame(one, services.find("tcp"));
        services.remove(one);
        assertSame(three, services.find("tcp"));
        assertTrue(services.contains(three));
        services.remove(three);
        assertNull(services.find("tcp"));
        assertEquals(Set.of(), services.schemes());
        assertFalse(services.contains(three));
    }

    @Test
    void ofTheSameRankingTheLowestIdIsFound() {
        services.put(two, TCP, new ServiceRank(1, 12));
        services.put(one, TCP, new ServiceRank(1, 11));
        services.put(three, TCP, new ServiceRank(1, 13));
        assertSame(one, services.find("tcp"));
    }

    @Test
    void objectsThatAreNoServicesAreFoundInTheOrderInWhichTheyCame() {
        services.put(one, TCP, ServiceRank.NOT_A_SERVICE);
        services.put(two, TCP, ServiceRank.NOT_A_SERVICE);
        assertSame(one, services.find("tcp"));
        services.put(three, TCP, new ServiceRank(0, 1));
        assertSame(one, services.find("tcp"));
    }

    @Test
    void schemesAndRankingsChange() {
        services.put(one, TCP, new ServiceRank(0, 1));
        services.put(two, Set.of("tcp", "loop"), new ServiceRank(0, 2));
        services.put(two, TCP, new ServiceRank(1, 2));
        assertSame(two, services.find("tcp"));
        assertNull(services.find("loop"));
        services.put(two, Set.of("loop"), new ServiceRank(1, 2));
        assertSame(one, services.find("tcp"));
        assertSame(two, services.find("loop"));
    }

    @Test
    void theSchemesAreASortedCopy() {
        services.put(one, Set.of("ws", "ipc", "tcp"), ServiceRank.NOT_A_SERVICE);
        Set<String> schemes = services.schemes();
        services.remove(one);
        assertEquals("[ipc, tcp, ws]", schemes.toString());
        assertThrows(UnsupportedOperationException.class, schemes::clear);
    }

    @Test
    void aSchemeIsAnnouncedWhenItsServiceCanBeFoundAndWithdrawnBefore() {
        List<String> seen = new ArrayList<>();
        AtomicReference<SchemeRegistry<Service>> registry = new AtomicReference<>();
        registry.set(new SchemeRegistry<>(schemes ->
                seen.add(schemes + (registry.get().find("tcp") == null ? " without a service" : " with a service"))));
        registry.get().put(one, TCP, new ServiceRank(0, 1));
        registry.get().put(two, TCP, new ServiceRank(0, 2)); // nothing new
        registry.get().remove(one); // still one left
        registry.get().remove(two);
        assertEquals(List.of("[tcp] with a service", "[] with a service"), seen);
        assertNull(registry.get().find("tcp"));
    }

    @Test
    void theLastStateIsAnnouncedWhoeverChangesItMeanwhile() {
        List<Set<String>> seen = new ArrayList<>();
        AtomicReference<SchemeRegistry<Service>> registry = new AtomicReference<>();
        registry.set(new SchemeRegistry<>(schemes -> {
            seen.add(schemes);
            if (seen.size() == 1) { // a listener that changes the registry itself
                registry.get().put(two, Set.of("udp"), new ServiceRank(0, 2));
            }
            throw new IllegalStateException("a listener that fails");
        }));
        Logger logger = Logger.getLogger(Announcement.class.getName());
        logger.setUseParentHandlers(false);
        registry.get().put(one, TCP, new ServiceRank(0, 1));
        assertEquals(List.of(TCP, Set.of("tcp", "udp")), seen);
        registry.get().announceAgain();
        assertEquals(List.of(TCP, Set.of("tcp", "udp"), Set.of("tcp", "udp")), seen);
    }
}
