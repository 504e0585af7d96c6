package io.helve.sp.impl.socket;

import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.PipeOwner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock of a socket, which is held for a moment only; it is not reentrant. A contended thread spins, then parks for
 * 20 us at a time, so that unlock is one release store and wakes nobody. While a thread is parked here, newcomers back
 * off briefly; otherwise a thread that takes the lock in a loop would starve the parked one. The price is that a parked
 * thread may notice up to 20 us late that the lock is free, and that waiting threads are not served in order.
 *
 * <p>The lock keeps {@link DeferredActions} for the threads that take it. It keeps several, because carrying out the
 * actions of one thread may take the lock again.
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

    /** How many threads are parked, or about to be. */
    private volatile int waiting;

    /**
     * Taken with the lock held, given back without it; of two objects that are given back at a time one may be lost.
     */
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
