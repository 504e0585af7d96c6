package io.helve.sp.impl.stream;

import io.helve.sp.provider.SpMemoryBudget;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The open listeners whose peers may be in their handshakes, of all tenants. Each listener bounds its own handshakes;
 * this class bounds them together: when no more connections can be accepted, because the tenant, all tenants or the
 * process have as many as may be, the listener with the most handshakes gives some of them up. So silent peers of some
 * listeners do not lock out the peers of another.
 */
final class HandshakingListeners {
    /** How many handshakes a listener has in any case when a tenant other than its own has no connections left. */
    private static final int KEPT = 8;

    /** The listeners, each with the budget that all sockets of its tenant share. */
    private final Map<ConnectionListener, SpMemoryBudget> tenants = new ConcurrentHashMap<>();

    void add(ConnectionListener listener, SpMemoryBudget tenant) {
        tenants.put(listener, tenant);
    }

    void remove(ConnectionListener listener) {
        tenants.remove(listener);
    }

    /**
     * Gives up handshakes of one listener of a tenant, whose connections are used up. If the tenant has none that may
     * give way, another tenant with many of them has to.
     */
    void makeRoom(SpMemoryBudget tenant) {
        if (!giveUp(fullest(listener -> tenants.get(listener) == tenant), 0)) {
            giveUp(fullest(listener -> true), KEPT);
        }
    }

    /** {@return the listener with the most handshakes} */
    private Optional<ConnectionListener> fullest(Predicate<ConnectionListener> which) {
        return tenants.keySet().stream().filter(which).max(Comparator.comparingInt(ConnectionListener::handshakes));
    }

    /** {@return whether there is a listener, and it has given up some of its handshakes, and kept so many} */
    private static boolean giveUp(Optional<ConnectionListener> listener, int kept) {
        return listener.isPresent() && listener.get().giveUpSome(kept);
    }
}
