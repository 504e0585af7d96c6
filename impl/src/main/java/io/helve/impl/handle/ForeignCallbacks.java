package io.helve.impl.handle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The threads of users' executors that are in callbacks at this moment, so that waiting there can be refused as it is on
 * completion threads; a thread local would stay on threads that are not ours. Empty whenever no such callback runs.
 *
 * <p>A thread is entered once for each callback on its stack, in one of a few places that follow from its number, so that
 * entering allocates nothing; only if these are taken it goes to a map.
 */
final class ForeignCallbacks {
    private static final int PLACES = 256;
    private static final int TRIED = 8;
    private static final AtomicReferenceArray<Thread> THREADS = new AtomicReferenceArray<>(PLACES);
    private static final Map<Thread, Integer> MORE = new ConcurrentHashMap<>();

    private ForeignCallbacks() {}

    static void enter() {
        Thread current = Thread.currentThread();
        if (!replace(current, null, current)) {
            MORE.merge(current, 1, Integer::sum);
        }
    }

    static void leave() {
        Thread current = Thread.currentThread();
        if (!replace(current, current, null)) {
            MORE.computeIfPresent(current, (thread, depth) -> depth == 1 ? null : depth - 1);
        }
    }

    static boolean isCurrent() {
        Thread current = Thread.currentThread();
        for (int i = 0; i < TRIED; i++) {
            if (THREADS.getOpaque(place(current, i)) == current) {
                return true;
            }
        }
        return !MORE.isEmpty() && MORE.containsKey(current);
    }

    private static boolean replace(Thread current, Thread from, Thread to) {
        for (int i = 0; i < TRIED; i++) {
            int place = place(current, i);
            if (THREADS.getOpaque(place) == from && THREADS.compareAndSet(place, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static int place(Thread thread, int i) {
        return (int) (thread.getId() * TRIED + i) & (PLACES - 1);
    }
}
