package io.helve.impl.handle;

import io.helve.impl.pool.CallbackThreads;
import io.helve.impl.pool.Worker;

/** Refuses to wait for a handle where the wait may deadlock. */
final class DeadlockGuard {
    private DeadlockGuard() {}

    /** Throws if waiting may deadlock, and tells what to do instead. */
    static void check(Handle handle, String call, String instead) {
        if (handle.isInOwnCallback()) {
            throw new IllegalStateException(call + " of " + HandleDescription.identity(handle)
                    + " inside its own callback would wait for the end of this callback: " + instead);
        }
        if (mayDeadlock(handle)) {
            throw new IllegalStateException(
                    call + " of " + HandleDescription.identity(handle) + " inside a callback on thread "
                            + Thread.currentThread().getName() + " may deadlock: " + instead
                            + ", or run the callback on an executor of yours, AioFactory.on(executor), where it may wait");
        }
    }

    /** {@return whether waiting may deadlock: on workers, in inline callbacks, and in the callback of the handle} */
    static boolean mayDeadlock(Handle handle) {
        return Worker.inCallback() || CallbackThreads.isCurrentInline() || handle.isInOwnCallback();
    }
}
