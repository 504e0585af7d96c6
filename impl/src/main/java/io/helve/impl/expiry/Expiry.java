package io.helve.impl.expiry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Watches the deadlines of a pool's handles with one thread, started when first needed.
 *
 * <p>Only that thread touches the wheel. Others hand it timers through a lock-free stack, the intake, and wake it only for a
 * deadline that is earlier than the time it would wake by itself. Whether a timer has to be handed over is decided by
 * comparing its deadline with the one it is scheduled for; the writes and reads on both sides are ordered by full fences (the
 * armer's comes with the CAS that makes the operation pending), so that a new deadline is seen by one of the two.
 *
 * <p>The same thread keeps house for the pool (the watchdog) while that asks for it.
 */
public final class Expiry {
    private static final Logger LOG = System.getLogger(Expiry.class.getName());

    /** When the thread is awake: nothing has to wake it. */
    private static final long AWAKE = Long.MIN_VALUE;

    /** After how many timers in the intake it is emptied even if none is urgent. */
    private static final int INTAKE_LIMIT = 4096;

    /** How many timers without owner there may be before they are swept out. */
    private static final int ORPHANS = 1024;

    private static final VarHandle INTAKE;
    private static final VarHandle WAKE_AT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            INTAKE = lookup.findVarHandle(Expiry.class, "intake", Timer.class);
            WAKE_AT = lookup.findVarHandle(Expiry.class, "wakeAt", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LongSupplier clock;
    private final long origin;
    private final Function<Runnable, Thread> threads;
    private final LongUnaryOperator housekeeping;
    private final TimerWheel wheel = new TimerWheel();
    private final AtomicInteger orphans = new AtomicInteger();
    private volatile Timer intake;
    private volatile long wakeAt = AWAKE;
    private volatile Thread thread;
    private volatile boolean closing;

    /** Whether housekeeping is wanted or going on. */
    private volatile boolean keeping;

    /** When to keep house next; used by the expiry thread only. */
    private long keepAt = Timer.NEVER;

    private volatile int wheelSize;

    /**
     * Creates an expiry without a thread.
     *
     * @param clock nanoseconds that never go back, such as {@link System#nanoTime()}
     * @param threads makes its thread
     * @param housekeeping called now and then when asked for, with the clock's time; returns after how many nanoseconds to
     *     call it again, or {@link Timer#NEVER}
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
     * Sees to it that a timer comes up at its deadline. To be called after {@link Timer#setDeadline} and a full fence, each
     * time; it does nothing if the timer comes up early enough already.
     *
     * @param timer the timer
     */
    public void arm(Timer timer) {
        long deadline = timer.deadline();
        if (timer.scheduledFor <= deadline) {
            return;
        }
        boolean full = timer.enterIntake() && push(timer);
        if (full || deadline < wakeAt) {
            wake();
        }
    }

    private boolean push(Timer timer) {
        Timer head;
        do {
            head = intake;
            timer.nextInIntake = head;
            timer.intakeDepth = head == null ? 1 : head.intakeDepth + 1;
        } while (!INTAKE.compareAndSet(this, head, timer));
        return thread == null || timer.intakeDepth % INTAKE_LIMIT == 0;
    }

    /**
     * Lets a timer go for good: it forgets its owner at once, and its place is freed with others'.
     *
     * @param timer the timer
     */
    public void release(Timer timer) {
        timer.setDeadline(Timer.NEVER);
        timer.letGo();
        if (orphans.incrementAndGet() > Math.max(ORPHANS, wheelSize / 2)) {
            wake();
        }
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
        } else if ((long) WAKE_AT.getAndSet(this, AWAKE) != AWAKE) {
            LockSupport.unpark(thread);
        }
    }

    private synchronized void startThread() {
        if (thread == null && !closing) {
            Thread created = threads.apply(this::run);
            created.start();
            thread = created;
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
        if (orphans.get() > Math.max(ORPHANS, wheelSize / 2)) {
            orphans.set(0);
            wheel.sweep();
        }
        takeIn();
        for (Timer timer = wheel.poll(now()); timer != null; timer = wheel.poll(now())) {
            comeUp(timer);
            if (intake != null) {
                takeIn();
            }
        }
        wheelSize = wheel.size();
        keepHouse();
        long next = Math.min(wheel.nextTime(), keepAt);
        WAKE_AT.setVolatile(this, next);
        VarHandle.fullFence();
        if (intake == null && !closing && (!keeping || keepAt != Timer.NEVER)) {
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

    private void takeIn() {
        Timer timer = (Timer) INTAKE.getAndSet(this, null);
        while (timer != null) {
            Timer following = timer.nextInIntake;
            timer.nextInIntake = null;
            wheel.remove(timer);
            timer.leaveIntake();
            VarHandle.fullFence(); // whoever found it in the intake before this has set the deadline that we see now
            place(timer);
            timer = following;
        }
    }

    private void place(Timer timer) {
        long deadline = timer.deadline();
        if (deadline != Timer.NEVER && timer.owner() != null && !wheel.insert(timer, deadline)) {
            comeUp(timer);
        }
    }

    private void comeUp(Timer timer) {
        VarHandle.fullFence(); // it is not scheduled now: whoever arms it after this hands it over
        Expirable owner = timer.owner();
        long now = now();
        long deadline = timer.deadline();
        if (owner == null || deadline == Timer.NEVER) {
            return;
        }
        if (deadline > now) { // an operation with a later deadline is in progress, or the tick is not quite over
            if (!wheel.insert(timer, deadline)) {
                wheel.insert(timer, now + (1L << TimerWheel.TICK_SHIFT));
            }
            return;
        }
        try {
            owner.expire(timer, now);
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "Expiry of " + owner + " failed", e);
        }
    }

    private void keepHouse() {
        if (keeping && (keepAt == Timer.NEVER || now() >= keepAt)) {
            keeping = false; // before it looks, so that a request that comes while it does is not lost
            VarHandle.fullFence();
            long after = housekeeping.applyAsLong(clock.getAsLong());
            if (after == Timer.NEVER) {
                keepAt = Timer.NEVER;
            } else {
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
        try {
            ending.join(millis);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (ending.isAlive()) {
            LOG.log(Level.ERROR, "Thread " + ending.getName() + " does not end: a canceller blocks it");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
