package io.helve.impl.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioHistogram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The threads of a pool: which there are, and which are parked. Whoever takes a worker from the parked ones, under the
 * lock, is the one to wake it.
 */
final class WorkerSet {
    /** For how long callbacks are interrupted when the pool closes, from the last one that went on because of it. */
    private static final long INTERRUPTING = TimeUnit.MILLISECONDS.toNanos(500);

    /** For how long they are interrupted at most, should there be many. */
    private static final long INTERRUPTING_MOST = TimeUnit.SECONDS.toNanos(5);

    /** How long to wait between interrupts. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long to wait for threads that have nothing left to do. */
    private static final long JOINING = TimeUnit.SECONDS.toNanos(2);

    private final Object lock = new Object();

    /** Parked workers, the latest first. */
    @GuardedBy("lock")
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();

    /** Numbers in use. */
    @GuardedBy("lock")
    private final BitSet numbers = new BitSet();

    /** Removed workers that may not have returned yet, for close to join. */
    @GuardedBy("lock")
    private final List<Worker> ending = new ArrayList<>();

    /** What ended workers had recorded. */
    @GuardedBy("lock")
    private final HistogramRecorder pastQueueTime = new HistogramRecorder();

    @GuardedBy("lock")
    private final HistogramRecorder pastRunTime = new HistogramRecorder();

    /** The following are written under the lock. */
    private volatile List<Worker> all = List.of();

    private volatile int idleCount;
    private volatile int live;

    List<Worker> all() {
        return all;
    }

    int live() {
        return live;
    }

    int idle() {
        return idleCount;
    }

    /** {@return the worker parked last, to be woken by the caller; else null} */
    Worker pollIdle() {
        synchronized (lock) {
            Worker parked = idle.pollFirst();
            if (parked != null) {
                idleCount = idle.size();
                parked.woken = true;
            }
            return parked;
        }
    }

    /**
     * Adds a worker.
     *
     * @param limit how many there may be
     * @param create makes a worker with a number
     * @return the worker, to be started by the caller, or null if there are as many
     */
    Worker add(int limit, IntFunction<Worker> create) {
        synchronized (lock) {
            if (live >= limit) {
                return null;
            }
            int number = numbers.nextClearBit(0);
            Worker worker = create.apply(number);
            List<Worker> more = new ArrayList<>(all);
            more.add(worker);
            more = List.copyOf(more); // what needs memory comes first, so that a lack of it changes nothing
            numbers.set(number);
            all = more;
            live++;
            return worker;
        }
    }

    void remove(Worker worker) {
        synchronized (lock) {
            List<Worker> fewer = new ArrayList<>(all); // what needs memory comes first
            fewer.remove(worker);
            fewer = List.copyOf(fewer);
            ending.removeIf(ended -> !ended.isAlive());
            ending.add(worker);
            all = fewer;
            numbers.clear(worker.number);
            live--;
            worker.removed = true;
            worker.queueTime.addTo(pastQueueTime);
            worker.runTime.addTo(pastRunTime);
            lock.notifyAll();
        }
    }

    /** {@return whether the worker has been removed, because there are more than there may be} */
    boolean removeSurplus(Worker worker, int limit) {
        synchronized (lock) {
            if (live <= limit) {
                return false;
            }
            remove(worker);
            return true;
        }
    }

    /**
     * Parks a worker, or removes it if there are more than there may be.
     *
     * @return whether it has been removed
     */
    boolean parkOrRemove(Worker worker, int limit) {
        synchronized (lock) {
            if (removeSurplus(worker, limit)) {
                return true;
            }
            idle.addFirst(worker);
            idleCount = idle.size();
            return false;
        }
    }

    /** {@return whether the worker is not parked any more; false if a waker was first} */
    boolean unpark(Worker worker) {
        synchronized (lock) {
            boolean left = idle.remove(worker);
            idleCount = idle.size();
            return left;
        }
    }

    /**
     * {@return whether a parked worker has been removed, because there are more than there must be and no waker was
     * first}
     */
    boolean removeParked(Worker worker, int min) {
        synchronized (lock) {
            if (live <= min || !unpark(worker)) {
                return false;
            }
            remove(worker);
            return true;
        }
    }

    /** Has parked workers look at the limits again. */
    void lookAgain() {
        List<Worker> parked;
        synchronized (lock) {
            parked = List.copyOf(idle);
        }
        parked.forEach(LockSupport::unpark);
    }

    /**
     * Waits until there are no workers but the current thread, and interrupts callbacks that are running at the
     * deadline.
     *
     * @param deadline until when to wait, as {@link System#nanoTime()} tells the time
     * @return the workers that are left
     */
    List<Worker> awaitEnd(long deadline) {
        Thread current = Thread.currentThread();
        boolean interrupted = awaitGone(current, deadline);
        long now = System.nanoTime();
        long last = now + INTERRUPTING_MOST;
        long end = now + INTERRUPTING;
        List<Worker> left = except(current);
        for (long seen = runs(left); !left.isEmpty() && now - end < 0 && now - last < 0; ) {
            left.forEach(Thread::interrupt);
            interrupted |= awaitGone(current, now + PATIENCE);
            now = System.nanoTime();
            left = except(current);
            long runs = runs(left);
            if (runs != seen) { // a thread goes from one blocked callback into the next
                seen = runs;
                end = now + INTERRUPTING;
            }
        }
        interrupted |= joinEnding(current);
        if (interrupted) {
            current.interrupt();
        }
        return left;
    }

    private List<Worker> except(Thread current) {
        return all.stream().filter(worker -> worker != current).toList();
    }

    private static long runs(List<Worker> workers) {
        return workers.stream().mapToLong(Worker::runs).sum();
    }

    /**
     * Waits until there are no workers but the current thread.
     *
     * @return whether the current thread was interrupted
     */
    private boolean awaitGone(Thread current, long deadline) {
        boolean interrupted = false;
        synchronized (lock) {
            for (long left = deadline - System.nanoTime();
                    left > 0 && !except(current).isEmpty();
                    left = deadline - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        return interrupted;
    }

    /**
     * Waits for workers that have left the pool and are about to return; only a machine that stalls makes it give up.
     *
     * @return whether the current thread was interrupted
     */
    private boolean joinEnding(Thread current) {
        List<Worker> joined;
        synchronized (lock) {
            joined = ending.stream().filter(worker -> worker != current).toList();
        }
        boolean interrupted = false;
        long end = System.nanoTime() + JOINING;
        for (Worker worker : joined) {
            for (long left = JOINING; left > 0 && worker.isAlive(); left = end - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(worker, Math.max(left, 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        return interrupted;
    }

    AioHistogram queueTime() {
        synchronized (lock) {
            return sum(pastQueueTime, worker -> worker.queueTime);
        }
    }

    AioHistogram runTime() {
        synchronized (lock) {
            return sum(pastRunTime, worker -> worker.runTime);
        }
    }

    @GuardedBy("lock")
    private AioHistogram sum(HistogramRecorder past, Function<Worker, HistogramRecorder> recorder) {
        HistogramRecorder sum = new HistogramRecorder();
        past.addTo(sum);
        all.forEach(worker -> recorder.apply(worker).addTo(sum));
        return sum.toHistogram();
    }
}
