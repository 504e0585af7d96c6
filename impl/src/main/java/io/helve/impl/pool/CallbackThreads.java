package io.helve.impl.pool;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The threads that run code of tenants, each with a record of what it runs. The counts in the records bound the depth
 * of inline completion, and tell on which threads waiting is refused. Workers have their records in a field; the
 * records of all other threads are here. A thread local would stay on threads that are not ours; here nothing is left
 * of a thread when its callback has returned.
 *
 * <p>The number of a thread leads to {@code TRIED} records of a fixed table, of which the thread takes a free one, so
 * that entering allocates nothing. If all of them are taken, the thread takes a record of a linked list, which grows to
 * the largest number of such threads at a time.
 */
public final class CallbackThreads {
    private static final int PLACES = 256;
    private static final int TRIED = 8;
    private static final CallbackThread[] TABLE = new CallbackThread[PLACES];
    private static final AtomicReference<CallbackThread> MORE = new AtomicReference<>();

    static {
        Arrays.setAll(TABLE, i -> CallbackThread.free(null, null));
    }

    private CallbackThreads() {}

    /** {@return the place of the current thread, which takes one if it has none; then its depth is 0} */
    public static CallbackThread current() {
        Thread current = Thread.currentThread();
        CallbackThread place = find(current);
        return place == null ? take(current) : place;
    }

    /** {@return how many callbacks are on the stack of the current thread} */
    public static int depth() {
        CallbackThread place = find(Thread.currentThread());
        return place == null ? 0 : place.depth;
    }

    /** {@return whether the current thread is in a callback that runs where its operation was finished} */
    public static boolean isCurrentInline() {
        CallbackThread place = find(Thread.currentThread());
        return place != null && place.inline > 0;
    }

    /** Calls the action with the record of each thread that runs code of a tenant now and is not a worker. */
    static void forEach(Consumer<CallbackThread> action) {
        for (CallbackThread place : TABLE) {
            if (place.thread != null && place.running() != null) {
                action.accept(place);
            }
        }
        for (CallbackThread place = MORE.getAcquire(); place != null; place = place.next) {
            if (place.thread != null && place.running() != null) {
                action.accept(place);
            }
        }
    }

    private static CallbackThread find(Thread current) {
        Worker worker = Worker.on(current);
        if (worker != null) {
            return worker.record;
        }
        for (int i = 0; i < TRIED; i++) {
            CallbackThread place = place(current, i);
            if (place.isOf(current)) {
                return place;
            }
        }
        for (CallbackThread place = MORE.getAcquire(); place != null; place = place.next) {
            if (place.isOf(current)) {
                return place;
            }
        }
        return null;
    }

    private static CallbackThread take(Thread current) {
        for (int i = 0; i < TRIED; i++) {
            CallbackThread place = place(current, i);
            if (place.take(current)) {
                return place;
            }
        }
        CallbackThread first = MORE.get();
        for (CallbackThread place = first; place != null; place = place.next) {
            if (place.take(current)) {
                return place;
            }
        }
        for (; ; first = MORE.get()) {
            CallbackThread added = CallbackThread.free(current, first);
            if (MORE.compareAndSet(first, added)) {
                return added;
            }
        }
    }

    private static CallbackThread place(Thread thread, int i) {
        return TABLE[(int) (thread.getId() * TRIED + i) & (PLACES - 1)];
    }
}
