package io.helve.impl.expiry;

import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Watches the deadlines of a pool's handles with one thread, started when first needed.
 *
 * <p>Arming inserts into the wheel without a lock, and wakes the thread only for a deadline that is earlier than the
 * time it would wake by itself. A timer that is in the wheel already, for an earlier or the same deadline, is left
 * there: when it comes up, the thread finds the present deadline. Writes and reads on both sides are ordered by full
 * fences, so that a new deadline is seen by one of the two.
 *
 * <p>The same thread keeps house for the pool (the watchdog) while that asks for it.
 */
public final class Expiry {
    private static final Logger LOG = SafeLogger.of(Expiry.class);

    /** When the thread is awake: nothing has to wake it. */
    private static final long AWAKE = Long.MIN_VALUE;

    /** How many timers without owner there may be at least before they are swept out. */
    private static final int ORPHANS = 1024;

    private static final VarHandle WAKE_AT;

    static {
        try {
            WAKE_AT = MethodHandles.lookup().findVarHandle(Expiry.class, "wakeAt", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LongSupplier clock;
    private final long origin;
    private final Function<Runnable, Thread> threads;
    private final LongUnaryOperator housekeeping;
    private final TimerWheel wheel = new TimerWheel();
    private final Consumer<Timer> comesUp = this::comeUp;
    private final AtomicInteger orphans = new AtomicInteger();

    /** How many timers the last sweep has left. */
    private volatile int swept;

    private volatile long wakeAt = AWAKE;
    private volatile Thread thread;
    private volatile boolean closing;

    /** Whether housekeeping is wanted or going on. */
    private volatile boolean keeping;

    /** When to keep house next; used by the expiry thread only. */
    private long keepAt = Timer.NEVER;

    /**
     * Creates an expiry without a thread.
     *
     * @param clock nanoseconds that never go back, such as {@link System#nanoTime()}
     * @param threads makes its thread
     * @param housekeeping called now and then when asked for, with the clock's time; returns after how many nanoseconds
     *     to call it again, or {@link Timer#NEVER}
     */
    public Expiry(LongSupplier clock, Function<Runnable, Thread> threads, LongUnaryOperator housekeeping) {
        this.clock = clock;
        this.origin = clock.getAsLong();
        this.threads = threads;
        this.housekeeping = housekeeping;
    }

    /** {@return the time since this was created, in nanoseconds: the scale of all deadlines} */
    public long now() {
        return clock.getAsLong() - origin;
    }

    /**
     * Sees to it that an owner is asked to expire at a deadline. One thread at a time may do this for an owner, before
     * the operation becomes pending.
     *
     * @param timer the owner's timer, or null if it has none yet
     * @param owner what expires
     * @param deadline when, on the clock of {@link #now()}
     * @return the timer that it has from now on
     */
    public Timer arm(Timer timer, Expirable owner, long deadline) {
        Timer armed = timer == null ? new Timer(owner) : timer;
        armed.setDeadline(deadline);
        VarHandle.fullFence(); // the deadline is written first; the expiry thread reads the two in reverse
        if (armed.scheduledFor() <= deadline) {
            return armed;
        }
        if (!armed.schedule(deadline)) {
            if (armed.scheduledFor() <= deadline) {
                return armed;
            }
            release(armed); // it is in a later slot, where only the expiry thread could take it out: leave it behind
            armed = new Timer(owner);
            armed.setDeadline(deadline);
            armed.schedule(deadline);
        }
        if (wheel.insert(armed, deadline) < wakeAt || thread == null) {
            wake();
        }
        return armed;
    }

    /**
     * Lets a timer go for good: it forgets its owner at once, and its place is freed with others'.
     *
     * @param timer the timer
     */
    public void release(Timer timer) {
        timer.letGo();
        if (orphans.incrementAndGet() > orphanLimit()) {
            wake();
        }
    }

    private int orphanLimit() {
        return Math.max(ORPHANS, swept / 2);
    }

    /** {@return whether the current thread is this one's} */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Asks for housekeeping, unless it is going on. */
    public void requestHousekeeping() {
        if (!keeping) {
            keeping = true;
            wake();
        }
    }

    private void wake() {
        if (thread == null) {
            startThread();
        }
        // also after that: another may have started it, and it have gone to sleep again before we could see it
        if ((long) WAKE_AT.getAndSet(this, AWAKE) != AWAKE) {
            LockSupport.unpark(thread);
        }
    }

    private synchronized void startThread() {
        if (thread == null && !closing) {
            Thread created = threads.apply(this::run);
            try {
                created.start();
                thread = created;
            } catch (Throwable e) { // no more native threads: the next timer tries again, and no start fails for it
                LOG.log(Level.ERROR, "Cannot start thread " + created.getName(), e);
            }
        }
    }

    private void run() {
        while (!closing) {
            try {
                turn();
            } catch (Throwable e) { // timers must go on whatever a provider's canceller does
                LOG.log(Level.ERROR, "Expiry failed", e);
            }
        }
    }

    private void turn() {
        if (orphans.get() > orphanLimit()) {
            orphans.set(0);
            swept = wheel.sweep(comesUp);
        }
        wheel.turn(now(), comesUp);
        keepHouse();
        long next = Math.min(wheel.nextTime(), keepAt);
        WAKE_AT.setVolatile(this, next);
        VarHandle.fullFence();
        if (wheel.nextTime() >= next && !closing && (!keeping || keepAt != Timer.NEVER)) {
            long wait = next == Timer.NEVER ? Timer.NEVER : next - now();
            if (wait == Timer.NEVER) {
                LockSupport.park(this);
            } else if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            }
            Thread.interrupted();
        }
        wakeAt = AWAKE;
    }

    private void comeUp(Timer timer) {
        VarHandle.fullFence(); // it is not scheduled now: whoever arms it after this inserts it
        Expirable owner = timer.owner();
        long now = now();
        long deadline = timer.deadline();
        if (owner == null || deadline == Timer.NEVER) {
            return;
        }
        if (deadline > now) { // an operation with a later deadline is in progress
            again(timer, deadline);
            return;
        }
        try {
            if (!owner.expire(timer, now)) {
                again(timer, now + 1);
            }
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "Expiry of " + owner + " failed", e);
        }
    }

    private void again(Timer timer, long deadline) {
        if (timer.schedule(deadline)) {
            wheel.insert(timer, deadline);
        }
    }

    private void keepHouse() {
        if (keeping && (keepAt == Timer.NEVER || now() >= keepAt)) {
            keeping = false; // cleared first, so that a request that comes during the housekeeping is not lost
            keepAt = Timer.NEVER; // should it throw
            VarHandle.fullFence();
            long after = housekeeping.applyAsLong(clock.getAsLong());
            if (after != Timer.NEVER) {
                keepAt = now() + after;
                keeping = true;
            }
        }
    }

    /**
     * Ends the thread. Timers that have not come up do not any more.
     *
     * @param millis how long to wait for it at most
     */
    public void close(long millis) {
        Thread ending;
        synchronized (this) {
            closing = true;
            ending = thread;
        }
        if (ending == null || ending == Thread.currentThread()) {
            return;
        }
        LockSupport.unpark(ending);
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0 && ending.isAlive(); ) {
            try {
                ending.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        if (ending.isAlive()) {
            LOG.log(Level.ERROR, "Thread " + ending.getName() + " does not end: a canceller blocks it");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
