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
 * Watches the deadlines of a pool's handles with one thread. The first armed timer, or the first request for
 * housekeeping, starts the thread.
 *
 * <p>Arming a timer inserts the timer into the wheel without a lock. Arming wakes the expiry thread only if the
 * deadline is earlier than the time at which the thread wakes by itself. A timer that is already in the wheel for an
 * earlier or the same deadline stays in its slot: when the slot comes up, the thread reads the new deadline. Full
 * fences order writes before reads on both sides, so either the arming thread sees that the timer has left the wheel,
 * or the expiry thread sees the new deadline.
 *
 * <p>The same thread also runs the pool's housekeeping (the watchdog) while the pool requests housekeeping.
 */
public final class Expiry {
    private static final Logger LOG = SafeLogger.of(Expiry.class);

    /**
     * The value of {@link #wakeAt} while the thread is awake: earlier than any deadline, so no start wakes the thread.
     */
    private static final long AWAKE = Long.MIN_VALUE;

    /** How long the thread rests after a failure, such as a lack of memory. */
    private static final long FAILURE_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    /** How many timers without owner there may be at least before they are swept out. */
    private static final int ORPHANS = 1024;

    /** How far behind the coarse time may be. */
    private static final long COARSE = TimeUnit.MILLISECONDS.toNanos(100);

    /** The value of {@link #coarse} while nobody has asked for the coarse time for a while. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private static final VarHandle WAKE_AT;
    private static final VarHandle COARSE_NOW;

    static {
        try {
            COARSE_NOW = MethodHandles.lookup().findVarHandle(Expiry.class, "coarse", long.class);
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

    /** The number of timers that were in the wheel after the last sweep. */
    private volatile int swept;

    private volatile long wakeAt = AWAKE;
    private volatile Thread thread;
    private volatile boolean closing;

    /** The time of the last call that read the clock for {@link #coarseNow}, or {@link #UNKNOWN}. */
    private volatile long coarse = UNKNOWN;

    /** Ends the validity of {@link #coarse}; armed by the thread that has set that field. */
    private Timer coarseTimer;

    private final Expirable coarseEnd = this::endCoarse;

    /** Whether the thread could not be started. */
    private volatile boolean failing;

    /** Whether housekeeping is wanted or going on. */
    private volatile boolean keeping;

    /** The time of the next housekeeping; used by the expiry thread only. */
    private long keepAt = Timer.NEVER;

    /**
     * Creates an expiry without a thread.
     *
     * @param clock nanoseconds that never go back, such as {@link System#nanoTime()}
     * @param threads makes the expiry thread
     * @param housekeeping the housekeeping of the pool; gets the clock's time, and returns after how many nanoseconds
     *     it is to run again, or {@link Timer#NEVER}
     */
    public Expiry(LongSupplier clock, Function<Runnable, Thread> threads, LongUnaryOperator housekeeping) {
        this.clock = clock;
        this.origin = clock.getAsLong();
        this.threads = threads;
        this.housekeeping = housekeeping;
    }

    /** {@return the time since the creation of this expiry, in nanoseconds: the scale of all deadlines} */
    public long now() {
        return clock.getAsLong() - origin;
    }

    /**
     * Returns the time as {@link #now} does, but up to a tenth of a second late: for a call that must cost less than
     * reading the clock. The first call after a pause reads the clock and arms a timer that ends the validity of the
     * time, so nothing ticks while nobody asks.
     *
     * @return the time, on the scale of all deadlines
     */
    public long coarseNow() {
        long time = (long) COARSE_NOW.getOpaque(this);
        return time == UNKNOWN ? readCoarse() : time;
    }

    private long readCoarse() {
        long time = now();
        if (COARSE_NOW.compareAndSet(this, UNKNOWN, time)) {
            try {
                coarseTimer = arm(coarseTimer, coarseEnd, time + COARSE);
            } catch (Throwable e) { // no memory: the next call reads the clock, too
                coarse = UNKNOWN;
            }
        }
        return time;
    }

    private boolean endCoarse(Timer timer, long now) {
        coarse = UNKNOWN;
        return true;
    }

