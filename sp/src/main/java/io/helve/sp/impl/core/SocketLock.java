package io.helve.sp.impl.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is held for a moment only, and never taken twice by one thread. Who finds it taken looks again for a while, then yields, then
 * sleeps for some microseconds at a time: so nobody has to be woken, and giving it back is one store without a fence. With it come objects
 * to note effects in, more than one, as what they call may come back here.
 */
final class SocketLock {
    private static final int LOOKS = 200;
    private static final int YIELDS = 20;
    private static final long SLEEP_NANOS = 20_000;
    private static final VarHandle SPARE = MethodHandles.arrayElementVarHandle(Effects[].class);
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(SocketLock.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean held;

    /** Taken under the lock, given back without; two who give back at a time may lose one. */
    private final Effects[] spares = new Effects[4];

    void lock() {
        if (!HELD.compareAndSet(this, false, true)) {
            lockPatiently();
        }
    }

    private void lockPatiently() {
        for (int looks = 0; held || !HELD.compareAndSet(this, false, true); looks++) {
            if (looks < LOOKS) {
                Thread.onSpinWait();
            } else if (looks < LOOKS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, SLEEP_NANOS);
                looks = 0; // a single look now and then would mostly find it taken by who takes it again and again
            }
        }
    }

    void unlock() {
        HELD.setRelease(this, false);
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
