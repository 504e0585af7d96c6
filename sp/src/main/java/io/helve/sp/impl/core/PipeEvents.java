package io.helve.sp.impl.core;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/** Calls a socket's callbacks for pipe events, one after the other on the completion pool. Nothing is queued where there are none. */
final class PipeEvents {
    private static final Logger LOG = System.getLogger(PipeEvents.class.getName());

    private final AioFactory factory;

    /** Guarded by this, as all below. */
    private final Map<SpPipeEvent, Consumer<? super SpPipe>> callbacks = new EnumMap<>(SpPipeEvent.class);

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean running;

    PipeEvents(AioFactory factory) {
        this.factory = factory;
    }

    synchronized void set(SpPipeEvent event, Consumer<? super SpPipe> callback) {
        if (callback == null) {
            callbacks.remove(event);
        } else {
            callbacks.put(event, callback);
        }
    }

    /**
     * Has an event's callback called.
     *
     * @param next what follows it, on the same thread; without a callback, and nothing before it, at once
     */
    void fire(SpPipeEvent event, Pipe pipe, Runnable next) {
        boolean starts = false;
        boolean inline;
        synchronized (this) {
            inline = !callbacks.containsKey(event) && !running;
            if (!inline) {
                queue.add(() -> call(event, pipe));
                queue.add(next);
                starts = !running;
                running = true;
            }
        }
        if (inline) {
            next.run();
        } else if (starts) {
            start();
        }
    }

    private void start() {
        try {
            Aio turn = factory.alloc(aio -> {
                runAll();
                aio.reap();
            });
            AioOperation operation = AioOperation.start(turn, null);
            if (operation != null) {
                operation.finish(AioError.OK, 0);
                return;
            }
        } catch (AioException e) {
            LOG.log(Level.DEBUG, "No callbacks for pipe events any more", e);
        }
        synchronized (this) {
            callbacks.clear(); // no user code runs here
        }
        runAll();
    }

    private void call(SpPipeEvent event, Pipe pipe) {
        Consumer<? super SpPipe> callback;
        synchronized (this) {
            callback = callbacks.get(event);
        }
        if (callback != null) {
            callback.accept(pipe);
        }
    }

    private void runAll() {
        for (; ; ) {
            Runnable next;
            synchronized (this) {
                next = queue.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "A callback for pipe events has failed", e);
            }
        }
    }
}
