package io.helve.impl.handle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The threads of users' executors that are in callbacks at this moment, so that waiting there can be refused as it is on
 * completion threads; a thread local would stay on threads that are not ours. Empty whenever no such callback runs.
 */
final class ForeignCallbacks {
    private static final Map<Thread, Integer> DEPTHS = new ConcurrentHashMap<>();

    private ForeignCallbacks() {}

    static void enter() {
        DEPTHS.merge(Thread.currentThread(), 1, Integer::sum);
    }

    static void leave() {
        DEPTHS.computeIfPresent(Thread.currentThread(), (thread, depth) -> depth == 1 ? null : depth - 1);
    }

    static boolean isCurrent() {
        return !DEPTHS.isEmpty() && DEPTHS.containsKey(Thread.currentThread());
    }
}
