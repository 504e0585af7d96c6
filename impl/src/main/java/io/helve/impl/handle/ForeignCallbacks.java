package io.helve.impl.handle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The threads of users' executors that are in callbacks at this moment, so that waiting there can be refused as it is on
 * completion threads; a thread local would stay on threads that are not ours. Empty whenever no such callback runs.
 */
final class ForeignCallbacks {
    private static final Map<Thread, Integer> DEPTHS = new ConcurrentHashMap<>();

    /** Handles whose callback has just returned on a thread that is now handing their next completion to the executor. */
    private static final Map<Thread, Handle> HANDING_OVER = new ConcurrentHashMap<>();

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

    /**
     * Hands a completion to the executor, and finds out whether that wants to run it inline, on top of the callback that has
     * just returned. It must not: with operations that end at once the stack would grow without limit.
     *
     * @return whether the caller shall run it
     */
    static boolean runsInline(Handle handle, Runnable dispatch) {
        Thread current = Thread.currentThread();
        Handle outer = HANDING_OVER.put(current, handle);
        dispatch.run();
        boolean inline = !HANDING_OVER.remove(current, handle);
        if (outer != null) {
            HANDING_OVER.put(current, outer);
        }
        return inline;
    }

    /** {@return whether this call comes from {@link #runsInline}, which then runs the handle} */
    static boolean yieldsToOuter(Handle handle) {
        return !HANDING_OVER.isEmpty() && HANDING_OVER.remove(Thread.currentThread(), handle);
    }
}
