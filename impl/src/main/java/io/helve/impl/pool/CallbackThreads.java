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
    private static final int ENTRIES = 256;
    private static final int TRIED = 8;
    private static final CallbackThread[] TABLE = new CallbackThread[ENTRIES];
    private static final AtomicReference<CallbackThread> MORE = new AtomicReference<>();

    static {
        Arrays.setAll(TABLE, i -> CallbackThread.free(null, null));
    }

    private CallbackThreads() {}

    /** {@return the record of the current thread. A thread without a record takes a free one, whose depth is 0} */
    public static CallbackThread current() {
        Thread current = Thread.currentThread();
        CallbackThread entry = find(current);
        return entry == null ? take(current) : entry;
    }

    /** {@return how many callbacks are on the stack of the current thread} */
    public static int depth() {
        CallbackThread entry = find(Thread.currentThread());
        return entry == null ? 0 : entry.depth;
    }

    /** {@return whether the current thread is in a callback that runs where its operation was finished} */
    public static boolean isCurrentInline() {
        CallbackThread entry = find(Thread.currentThread());
        return entry != null && entry.inline > 0;
    }

    /** Calls the action with the record of each thread that runs code of a tenant now and is not a worker. */
    static void forEach(Consumer<CallbackThread> action) {
        for (CallbackThread entry : TABLE) {
            if (entry.thread != null && entry.running() != null) {
                action.accept(entry);
            }
        }
        for (CallbackThread entry = MORE.getAcquire(); entry != null; entry = entry.next) {
            if (entry.thread != null && entry.running() != null) {
                action.accept(entry);
            }
        }
    }

    private static CallbackThread find(Thread current) {
        Worker worker = Worker.on(current);
        if (worker != null) {
            return worker.record;
        }
        for (int i = 0; i < TRIED; i++) {
            CallbackThread entry = entry(current, i);
            if (entry.isOf(current)) {
                return entry;
            }
        }
        for (CallbackThread entry = MORE.getAcquire(); entry != null; entry = entry.next) {
            if (entry.isOf(current)) {
                return entry;
            }
        }
        return null;
    }

    private static CallbackThread take(Thread current) {
        for (int i = 0; i < TRIED; i++) {
            CallbackThread entry = entry(current, i);
            if (entry.take(current)) {
                return entry;
            }
        }
        CallbackThread first = MORE.get();
        for (CallbackThread entry = first; entry != null; entry = entry.next) {
            if (entry.take(current)) {
                return entry;
            }
        }
        for (; ; first = MORE.get()) {
            CallbackThread added = CallbackThread.free(current, first);
            if (MORE.compareAndSet(first, added)) {
                return added;
            }
        }
    }

    private static CallbackThread entry(Thread thread, int i) {
        return TABLE[(int) (thread.getId() * TRIED + i) & (ENTRIES - 1)];
    }
}
