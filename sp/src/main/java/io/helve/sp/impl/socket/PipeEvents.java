package io.helve.sp.impl.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioFactory;
import io.helve.internal.SafeLogger;
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
 * <p>A pipe is closed if its {@code BEFORE_ADD} callback is set but cannot run, so that no pipe is admitted without the
 * callback's consent.
 *
 * <pre>
 *   OPEN --close--> CLOSING --the last pipe is gone and its callback has returned, or stop--> ENDED
 * </pre>
 */
final class PipeEvents {
    private static final Logger LOG = SafeLogger.of(PipeEvents.class);

    enum State {
        /** Callbacks can be set. */
        OPEN,

        /** The socket is closed; callbacks are still called for the removal of the pipes that are left. */
        CLOSING,

        /** No callback is called any more. */
        ENDED;

        /** {@return whether the events of a socket may move from another state to this one} */
        boolean mayFollow(State before) {
            return switch (this) {
                case OPEN -> false;
                case CLOSING -> before == OPEN;
                case ENDED -> before == CLOSING;
            };
        }
    }

    /** An event, and the action that runs after its callback on the same thread. */
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
            boolean mayReject = type == SpPipeEvent.BEFORE_ADD;
            Consumer<? super SpPipe> callback = callback(type);
            if (callback != null && !(mayReject && pipe.isClosed())) {
                try {
                    callback.accept(pipe);
                } catch (Throwable e) {
                    LOG.log(Level.ERROR, "A callback for pipe events has failed", e);
                    if (mayReject) {
                        pipe.close(); // the callback has not admitted the pipe
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

    /**
     * The events of the tenant's sockets that have callbacks; contains this object from the first callback until the
     * state is ENDED.
     */
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

    /** Sets a callback, or removes the callback if the argument is null. Sets nothing if the socket has been closed. */
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
     * Queues the call of the callback that may reject a pipe.
     *
     * @param next runs after the callback, on the same thread; runs at once if no callback is set and the queue is
     *     empty
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
     * Queues the event for a pipe that was added to the socket. If the pipe was removed before this call, both events
     * are queued now, in their order.
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

    /**
     * Queues the event for a pipe that was removed from the socket. If the event for its addition is not queued yet,
     * {@link #added} queues both.
     */
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
     * Queues an event if a callback is set for its type, or if earlier events are still queued.
     *
     * @return whether the event was queued; if not, no callback is set, or no callback can run any more
     */
    @GuardedBy("this")
    private boolean put(Event event) {
        return (callbacks.containsKey(event.type) || !serial.isIdle()) && serial.add(event);
    }

    /** Called when the socket is closed: callbacks are kept until the last event. */
    void close() {
        synchronized (this) {
            if (state == State.OPEN) {
                moveTo(State.CLOSING);
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
            if (state != State.ENDED) {
                end();
            }
        }
        release();
    }

    /** Moves to ENDED if the socket is closed and no more events will come. Called without a lock. */
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
        moveTo(State.ENDED);
        callbacks.clear();
        present.clear();
        early.clear();
    }

    @GuardedBy("this")
    private void moveTo(State next) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("pipe events are " + state + " and cannot become " + next);
        }
        state = next;
    }

    private void release() {
        active.remove(this);
        serial.close();
    }
}
