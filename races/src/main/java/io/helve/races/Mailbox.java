package io.helve.races;

import io.helve.aio.provider.AioEventScope;
import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventWorker;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A source of events whose events are tasks. Like an event loop it has one poller at a time, and the poller does not
 * react to {@code LockSupport.unpark}: only {@link #wakeUp} and events end its wait.
 */
final class Mailbox implements AioEventSource {
    private static final AioEventScope SCOPE = Runnable::run;

    private final AtomicReference<Thread> poller = new AtomicReference<>();

    /** Guarded by this, as the following. */
    private final Queue<Runnable> events = new ArrayDeque<>();

    private boolean waiting;

    private boolean woken;

    @Override
    public boolean poll(AioEventWorker worker) {
        if (!poller.compareAndSet(null, Thread.currentThread())) {
            return false;
        }
        try {
            await(worker);
            runAll();
            return true;
        } finally {
            poller.set(null);
        }
    }

    /** Does what the provider's own thread does when no worker comes. */
    void pollItself() {
        if (poller.compareAndSet(null, Thread.currentThread())) {
            try {
                runAll();
            } finally {
                poller.set(null);
            }
        }
    }

    private synchronized void await(AioEventWorker worker) {
        waiting = true;
        woken = false;
        while (events.isEmpty() && !woken && worker.mayWait()) {
            try {
                wait();
            } catch (InterruptedException e) {
                woken = true;
            }
        }
        waiting = false;
    }

    private void runAll() {
        for (Runnable event = next(); event != null; event = next()) {
            event.run();
        }
    }

    private synchronized Runnable next() {
        return events.poll();
    }

    synchronized void post(Runnable event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public AioEventScope scope() {
        return SCOPE;
    }

    /** Wakes a poller that waits; one that has not begun to wait asks {@link AioEventWorker#mayWait}. */
    @Override
    public synchronized void wakeUp() {
        if (waiting) {
            woken = true;
            notifyAll();
        }
    }
}
