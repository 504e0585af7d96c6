package io.helve.impl;

import io.helve.internal.SharedThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A thread on which many depend, such as an event loop: it does one thing after the other. */
public final class LoopThread extends Thread implements SharedThread, AutoCloseable {
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    public LoopThread() {
        super("shared-loop");
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                // an interrupt that somebody has left behind; tests look for it in their own tasks
            }
        }
    }

    /** Has the thread do something. {@return done when it has been done, or has failed} */
    public CompletableFuture<Void> later(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Override
    public void close() {
        closed = true;
        tasks.add(() -> {});
    }
}
