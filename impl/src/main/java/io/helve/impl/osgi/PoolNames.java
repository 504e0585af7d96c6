package io.helve.impl.osgi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The names of the further pools. Two configurations may ask for the same name: the first gets the name, the others
 * wait in line, and the next one is called when the name is free. A claimant has one claim at a time, and is called
 * without the lock.
 */
@Component(service = PoolNames.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PoolNames {
    /** The claimants of each name. The first claimant of a name has the name; the others wait until it is free. */
    @GuardedBy("this")
    private final Map<String, Deque<Runnable>> claims = new HashMap<>();

    /** Called by the component runtime. */
    public PoolNames() {}

    /**
     * Claims a name.
     *
     * @param name the name
     * @param claimant is run when the name has become this claimant's, if another claimant has the name now
     * @return whether the name is this claimant's
     */
    synchronized boolean claim(String name, Runnable claimant) {
        Deque<Runnable> line = claims.computeIfAbsent(name, key -> new ArrayDeque<>());
        if (!line.contains(claimant)) {
            line.add(claimant);
        }
        return line.peek() == claimant;
    }

    /** Gives up the claim of a claimant, if there is one, and tells the next claimant of the name. */
    void release(Runnable claimant) {
        Runnable next = remove(claimant);
        if (next != null) {
            next.run();
        }
    }

    /** {@return the claimant that has got the name by this; null if none has} */
    private synchronized Runnable remove(Runnable claimant) {
        Runnable next = null;
        for (Deque<Runnable> line : claims.values()) {
            boolean had = line.peek() == claimant;
            if (line.remove(claimant) && had) {
                next = line.peek();
            }
        }
        claims.values().removeIf(Deque::isEmpty);
        return next;
    }
}