    /**
     * Arms a timer: at the deadline, the expiry thread calls {@link Expirable#expire} of the owner. One thread at a
     * time may arm the timer of an owner, before the operation becomes pending.
     *
     * @param timer the owner's timer, or null if it has none yet
     * @param owner the object that expires
     * @param deadline the deadline, on the clock of {@link #now()}
     * @return the owner's timer from now on
     */
    public Timer arm(Timer timer, Expirable owner, long deadline) {
        Timer armed = timer == null ? new Timer(owner) : timer;
        armed.setDeadline(deadline);
        VarHandle.fullFence(); // writes deadline, reads scheduledFor; the expiry thread does the reverse
        if (armed.scheduledFor() <= deadline) {
            return armed;
        }
        if (!armed.schedule(deadline)) {
            if (armed.scheduledFor() <= deadline) {
                return armed;
            }
            release(armed); // it is in a later slot, which only the expiry thread may empty: leave it there
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
     * Releases a timer: the timer drops its reference to the owner at once. The wheel drops the timer when the timer's
     * slot comes up, or in a sweep.
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

    /** {@return whether the current thread is the expiry thread} */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Requests housekeeping, unless housekeeping runs already. */
    public void requestHousekeeping() {
        if (!keeping || thread == null) { // without a thread an earlier request is still unanswered
            keeping = true;
            wake();
        }
    }

    private void wake() {
        if (thread == null) {
            startThread();
        }
        // also after startThread: another thread may have started it, and it may be asleep again by now
        if ((long) WAKE_AT.getAndSet(this, AWAKE) != AWAKE) {
            LockSupport.unpark(thread);
        }
    }

    private synchronized void startThread() {
        if (thread == null && !closing) {
            try {
                Thread created = threads.apply(this::run);
                created.start();
                thread = created;
                failing = false;
            } catch (Throwable e) { // no more native threads: the next thread that arms a timer or waits tries again
                boolean known = failing;
                failing = true;
                if (!known) {
                    LOG.log(Level.ERROR, "Cannot start the thread that watches deadlines; it will be tried again", e);
                }
            }
        }
    }

    /** {@return whether timers wait because their thread could not be started; then {@link #tryAgain} is of use} */
    public boolean isShortOfThreads() {
        return failing;
    }

    /** Tries again to start the thread, if that has failed. */
    public void tryAgain() {
        if (failing) {
            startThread();
        }
    }

    private void run() {
        try {
            while (!closing) {
                try {
                    turn();
                } catch (Throwable e) { // timers must go on, with whatever is thrown, and when memory is used up
                    failed(e);
                }
            }
        } finally {
            ended();
        }
    }

    /**
     * Never throws. The thread must not end for lack of memory: there might be none for another thread either, and
     * nobody may be there who arms a timer later and tries again.
     */
    private void failed(Throwable failure) {
        try {
            LOG.log(Level.ERROR, "Expiry failed", failure);
        } catch (Throwable e) {
            // there is no memory for an entry either
        }
        LockSupport.parkNanos(this, FAILURE_PAUSE);
    }

    /** Called at the end of the thread. Starts another thread unless this object is closing. */
    private void ended() {
        synchronized (this) {
            if (closing || thread != Thread.currentThread()) {
                return;
            }
            thread = null;
        }
        startThread();
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
        VarHandle.fullFence(); // not scheduled now: a thread that arms the timer from here on inserts it
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
        } catch (Throwable e) { // one timer that fails does not keep the following timers from expiring
            if (e instanceof VirtualMachineError) { // no memory: the timer is tried again after a pause
                again(timer, now + FAILURE_PAUSE);
            }
            logFailure(owner, e);
        }
    }

    private static void logFailure(Expirable owner, Throwable failure) {
        try {
            LOG.log(Level.ERROR, () -> "Expiry of " + owner + " failed", failure);
        } catch (Throwable e) {
            // there is no memory for an entry either
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
            keepAt = Timer.NEVER;
            VarHandle.fullFence();
            long after = FAILURE_PAUSE; // should it throw
            try {
                after = housekeeping.applyAsLong(clock.getAsLong());
            } finally {
                if (after != Timer.NEVER) {
                    keepAt = now() + after;
                    keeping = true;
                }
            }
        }
    }

    /**
     * Ends the thread. Timers that have not come up by then never come up.
     *
     * @param millis how long to wait for the thread's end at most
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
            LOG.log(Level.ERROR, "Thread " + ending.getName() + " does not end");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
