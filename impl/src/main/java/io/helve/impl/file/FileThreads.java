package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.internal.SafeLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A bounded set of threads, with the queue of their work. Threads start when needed and end after an idle time. */
final class FileThreads {
    private static final System.Logger LOG = SafeLogger.of(FileThreads.class);

    /** How many threads may be written off because nothing ends the system call they are in. */
    private static final int WRITTEN_OFF_MAX = 256;

    /** How long a thread without memory waits until it goes on. */
    private static final long AGAIN_NANOS = 1_000_000;

    /** The service's lock: guards the queue, the threads, and the states of all work. */
    final ReentrantLock lock;

    private final Condition available;
    private final ThreadFactory factory;
    private final long idleNanos;

    @GuardedBy("lock")
    private final FileWorkQueue queue = new FileWorkQueue();

    /** The threads that may still be running; {@link #join} waits for them. */
    @GuardedBy("lock")
    private final List<Thread> threads = new ArrayList<>();

    @GuardedBy("lock")
    private int limit;

    @GuardedBy("lock")
    private int alive;

    /** The threads that wait for work, including threads that were woken and have not taken their work yet. */
    @GuardedBy("lock")
    private int idle;

    /** Whether the last start of a thread has failed. */
    @GuardedBy("lock")
    private boolean wanted;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private int writtenOff;

    FileThreads(ReentrantLock lock, ThreadFactory factory, int limit, Duration idleTime) {
        this.lock = lock;
        this.available = lock.newCondition();
        this.factory = factory;
        this.limit = limit;
        this.idleNanos = idleTime.toNanos();
    }

    /**
     * Puts work at the end of the queue.
     *
     * @return false if there is no thread, and none can be started; the work is not queued then
     */
    @GuardedBy("lock")
    boolean enqueue(FileWork work) {
        queue.add(work);
        // A thread that was woken and has not taken its work yet counts as idle, and its work counts as queued.
        if (queue.size() <= idle) {
            available.signal();
        } else if (alive < limit && !closed) {
            startThread();
        }
        if (alive == 0) {
            queue.remove(work);
            return false;
        }
        return true;
    }

    /**
     * Queues work again. Only a thread of this set calls this method, and the thread takes the next work immediately
     * afterwards, so no other thread has to wake up.
     */
    @GuardedBy("lock")
    void requeue(FileWork work) {
        queue.add(work);
    }

    /**
     * Puts work at the end of the queue. The caller need not hold the lock.
     *
     * @return false if there is no thread, and none can be started; the work is not queued then
     */
    boolean submit(FileWork work) {
        lock.lock();
        try {
            return enqueue(work);
        } finally {
            lock.unlock();
        }
    }

    /** Runs work on a thread of this set, or on the calling thread if the set has no thread any more. */
    void execute(FileWork work) {
        if (!submit(work)) {
            work.run();
        }
    }

    /** Starts a thread if the system gives one. Never throws: the work is in the queue already. */
    @GuardedBy("lock")
    private void startThread() {
        try {
            threads.removeIf(t -> !t.isAlive());
            Thread thread = factory.newThread(this::work);
            threads.add(thread);
            thread.start();
            alive++;
            wanted = false;
        } catch (Throwable e) { // the next thread that takes work, or the next work, tries again
            boolean known = wanted;
            wanted = true;
            if (!known) {
                logFailure(alive, e);
            }
        }
    }

    private static void logFailure(int left, Throwable failure) {
        try {
            LOG.log(System.Logger.Level.WARNING, "No thread to be had; " + left + " carry on", failure);
        } catch (Throwable e) {
            // there is no memory for an entry either
        }
    }

    private void work() {
        boolean ended = false;
        while (!ended) {
            try {
                for (FileWork work = next(); work != null; work = next()) {
                    run(work);
                }
                ended = true;
            } catch (Throwable e) { // no memory: this thread stays, because a replacement would need memory, too
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private static void run(FileWork work) {
        try {
            work.run();
        } catch (Throwable e) { // the thread goes on
            LOG.log(System.Logger.Level.ERROR, "A file operation failed unexpectedly", e);
        }
    }

    /** {@return the next work, or null if the thread has to end} A closed set still runs the queued work. */
    private FileWork next() {
        lock.lock();
        try {
            long remaining = idleNanos;
            while (alive <= limit) {
                FileWork work = queue.poll();
                if (work != null) {
                    if (wanted && queue.size() > idle && alive < limit) {
                        startThread();
                    }
                    if (work.take()) {
                        return work;
                    }
                } else if (closed || remaining <= 0) {
                    break;
                } else {
                    remaining = await(remaining);
                }
            }
            alive--;
            if (queue.size() > 0) {
                available.signal(); // another thread takes the work that this thread would have taken
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private long await(long nanos) {
        idle++;
        try {
            return available.awaitNanos(nanos);
        } catch (InterruptedException e) {
            return nanos; // no code of Helve interrupts these threads; the flag is clear again
        } finally {
            idle--;
        }
    }

    /**
     * Raises the limit by one, because a thread of this set stays in a system call that nothing ends. The limit stays
     * raised if that call returns after all. At most {@value #WRITTEN_OFF_MAX} threads are written off.
     */
    void writeOff() {
        lock.lock();
        try {
            if (writtenOff < WRITTEN_OFF_MAX) {
                writtenOff++;
                limit++;
                if (queue.size() > idle && alive < limit && !closed) {
                    startThread();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void configure(int threads) {
        lock.lock();
        try {
            limit = threads;
            available.signalAll();
            for (int wanted = queue.size() - idle; wanted > 0 && alive < limit && !closed; wanted--) {
                startThread();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the threads end when the queue is empty; {@link #join} waits for their end. */
    void close() {
        lock.lock();
        try {
            closed = true;
            available.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the threads have ended, or until the deadline. The threads include those that another thread of this
     * set starts meanwhile, for queued work that had no thread before. An interrupt does not end the wait.
     */
    void join(long deadlineNanos) {
        boolean interrupted = false;
        List<Thread> seen = new ArrayList<>();
        for (List<Thread> left = running(seen); !left.isEmpty(); left = running(seen)) {
            for (Thread thread : left) {
                interrupted |= join(thread, deadlineNanos);
                if (thread.isAlive()) {
                    StackTraceElement[] stack = thread.getStackTrace();
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "Thread " + thread.getName() + " does not end: it is in "
                                    + (stack.length == 0 ? "its last step" : stack[0]));
                }
            }
            seen.addAll(left);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the threads that run, without the current one and those that are given} */
    private List<Thread> running(List<Thread> except) {
        lock.lock();
        try {
            return threads.stream()
                    .filter(thread -> thread.isAlive() && thread != Thread.currentThread() && !except.contains(thread))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static boolean join(Thread thread, long deadlineNanos) {
        boolean interrupted = false;
        long left = deadlineNanos - System.nanoTime();
        while (thread.isAlive() && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = deadlineNanos - System.nanoTime();
        }
        return interrupted;
    }
}
