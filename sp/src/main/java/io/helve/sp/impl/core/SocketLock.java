package io.helve.sp.impl.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for a moment only: who finds it taken looks again for a while before it sleeps. With it come objects to note effects
 * in, more than one, as what they call may come back here.
 */
final class SocketLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;
    private static final int LOOKS = 200;
    private static final VarHandle SPARE = MethodHandles.arrayElementVarHandle(Effects[].class);

    /** Taken under the lock, given back without; two who give back at a time may lose one. */
    private final transient Effects[] spares = new Effects[4];

    @Override
    public void lock() {
        for (int i = 0; i < LOOKS; i++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
    }

    /** {@return an empty object; the lock is held} */
    Effects take() {
        for (int i = 0; i < spares.length; i++) {
            Effects effects = (Effects) SPARE.getAcquire(spares, i);
            if (effects != null) {
                spares[i] = null;
                return effects;
            }
        }
        return new Effects();
    }

    /** Takes an object back that is empty again; the lock is not held. */
    void give(Effects effects) {
        for (int i = 0; i < spares.length; i++) {
            if (SPARE.getOpaque(spares, i) == null) {
                SPARE.setRelease(spares, i, effects);
                return;
            }
        }
    }
}
