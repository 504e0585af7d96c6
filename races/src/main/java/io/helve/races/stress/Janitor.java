package io.helve.races.stress;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Finishes later what was cancelled or cannot be cancelled, on a thread that has nothing else to do. */
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

    /** Does one task, if there is one; may be called by any thread. */
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

    /** Returns when what it has begun to finish has been noted too. */
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
