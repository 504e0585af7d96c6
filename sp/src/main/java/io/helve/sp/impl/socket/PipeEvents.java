package io.helve.sp.impl.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.impl.pipe.Pipe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls a socket's callbacks for pipe events, one after the other on the completion pool. Nothing is queued where there
 * are none.
 *
 * <p>The handle for that is there from the first callback on, with an operation that waits for the next event: so that
 * a callback that lets pipes in or not cannot be left out for want of one. If it is ended by force all the same, pipes
 * that would have been asked about are closed.
 */
final class PipeEvents implements AioCanceller {
    private static final Logger LOG = System.getLogger(PipeEvents.class.getName());

    /** An event, and what follows it on the same thread. */
    private record Event(SpPipeEvent type, Pipe pipe, Runnable next) {}

    private final AioFactory factory;

    /** Those of its tenant's sockets that have callbacks; this is among them from the first callback to the end. */
    private final Set<PipeEvents> active;

    /** Guarded by this, as all below. */
    private final Map<SpPipeEvent, Consumer<? super SpPipe>> callbacks = new EnumMap<>(SpPipeEvent.class);

    private final Queue<Event> queue = new ArrayDeque<>();

    /** Pipes that have been announced and will be taken leave of. */
    private final Set<Pipe> present = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Pipes that have gone before they were announced. */
    private final Set<Pipe> early = Collections.newSetFromMap(new IdentityHashMap<>());

    private Aio aio;

    /** The operation that waits for the next event. */
    private AioOperation armed;

    /** Whether somebody empties the queue, or is about to. */
    private boolean running;

    /** The thread that a callback runs on. */
    private Thread caller;

    /** Whether no callback can be run any more. */
    private boolean broken;

    /** Whether the socket is closed: what is present goes, and that is all. */
    private boolean closing;

    private boolean ended;

    PipeEvents(AioFactory factory, Set<PipeEvents> active) {
        this.factory = factory;
        this.active = active;
    }

    void set(SpPipeEvent event, Consumer<? super SpPipe> callback) {
        if (callback == null) {
            synchronized (this) {
                callbacks.remove(event);
            }
            return;
        }
        boolean first;
        synchronized (this) {
            first = aio == null && !closing;
        }
        Aio made = first ? factory.alloc(this::turn) : null;
        boolean taken = false;
        synchronized (this) {
            if (made != null && aio == null && !closing) {
                aio = made;
                running = true; // until it is armed
                taken = true;
                active.add(this);
            }
            if (!closing) {
                callbacks.put(event, callback);
            }
        }
        if (taken) {
            arm();
        } else if (made != null) {
            made.reap();
        }
    }

    // ---- what happens

    /**
     * Has the callback called that may reject a pipe.
     *
     * @param next what follows it, on the same thread; without a callback, and nothing before it, at once
     */
    void before(Pipe pipe, Runnable next) {
        Event event = new Event(SpPipeEvent.BEFORE_ADD, pipe, next);
        boolean queued;
        AioOperation woken;
        synchronized (this) {
            queued = put(event);
            woken = wake();
        }
        if (queued) {
            run(woken);
        } else {
            skip(event);
        }
    }

    /**
     * A pipe has become part of the socket. If it has gone again before that could be told, both is told now, in this
     * order.
     */
    void added(Pipe pipe) {
        AioOperation woken;
        synchronized (this) {
            if (ended) {
                return;
            }
            put(new Event(SpPipeEvent.AFTER_ADD, pipe, null));
            if (early.remove(pipe)) {
                put(new Event(SpPipeEvent.AFTER_REMOVE, pipe, null));
            } else {
                present.add(pipe);
            }
            woken = wake();
        }
        run(woken);
    }

    /** A pipe that was part of the socket is not any more. */
    void removed(Pipe pipe) {
        AioOperation woken;
        boolean release;
        synchronized (this) {
            if (ended) {
                return;
            }
            if (present.remove(pipe)) {
                put(new Event(SpPipeEvent.AFTER_REMOVE, pipe, null));
            } else {
                early.add(pipe);
            }
            woken = wake();
            release = isLast();
        }
        run(woken);
        if (release) {
            release();
        }
    }

    /** {@return whether it has been queued; otherwise there is nothing to call, or no way to do it} */
    private boolean put(Event event) {
        return (running || !broken && callbacks.containsKey(event.type)) && queue.add(event);
    }

