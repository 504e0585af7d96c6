package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Work items that must run one after the other, such as the reads at a file's current position. All of them together
 * wait for a thread as a single work item, so at most one of them runs at a time.
 */
final class SerialWork extends FileWork {
    private final FileThreads threads;

    @GuardedBy("threads.lock")
    private final FileWorkQueue waiting = new FileWorkQueue();

    /** Whether this object is in the threads' queue, or one of its items is running. */
    @GuardedBy("threads.lock")
    private boolean scheduled;

    /** The running item. Written by {@link #take}; afterwards only the thread that runs the item uses the field. */
    private FileWork current;

    SerialWork(FileThreads threads) {
        this.threads = threads;
    }

    /** Adds an item. {@return false if there is no thread, and none can be started; the item is not added then} */
    boolean add(FileWork work) {
        threads.lock.lock();
        try {
            waiting.add(work);
            if (!scheduled) {
                scheduled = threads.enqueue(this);
                if (!scheduled) {
                    waiting.remove(work);
                    return false;
                }
            }
            return true;
        } finally {
            threads.lock.unlock();
        }
    }

    @Override
    @GuardedBy("threads.lock")
    boolean take() {
        current = waiting.poll();
        scheduled = current != null;
        return scheduled && current.take();
    }

    @Override
    void run() {
        try {
            current.run();
        } finally {
            threads.lock.lock();
            try {
                current = null;
                scheduled = waiting.size() > 0;
                if (scheduled) {
                    threads.requeue(this);
                }
            } finally {
                threads.lock.unlock();
            }
        }
    }
}
