package io.helve.impl.file;

import io.helve.internal.SafeLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bounded set of threads, started when needed and ended after idling, and the queue in which work waits for them. */
final class FileThreads {
    private static final System.Logger LOG = SafeLogger.of(FileThreads.class);

    /** How many threads may be written off because nothing ends the system call they are in. */
    private static final int WRITTEN_OFF_MAX = 256;

    /** Guards everything here, and the states of the work that waits here. */
    final ReentrantLock lock;

    private final Condition available;
    private final ThreadFactory factory;
    private final long idleNanos;
    private final WorkList queue = new WorkList();
    /** Those not known to have ended, for close to join. */
    private final List<Thread> threads = new ArrayList<>();

    private int limit;
    private int alive;
    private int idle;

    /** Whether a thread could not be started. */
    private boolean wanted;

    private boolean closed;

    private int writtenOff;

    FileThreads(ReentrantLock lock, ThreadFactory factory, int limit, Duration idleTime) {
        this.lock = lock;
        this.available = lock.newCondition();
        this.factory = factory;
        this.limit = limit;
        this.idleNanos = idleTime.toNanos();
    }

    /** Under the lock: puts work at the end of the queue; false if no thread will ever come for it. */
    boolean enqueue(Work work) {
        queue.add(work);
        // Threads that were woken but have not come yet still count as idle, and what they will take as queued.
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
     * Queues work again, under the lock. Only a thread of this set calls this, and it looks for work immediately
     * afterwards, so no other thread needs to wake up.
     */
    void requeue(Work work) {
        queue.add(work);
    }

    /** Puts work at the end of the queue; false if no thread will ever come for it. */
    boolean submit(Work work) {
        lock.lock();
        try {
            return enqueue(work);
        } finally {
            lock.unlock();
        }
    }

    /** Does the work soon: on a thread of this set, or here if there is none left. */
    void execute(Work work) {
        if (!submit(work)) {
            work.run();
        }
    }

    private void startThread() {
        threads.removeIf(t -> t.getState() == Thread.State.TERMINATED);
        try {
            Thread thread = factory.newThread(this::work);
            threads.add(thread);
            thread.start();
            alive++;
            wanted = false;
        } catch (Throwable e) { // a thread that takes work, or more work that comes, tries again
            boolean known = wanted;
            wanted = true;
            if (!known) {
                LOG.log(System.Logger.Level.WARNING, "No thread to be had; " + alive + " carry on", e);
            }
        }
    }

    private void work() {
        boolean ended = false;
        try {
            for (Work work = next(); work != null; work = next()) {
                run(work);
            }
            ended = true;
        } finally {
            if (!ended) {
                died();
            }
        }
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (Throwable e) { // the thread lives on
            LOG.log(System.Logger.Level.ERROR, "A file operation failed unexpectedly", e);
        }
    }

    /** A thread dies of something that it could not survive: another one takes its place. */
    private void died() {
        lock.lock();
        try {
            alive--;
            if (queue.size() > idle && alive < limit) {
                startThread();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work; null if the thread shall end. What is queued is done even when closed. */
    private Work next() {
        lock.lock();
        try {
            long remaining = idleNanos;
            while (alive <= limit) {
                Work work = queue.poll();
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
                available.signal(); // what this one would have done
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private long await(long nanos) {
        idle++;
        try {
            return available.awaitNanos(nanos);
        } catch (InterruptedException e) {
            return nanos; // nobody has reason to; the flag is clear again
        } finally {
            idle--;
        }
    }

    /**
     * A thread of this set stays in a system call that nothing ends: another thread may be there instead. When the thread
     * comes back after all, one of them ends after idling, and the set has one more from then on, up to the bound.
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

    /** Lets the threads do what is queued and end; they are joined by {@link #join}. */
    void close() {
        lock.lock();
        try {
            closed = true;
            available.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of the threads; an interrupt does not end the wait. */
    void join(long deadlineNanos) {
        List<Thread> left;
        lock.lock();
        try {
            left = new ArrayList<>(threads);
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : left) {
            interrupted |= join(thread, deadlineNanos);
            if (thread.isAlive() && thread != Thread.currentThread()) {
                StackTraceElement[] stack = thread.getStackTrace();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Thread " + thread.getName() + " does not end: it is in "
                                + (stack.length == 0 ? "its last step" : stack[0]));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean join(Thread thread, long deadlineNanos) {
        boolean interrupted = false;
        long left = deadlineNanos - System.nanoTime();
        while (thread != Thread.currentThread() && thread.isAlive() && left > 0) {
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
