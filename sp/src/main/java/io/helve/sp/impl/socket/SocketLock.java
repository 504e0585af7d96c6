package io.helve.sp.impl.socket;

import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.PipeOwner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a socket, which is held for well under a microsecond.
 *
 * <p>The lock keeps {@link DeferredActions} for the threads that take it. It keeps several, because carrying out the
 * actions of one thread may take the lock again.
 */
final class SocketLock extends ReentrantLock {
    private static final long serialVersionUID = 1;

    private static final VarHandle SPARE = MethodHandles.arrayElementVarHandle(DeferredActions[].class);

    /**
     * Taken with the lock held, given back without it; of two objects that are given back at a time one may be lost.
     */
    private final transient DeferredActions[] spares = new DeferredActions[4];

    /**
     * Returns an object for the actions that are deferred while the lock is held. Called with the lock held.
     *
     * @param owner the socket whose lock this is
     * @return an empty object
     */
    DeferredActions take(PipeOwner owner) {
        for (int i = 0; i < spares.length; i++) {
            DeferredActions actions = (DeferredActions) SPARE.getAcquire(spares, i);
            if (actions != null) {
                spares[i] = null;
                return actions;
            }
        }
        return new DeferredActions(owner);
    }

    /** Keeps an object that is empty again; the lock is not held. */
    void give(DeferredActions actions) {
        for (int i = 0; i < spares.length; i++) {
            if (SPARE.getOpaque(spares, i) == null) {
                SPARE.setRelease(spares, i, actions);
                return;
            }
        }
    }
}
