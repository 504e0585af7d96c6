package io.helve.sp.impl.socket;

import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.PipeOwner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is held for a moment only, and never taken twice by one thread. Who finds it taken looks again for a
 * while, then sleeps for some microseconds at a time: so nobody has to be woken, and giving it back is one store
 * without a fence. While somebody waits like that, others let him go first for a moment, or who takes it again and
 * again would keep him out. With it come objects to note actions in, more than one, as what they call may come back
 * here.
 */
final class SocketLock {
    private static final int LOOKS = 200;
    private static final int COURTESY = 50;
    private static final long SLEEP_NANOS = 20_000;
    private static final VarHandle SPARE = MethodHandles.arrayElementVarHandle(DeferredActions[].class);
    private static final VarHandle HELD;
    private static final VarHandle WAITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HELD = lookup.findVarHandle(SocketLock.class, "held", boolean.class);
            WAITING = lookup.findVarHandle(SocketLock.class, "waiting", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean held;

    /** How many have looked for long. */
    private volatile int waiting;

    /** Taken under the lock, given back without; two who give back at a time may lose one. */
    private final DeferredActions[] spares = new DeferredActions[4];

    void lock() {
        if (waiting != 0 || !HELD.compareAndSet(this, false, true)) {
            lockPatiently();
        }
    }

    private void lockPatiently() {
        for (int i = 0; i < COURTESY && waiting != 0; i++) {
            Thread.onSpinWait();
        }
        if (spin()) {
            return;
        }
        WAITING.getAndAdd(this, 1);
        while (!spin()) {
            LockSupport.parkNanos(this, SLEEP_NANOS);
        }
        WAITING.getAndAdd(this, -1);
    }

    private boolean spin() {
        for (int looks = 0; looks < LOOKS; looks++) {
            if (!held && HELD.compareAndSet(this, false, true)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    void unlock() {
        HELD.setRelease(this, false);
    }

    /**
     * Returns an object for what is decided under the lock, which is held.
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

    /** Takes an object back that is empty again; the lock is not held. */
    void give(DeferredActions actions) {
        for (int i = 0; i < spares.length; i++) {
            if (SPARE.getOpaque(spares, i) == null) {
                SPARE.setRelease(spares, i, actions);
                return;
            }
        }
    }
}
