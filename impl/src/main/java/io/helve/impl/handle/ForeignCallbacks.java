package io.helve.impl.handle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The threads of users' executors that are in callbacks at this moment, so that waiting there can be refused as it is
 * on completion threads; a thread local would stay on threads that are not ours. Empty whenever no such callback runs.
 *
 * <p>A thread has one of a few places that follow from its number, with a count of the callbacks on its stack, so that
 * entering allocates nothing; only if these are taken it goes to a map.
 */
final class ForeignCallbacks {
    private static final int PLACES = 256;
    private static final int TRIED = 8;
    private static final Place[] THREADS = new Place[PLACES];
    private static final Map<Thread, Integer> MORE = new ConcurrentHashMap<>();
    private static final VarHandle THREAD;

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(Place.class, "thread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        Arrays.setAll(THREADS, i -> new Place());
    }

    /** A thread that is in callbacks. */
    static final class Place {
        private volatile Thread thread;

        /** Belongs to that thread. */
        private int depth;

        private boolean isOf(Thread asking) {
            return THREAD.getOpaque(this) == asking;
        }
    }

    private ForeignCallbacks() {}

    /** {@return what {@link #leave} wants back} */
    static Place enter() {
        Thread current = Thread.currentThread();
        Place place = find(current);
        if (place == null) {
            place = take(current);
        }
        if (place == null) {
            MORE.merge(current, 1, Integer::sum);
        } else {
            place.depth++;
        }
        return place;
    }

    static void leave(Place place) {
        if (place == null) {
            MORE.computeIfPresent(Thread.currentThread(), (thread, depth) -> depth == 1 ? null : depth - 1);
        } else if (--place.depth == 0) {
            THREAD.setRelease(place, null);
        }
    }

    static boolean isCurrent() {
        Thread current = Thread.currentThread();
        return find(current) != null || !MORE.isEmpty() && MORE.containsKey(current);
    }

    private static Place find(Thread current) {
        for (int i = 0; i < TRIED; i++) {
            Place place = place(current, i);
            if (place.isOf(current)) {
                return place;
            }
        }
        return null;
    }

    private static Place take(Thread current) {
        for (int i = 0; i < TRIED; i++) {
            Place place = place(current, i);
            if (place.isOf(null) && THREAD.compareAndSet(place, null, current)) {
                return place;
            }
        }
        return null;
    }

    private static Place place(Thread thread, int i) {
        return THREADS[(int) (thread.getId() * TRIED + i) & (PLACES - 1)];
    }
}
