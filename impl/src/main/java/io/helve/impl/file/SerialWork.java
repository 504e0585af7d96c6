package io.helve.impl.file;

/**
 * Work that must be done one after the other, such as the reads at a file's current position: it waits for a thread as
 * one.
 */
final class SerialWork extends Work {
    private final FileThreads threads;
    private final WorkList waiting = new WorkList();
    /** Whether this is in the threads' queue or at work. */
    private boolean scheduled;

    private Work current;

    SerialWork(FileThreads threads) {
        this.threads = threads;
    }

    /** Under the lock; false if no thread will ever come. */
    boolean add(Work work) {
        waiting.add(work);
        if (!scheduled) {
            scheduled = threads.enqueue(this);
            if (!scheduled) {
                waiting.remove(work);
                return false;
            }
        }
        return true;
    }

    @Override
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
