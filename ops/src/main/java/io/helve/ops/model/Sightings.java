package io.helve.ops.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioHandleSnapshot.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers since when operations have been seen pending, from one look at the handles to the next. Handles do not
 * record when an operation starts, because a clock would cost every operation time; so the first look at an operation
 * tells nothing, and later ones tell that it has been pending for so long at least.
 */
public final class Sightings {
    /** The number of operations that are remembered at most. */
    private static final int MOST = 10_000;

    private final LongSupplier clock;

    /** The pending operations of the last look, by the id of their handle. */
    @GuardedBy("this")
    private Map<String, Sighting> last = Map.of();

    private record Sighting(long operations, long since) {}

    /**
     * Creates a memory without sightings.
     *
     * @param clock tells the time in nanoseconds
     */
    public Sightings(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Notes a look at all handles.
     *
     * @param handles all open handles
     * @return for how many nanoseconds each pending operation has been seen, by the id of its handle
     */
    public synchronized Map<String, Long> look(List<AioHandleSnapshot> handles) {
        long now = clock.getAsLong();
        Map<String, Sighting> present = new HashMap<>();
        Map<String, Long> seen = new HashMap<>();
        for (AioHandleSnapshot handle : handles) {
            if (handle.state() != State.PENDING || present.size() >= MOST) {
                continue;
            }
            Sighting before = last.get(handle.id());
            Sighting sighting = before != null && before.operations() == handle.operations()
                    ? before
                    : new Sighting(handle.operations(), now);
            present.put(handle.id(), sighting);
            seen.put(handle.id(), now - sighting.since());
        }
        last = present;
        return seen;
    }
}
