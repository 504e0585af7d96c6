package io.helve.impl.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioHistogram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The threads of a pool, and which of them are parked. The thread that takes a worker from the parked workers, under
 * the lock, has to wake that worker.
 */
final class WorkerSet {
    /** How long a closing pool goes on interrupting callbacks after the last interrupt that has ended a callback. */
    private static final long INTERRUPTING = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long a closing pool interrupts callbacks at most. */
    private static final long INTERRUPTING_MOST = TimeUnit.SECONDS.toNanos(5);

    /** The time between two interrupts. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long a closing pool waits for threads that have left the pool and are about to end. */
    private static final long JOINING = TimeUnit.SECONDS.toNanos(2);

    private final Object lock = new Object();

    /** The parked workers, the most recently parked first. */
    @GuardedBy("lock")
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();

    /** The numbers of the workers that exist. */
    @GuardedBy("lock")
    private final BitSet numbers = new BitSet();

    /** Removed workers whose threads may not have ended yet; close joins them. */
    @GuardedBy("lock")
    private final List<Worker> ending = new ArrayList<>();

    /** The sums of the times that ended workers had recorded. */
    @GuardedBy("lock")
    private final HistogramRecorder pastQueueTime = new HistogramRecorder();

    @GuardedBy("lock")
    private final HistogramRecorder pastRunTime = new HistogramRecorder();

    /**
     * The threads that exist; replaced, never changed. This and the next two fields are written under the lock and read
     * without it.
     */
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

    /** {@return the worker that was parked last, which the caller has to wake, or null if none is parked} */
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
     * @param limit the largest number of workers
     * @param create makes a worker with a number
     * @return the worker, which the caller starts, or null if the limit is reached
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
            more = List.copyOf(
                    more); // allocated before the first field is written, so that an OutOfMemoryError changes nothing
            numbers.set(number);
            all = more;
            live++;
            return worker;
        }
    }

    void remove(Worker worker) {
        synchronized (lock) {
            List<Worker> fewer = new ArrayList<>(all); // allocated before the first field is written
            fewer.remove(worker);
            fewer = List.copyOf(fewer);
            ending.removeIf(ended -> !ended.thread.isAlive());
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

    /** {@return whether the worker has been removed, because there are more workers than the limit} */
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
     * Parks a worker, or removes the worker if there are more workers than the limit.
     *
     * @return whether the worker has been removed
     */
    boolean parkOrRemove(Worker worker, int limit) {
        synchronized (lock) {
            if (removeSurplus(worker, limit)) {
                return true;
            }
            if (worker.hasServedSources()) {
                idle.addLast(worker); // it will wait in a source, which it need not leave if others are parked
            } else {
                idle.addFirst(worker);
            }
            idleCount = idle.size();
            return false;
        }
    }

    /**
     * {@return whether the worker was still parked and is not any more; false if a waking thread has taken it before}
     */
    boolean unpark(Worker worker) {
        synchronized (lock) {
            boolean left = idle.remove(worker);
            idleCount = idle.size();
            return left;
        }
    }

    /**
     * {@return whether the parked worker has been removed: there are more workers than the minimum, and no waking
     * thread has taken it before}
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

    /** Wakes the parked workers to apply the changed limits. */
    void lookAgain() {
        List<Worker> parked;
        synchronized (lock) {
            parked = List.copyOf(idle);
        }
        for (Worker worker : parked) {
            worker.looksAgain = true;
            worker.wake();
        }
    }

    /**
     * Waits until no completion is queued and all workers but the current thread have ended, and interrupts callbacks
     * that still run at the deadline.
     *
     * @param deadline until when to wait, as {@link System#nanoTime()} tells the time
     * @param queued whether completions are queued. Between the end of one worker and the start of the next there may
     *     be none, although a completion is queued. If the current thread is a worker, its pool may have no other one
     *     for the completions, so it does not wait for them.
     * @return the workers that are left
     */
    List<Worker> awaitEnd(long deadline, BooleanSupplier queued) {
        Thread current = Thread.currentThread();
        boolean isWorker = all.stream().anyMatch(worker -> worker.thread == current);
        // asked in this order: a worker that has taken the last completion is in the list until it ends
        BooleanSupplier remain =
                () -> !isWorker && queued.getAsBoolean() || !except(current).isEmpty();
        boolean interrupted = awaitGone(remain, deadline);
        long now = System.nanoTime();
        long last = now + INTERRUPTING_MOST;
        long end = now + INTERRUPTING;
        List<Worker> left = except(current);
        for (long seen = runs(left); remain.getAsBoolean() && now - end < 0 && now - last < 0; ) {
            left.forEach(worker -> worker.thread.interrupt());
            interrupted |= awaitGone(remain, now + PATIENCE);
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
        return all.stream().filter(worker -> worker.thread != current).toList();
    }

    private static long runs(List<Worker> workers) {
        return workers.stream().mapToLong(Worker::runs).sum();
    }

    /**
     * Waits until nothing remains to be awaited.
     *
     * @return whether the current thread was interrupted
     */
    private boolean awaitGone(BooleanSupplier remain, long deadline) {
        boolean interrupted = false;
        synchronized (lock) {
            for (long left = deadline - System.nanoTime();
                    left > 0 && remain.getAsBoolean();
                    left = deadline - System.nanoTime()) {
                try { // not for long, because nobody tells when the queue has become empty
                    TimeUnit.NANOSECONDS.timedWait(lock, Math.max(Math.min(left, PATIENCE), 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        return interrupted;
    }

    /**
     * Waits for the threads of workers that have left the pool and are about to end. The time limit is reached only on
     * a machine that stalls.
     *
     * @return whether the current thread was interrupted
     */
    private boolean joinEnding(Thread current) {
        List<Worker> joined;
        synchronized (lock) {
            joined = ending.stream().filter(worker -> worker.thread != current).toList();
        }
        boolean interrupted = false;
        long end = System.nanoTime() + JOINING;
        for (Worker worker : joined) {
            for (long left = JOINING; left > 0 && worker.thread.isAlive(); left = end - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(worker.thread, Math.max(left, 1_000_000));
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
