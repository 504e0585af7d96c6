package io.helve.impl.handle;

import io.helve.aio.provider.AioHandle;
import io.helve.impl.pool.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/** What can be waited for until it is idle, but not inside a callback. */
abstract class AwaitableState extends OperationState implements AioHandle {
    private static final VarHandle WAITERS;

    static {
        try {
            WAITERS = MethodHandles.lookup().findVarHandle(AwaitableState.class, "waiters", Waiters.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Waiters waiters;

    @Override
    public void await() throws InterruptedException {
        refuseInCallback("await");
        if (isBusy()) {
            waiters().await(this, Nanos.FOREVER);
        }
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        refuseInCallback("await");
        long nanos = Nanos.of(limit);
        return !isBusy() || nanos > 0 && waiters().await(this, nanos);
    }

    final void awaitUninterruptibly() {
        boolean interrupted = false;
        while (isOccupied()) {
            try {
                waiters().await(this, Nanos.FOREVER);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Waiters waiters() {
        Waiters present = waiters;
        if (present == null) {
            Waiters created = new Waiters();
            present = (Waiters) WAITERS.compareAndExchange(this, null, created);
            present = present == null ? created : present;
        }
        return present;
    }

    @Override
    void wakeWaiters(long sequence) {
        Waiters present = waiters;
        if (present != null) {
            present.wake(sequence);
        }
    }

    static boolean inCallback() {
        return Worker.inCallback() || ForeignCallbacks.isCurrent();
    }

    static void refuseInCallback(String what) {
        if (inCallback()) {
            throw new IllegalStateException(what + " inside a callback would deadlock: use reap, or start the next"
                    + " operation from its own callback");
        }
    }
}
