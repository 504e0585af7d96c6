package io.helve.races.stress;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Finishes later what was cancelled or cannot be cancelled, on a thread that has nothing else to do. */
final class Janitor implements Runnable {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

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
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    void close() {
        closing = true;
    }
}
