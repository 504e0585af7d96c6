package io.helve.impl.handle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads that run callbacks outside of the completion pool, each with a count of the callbacks on its stack. The
 * counts bound the depth of inline completion, and tell on which threads waiting is refused. A {@code ThreadLocal}
 * would stay on threads of the user; this table keeps no reference to a thread whose callback has returned.
 *
 * <p>A thread takes one of eight places of the table, which its id determines, so entering a callback allocates
 * nothing. If all eight are taken, the thread takes a place of a list, which grows to the largest number of such
 * threads at a time.
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
     * The place of a thread that is in callbacks. The thread leaves its place by plain statements, which cannot fail
     * when the stack is used up: it decreases the counts, and sets {@link #thread} to null when {@link #depth} has
     * become 0.
     */
    static final class Place {
        volatile Thread thread;

        /** The number of callbacks on the thread's stack; used by that thread only. */
        int depth;

        /**
         * The number of these callbacks that run on the stack of the finish of their operation; used by the thread
         * only.
         */
        int inline;

        /** The next place in the list {@link #MORE}. */
        private final Place next;

        private Place(Place next) {
            this.next = next;
        }

        private boolean isOf(Thread asking) {
            return THREAD.getOpaque(this) == asking;
        }
    }

    private CallbackThreads() {}

    /** {@return the place of the current thread; a thread without a place takes one, whose depth is 0} */
    static Place current() {
        Thread current = Thread.currentThread();
        Place place = find(current);
        return place == null ? take(current) : place;
    }

    /** {@return the number of callbacks on the stack of the current thread} */
    static int depth() {
        Place place = find(Thread.currentThread());
        return place == null ? 0 : place.depth;
    }

    /** {@return whether the current thread is in a callback that runs on the stack of the finish of its operation} */
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
