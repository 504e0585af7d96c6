package io.helve.impl.handle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads that run callbacks outside of the completion pool, each with a count of the callbacks on its stack. The
 * counts bound the depth of inline completion, and tell on which threads waiting is refused. A thread local would stay
 * on threads that are not ours; here nothing is left of a thread when its callback has returned.
 *
 * <p>A thread takes one of a few places that follow from its number, so entering allocates nothing. Only when these are
 * taken does the thread use a place in a list, which grows to the largest number of such threads at a time.
 */
final class CallbackThreads {
    private static final int PLACES = 256;
    private static final int TRIED = 8;
    private static final Place[] TABLE = new Place[PLACES];
    private static final AtomicReference<Place> MORE = new AtomicReference<>();
    private static final VarHandle THREAD;

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(Place.class, "thread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        Arrays.setAll(TABLE, i -> new Place(null));
    }

    /**
     * A thread that is in callbacks. It leaves by plain statements, which cannot fail when the stack is used up: it
     * decreases its counts, and sets {@link #thread} to null when {@link #depth} has become 0.
     */
    static final class Place {
        volatile Thread thread;

        /** How many callbacks are on the thread's stack; used by that thread only, as is the next field. */
        int depth;

        /** How many of these run on the stack of the thread that finished the operation. */
        int inline;

        /** The next one of {@link #MORE}. */
        private final Place next;

        private Place(Place next) {
            this.next = next;
        }

        private boolean isOf(Thread asking) {
            return THREAD.getOpaque(this) == asking;
        }
    }

    private CallbackThreads() {}

    /** {@return the place of the current thread, which takes one if it has none; then its depth is 0} */
    static Place current() {
        Thread current = Thread.currentThread();
        Place place = find(current);
        return place == null ? take(current) : place;
    }

    /** {@return how many callbacks are on the stack of the current thread} */
    static int depth() {
        Place place = find(Thread.currentThread());
        return place == null ? 0 : place.depth;
    }

    /** {@return whether the current thread is in a callback that runs where its operation was finished} */
    static boolean isCurrentInline() {
        Place place = find(Thread.currentThread());
        return place != null && place.inline > 0;
    }

    private static Place find(Thread current) {
        for (int i = 0; i < TRIED; i++) {
            Place place = place(current, i);
            if (place.isOf(current)) {
                return place;
            }
        }
        for (Place place = MORE.getAcquire(); place != null; place = place.next) {
            if (place.isOf(current)) {
                return place;
            }
        }
        return null;
    }

    private static Place take(Thread current) {
        for (int i = 0; i < TRIED; i++) {
            Place place = place(current, i);
            if (takes(current, place)) {
                return place;
            }
        }
        Place first = MORE.get();
        for (Place place = first; place != null; place = place.next) {
            if (takes(current, place)) {
                return place;
            }
        }
        for (; ; first = MORE.get()) {
            Place added = new Place(first);
            added.thread = current;
            if (MORE.compareAndSet(first, added)) {
                return added;
            }
        }
    }

    private static boolean takes(Thread current, Place place) {
        return place.isOf(null) && THREAD.compareAndSet(place, null, current);
    }

    private static Place place(Thread thread, int i) {
        return TABLE[(int) (thread.getId() * TRIED + i) & (PLACES - 1)];
    }
}