    /** {@return what has to be ended now, or null} */
    private AioOperation wake() {
        if (running || queue.isEmpty()) {
            return null;
        }
        AioOperation woken = armed;
        armed = null;
        running = true;
        return woken;
    }

    private void run(AioOperation woken) {
        if (woken != null && !woken.finish(AioError.OK, 0)) {
            fail(); // it has been ended by force
        }
    }

    // ---- the handle

    /** Waits for the next event, or has what there is dealt with at once. */
    private void arm() {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            fail();
            return;
        }
        AioError asked;
        boolean now;
        synchronized (this) {
            asked = operation.cancelReason();
            now = !queue.isEmpty();
            if (asked == null && !now) {
                armed = operation;
                running = false;
                notifyAll();
            }
        }
        if (asked != null) {
            operation.finish(asked, 0);
        } else if (now) {
            run(operation);
        }
    }

    private void turn(Aio done) {
        if (done.result() != AioError.OK) {
            fail();
            return;
        }
        for (Event event = next(true); event != null; event = next(true)) {
            call(event);
        }
        boolean release;
        synchronized (this) {
            running = !queue.isEmpty();
            release = isLast();
            running = !release; // until it is armed
        }
        if (release) {
            release();
        } else {
            arm();
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        synchronized (this) {
            if (armed == null || !armed.equals(operation)) {
                return;
            }
            armed = null;
            broken = true;
        }
        operation.finish(reason, 0);
    }

    @Override
    public String describe() {
        return "waiting for pipe events";
    }

    /** No user code runs here any more: whoever would have been asked about is not let in. */
    private void fail() {
        synchronized (this) {
            broken = true;
            armed = null;
            running = true;
        }
        for (Event event = next(false); event != null; event = next(false)) {
            skip(event);
        }
    }

    private synchronized Event next(boolean keepsRunning) {
        Event event = queue.poll();
        caller = null;
        if (event == null && !keepsRunning) {
            running = false;
            notifyAll();
        }
        return event;
    }

    private void skip(Event event) {
        boolean asks;
        synchronized (this) {
            asks = event.type == SpPipeEvent.BEFORE_ADD && callbacks.containsKey(event.type);
        }
        if (asks) {
            event.pipe.close();
        }
        if (event.next != null) {
            event.next.run();
        }
    }

    private void call(Event event) {
        boolean before = event.type == SpPipeEvent.BEFORE_ADD;
        Consumer<? super SpPipe> callback;
        synchronized (this) {
            callback = callbacks.get(event.type);
            caller = callback == null ? null : Thread.currentThread();
        }
        if (callback != null && !(before && event.pipe.isClosed())) {
            try {
                callback.accept(event.pipe);
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "A callback for pipe events has failed", e);
                if (before) {
                    event.pipe.close(); // it has not been let in
                }
            }
        }
        if (event.next != null) {
            event.next.run();
        }
    }

    // ---- the end

    /** The socket is closed: callbacks are kept until the last event only. */
    void close() {
        boolean release;
        synchronized (this) {
            closing = true;
            release = isLast();
        }
        if (release) {
            release();
        }
    }

    /** {@return whether this thread is inside a callback} */
    synchronized boolean isCalling() {
        return caller == Thread.currentThread();
    }

    /** Waits for callbacks, but not longer than that; afterwards none begins. */
    void stop(long deadline) {
        boolean interrupted = false;
        synchronized (this) {
            closing = true;
            try {
                for (long left = deadline - System.nanoTime();
                        running && left > 0;
                        left = deadline - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (running && !isCalling()) {
                LOG.log(Level.WARNING, "A callback for pipe events still runs though its tenant is closed");
            }
            forget();
        }
        release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether nothing will come any more; then callbacks are forgotten, once. Under the monitor. */
    private boolean isLast() {
        boolean last = closing && !running && present.isEmpty();
        if (last) {
            forget();
        }
        return last;
    }

    private void forget() {
        ended = true;
        callbacks.clear();
        present.clear();
        early.clear();
        notifyAll();
    }

    private void release() {
        active.remove(this);
        Aio handle;
        synchronized (this) {
            handle = aio;
        }
        if (handle != null) {
            handle.reap();
        }
    }
}
