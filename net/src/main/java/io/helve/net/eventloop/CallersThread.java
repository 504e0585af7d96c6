package io.helve.net.eventloop;

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.internal.InternalThreadLocalMap;

/**
 * The thread of a caller, on which Netty must leave nothing behind. Making a channel puts thread locals of Netty on the
 * thread that makes it. Threads of a framework live as long as it does, and such an object would keep the class loaders
 * of Netty's bundles and of this one after they have gone.
 */
public final class CallersThread {
    private CallersThread() {}

    /**
     * Runs something, and removes the thread locals of Netty afterwards, unless somebody else had some there before.
     *
     * @param task what to run
     */
    public static void leaveNothing(Runnable task) {
        boolean clean = InternalThreadLocalMap.getIfSet() == null;
        try {
            task.run();
        } finally {
            if (clean) {
                FastThreadLocal.removeAll();
            }
        }
    }
}
