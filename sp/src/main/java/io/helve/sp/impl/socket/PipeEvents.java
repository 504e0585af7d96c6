package io.helve.sp.impl.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioFactory;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.impl.pipe.Pipe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Calls a socket's callbacks for pipe events, one after the other by {@link SerialCallbacks}. For a socket without
 * callbacks nothing is queued.
 *
 * <p>A pipe that a callback should have been asked about, but could not be, is closed: nothing gets in unasked.
 *
 * <pre>
 *   OPEN --close--> CLOSING --the last pipe is gone and its callback has returned, or stop--> ENDED
 * </pre>
 */
final class PipeEvents {
    private static final Logger LOG = System.getLogger(PipeEvents.class.getName());

    private enum State {
        /** Callbacks can be set. */
        OPEN,

        /** The socket is closed: the pipes that are left go, and are told of. */
        CLOSING,

        /** No callback is called any more. */
        ENDED
    }

    /** An event, and what follows it on the same thread. */
    private final class Event implements SerialCallbacks.Task {
        private final SpPipeEvent type;
        private final Pipe pipe;
        private final Runnable next;

        Event(SpPipeEvent type, Pipe pipe, Runnable next) {
            this.type = type;
            this.pipe = pipe;
            this.next = next;
        }

        @Override
        public void run() {
            boolean asks = type == SpPipeEvent.BEFORE_ADD;
            Consumer<? super SpPipe> callback = callback(type);
            if (callback != null && !(asks && pipe.isClosed())) {
                try {
                    callback.accept(pipe);
                } catch (Throwable e) {
                    LOG.log(Level.ERROR, "A callback for pipe events has failed", e);
                    if (asks) {
                        pipe.close(); // the callback has not let it in
                    }
                }
            }
            next.run();
        }

        @Override
        public void skip() {
            if (type == SpPipeEvent.BEFORE_ADD && callback(type) != null) {
                pipe.close();
            }
            next.run();
        }
    }

    private static final Runnable NOTHING = () -> {};

    /** The events of the tenant's sockets that have callbacks; contains this from the first callback to the end. */
    private final Set<PipeEvents> active;

    private final SerialCallbacks serial;

    @GuardedBy("this")
    private final Map<SpPipeEvent, Consumer<? super SpPipe>> callbacks = new EnumMap<>(SpPipeEvent.class);

    /** Pipes whose AFTER_ADD is queued or done, and whose AFTER_REMOVE is not. */
    @GuardedBy("this")
    private final Set<Pipe> present = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Pipes that were removed before their AFTER_ADD was queued. */
    @GuardedBy("this")
    private final Set<Pipe> early = Collections.newSetFromMap(new IdentityHashMap<>());

    @GuardedBy("this")
    private State state = State.OPEN;

    PipeEvents(AioFactory factory, Set<PipeEvents> active) {
        this.active = active;
        serial = new SerialCallbacks(factory, this::endIfLast);
    }

    /** Sets or, by null, removes a callback; afterwards the socket may have been closed, and then nothing is set. */
    void set(SpPipeEvent event, Consumer<? super SpPipe> callback) {
        synchronized (this) {
            if (callback == null) {
                callbacks.remove(event);
                return;
            }
            if (state != State.OPEN) {
                return;
            }
            active.add(this);
        }
        boolean opened = false;
        try {
            serial.open();
            opened = true;
        } finally {
            synchronized (this) {
                if (opened && state == State.OPEN) {
                    callbacks.put(event, callback);
                }
            }
            endIfLast(); // the socket may have been closed in between
        }
    }

    private synchronized Consumer<? super SpPipe> callback(SpPipeEvent type) {
        return callbacks.get(type);
    }

    /**
     * Has the callback called that may reject a pipe.
     *
     * @param next what follows the callback, on the same thread; at once if nothing is queued and there is no callback
     */
    void before(Pipe pipe, Runnable next) {
        Event event = new Event(SpPipeEvent.BEFORE_ADD, pipe, next);
        boolean queued;
        synchronized (this) {
            queued = put(event);
        }
        if (queued) {
            serial.pump();
        } else {
            event.skip();
        }
    }

    /**
     * A pipe has become part of the socket. If it was removed before this call, both events are queued now, in their
     * order.
     */
    void added(Pipe pipe) {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            put(new Event(SpPipeEvent.AFTER_ADD, pipe, NOTHING));
            if (early.remove(pipe)) {
                put(new Event(SpPipeEvent.AFTER_REMOVE, pipe, NOTHING));
            } else {
                present.add(pipe);
            }
        }
        serial.pump();
    }

    /** A pipe that was part of the socket is not any more. */
    void removed(Pipe pipe) {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            if (present.remove(pipe)) {
                put(new Event(SpPipeEvent.AFTER_REMOVE, pipe, NOTHING));
            } else {
                early.add(pipe);
            }
        }
        serial.pump();
        endIfLast();
    }

    /**
     * Queues an event if there is a callback for it, or something before it that it has to wait for.
     *
     * @return whether it was queued; otherwise there is nothing to call, or no way to call it
     */
    @GuardedBy("this")
    private boolean put(Event event) {
        return (callbacks.containsKey(event.type) || !serial.isIdle()) && serial.add(event);
    }

    /** The socket is closed: callbacks are kept until the last event only. */
    void close() {
        synchronized (this) {
            if (state == State.OPEN) {
                state = State.CLOSING;
            }
        }
        endIfLast();
    }

    /** {@return whether this thread is inside a callback} */
    boolean isCalling() {
        return serial.isCalling();
    }

    /** Waits for callbacks, but not longer than a deadline; afterwards no callback begins. */
    void stop(long deadline) {
        close();
        if (!serial.await(deadline) && !isCalling()) {
            LOG.log(Level.WARNING, "A callback for pipe events still runs though its tenant is closed");
        }
        synchronized (this) {
            end();
        }
        release();
    }

    /** Ends when the socket is closed and nothing will come any more. Called without a lock. */
    private void endIfLast() {
        boolean last;
        synchronized (this) {
            last = state == State.CLOSING && serial.isIdle() && present.isEmpty();
            if (last) {
                end();
            }
        }
        if (last) {
            release();
        }
    }

    @GuardedBy("this")
    private void end() {
        state = State.ENDED;
        callbacks.clear();
        present.clear();
        early.clear();
    }

    private void release() {
        active.remove(this);
        serial.close();
    }
}
