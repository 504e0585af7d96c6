package io.helve.impl.osgi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs steps one after the other and without a lock. The thread that adds a step runs it, unless another thread is
 * running steps: then that thread runs the new step, too, and the adding thread does not wait.
 */
final class StepQueue {
    private static final Logger LOG = SafeLogger.of(StepQueue.class);

    @GuardedBy("this")
    private final Deque<Runnable> steps = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean running;

    /** Runs a step, or leaves it to the thread that is running steps. */
    void run(Runnable step) {
        if (!enter(step)) {
            return;
        }
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "A configuration cannot be applied", e);
            }
        }
    }

    private synchronized boolean enter(Runnable step) {
        steps.add(step);
        if (running) {
            return false;
        }
        running = true;
        return true;
    }

    private synchronized Runnable next() {
        Runnable next = steps.poll();
        running = next != null;
        return next;
    }
}
