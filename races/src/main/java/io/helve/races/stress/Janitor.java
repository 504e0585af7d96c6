package io.helve.races.stress;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Finishes operations later that were cancelled or cannot be cancelled, on a thread of its own. */
final class Janitor extends Thread {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    Janitor() {
        super("janitor");
        setDaemon(true);
    }

    void later(Runnable finish) {
        tasks.add(finish);
    }

    /** Runs one task, if a task is queued. Any thread may call this. */
    void help() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    @Override
    public void run() {
        while (!closing) {
            for (int i = tasks.size(); i > 0; i--) {
                help();
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Ends the janitor, and returns when the ledger has all operations that the janitor has begun to finish. */
    void close() {
        closing = true;
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            currentThread().interrupt();
        }
    }
}
