package io.helve.ops.jfr;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How much counters have grown from one look to the next. */
final class Growth {
    private final Map<String, Long> last = new ConcurrentHashMap<>();

    /** Whether there was a look before: then a counter that is new has grown from zero. */
    private volatile boolean looked;

    /**
     * Notes a counter.
     *
     * @param key tells the counter from others
     * @param value the counter now
     * @return how much it has grown since the last look; 0 at the first look, since nobody knows when it has grown
     */
    long of(String key, long value) {
        Long before = last.put(key, value);
        if (before == null) {
            return looked ? value : 0;
        }
        return Math.max(0, value - before);
    }

    /**
     * Ends a look.
     *
     * @param keys the counters that the look has found; all others are forgotten
     */
    void retain(Set<String> keys) {
        last.keySet().retainAll(keys);
        looked = true;
    }
}
