package io.helve.sp.impl.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after the other on the completion pool: a serial executor on a handle. An operation of the handle
 * waits for the next task; finishing it makes the pool call back, and the callback runs all tasks that are queued.
 *
 * <p>The handle exists from {@link #open} on, so that a task cannot fail for want of one. If the operation is ended by
 * force or the tenant has stopped, no user code can run any more: tasks are then skipped, on the thread that notices.
 *
 * <pre>
 *   UNOPENED --open--> ARMING --queue is empty--> IDLE --pump--> WAKING --callback--> RUNNING
 *                       |  ^                                       ^                     |
 *                       |  '------------------ queue is empty -----|---------------------'
 *                       '------------------ queue has tasks -------'
 *   ARMING, IDLE, WAKING --stopped, or ended by force--> SKIPPING --queue is empty--> BROKEN
 * </pre>
 */
final class SerialCallbacks implements AioCanceller {
    /** A task for the completion pool. */
    interface Task {
        /** Called on the completion pool; must not throw. */
        void run();

        /** Called in place of {@link #run}, by any thread, if no callback can run any more. */
        void skip();
    }

    enum State {
        /** There is no handle yet. */
        UNOPENED,

        /** A thread starts the operation that waits for the next task. */
        ARMING,

        /** The operation waits, and the queue is empty unless {@link #pump} is about to be called. */
        IDLE,

        /** The operation has been finished, and its callback will come. */
        WAKING,

        /** The callback runs tasks. */
        RUNNING,

        /** No callback can run any more; a thread skips the tasks that are left. */
        SKIPPING,

        /** No callback can run any more, and the queue takes no tasks. */
        BROKEN;

        /** {@return whether the callbacks may move from another state to this one, which may be the same state} */
        boolean mayFollow(State before) {
            return switch (this) {
                case UNOPENED -> false;
                case ARMING -> before == UNOPENED || before == RUNNING;
                case IDLE -> before == ARMING;
                case WAKING -> before == ARMING || before == IDLE;
                case RUNNING -> before == WAKING || before == RUNNING;
                case SKIPPING -> before == ARMING || before == IDLE || before == WAKING || before == SKIPPING;
                case BROKEN -> before != UNOPENED && before != RUNNING;
            };
        }
    }

    private final AioFactory factory;

    /** Called without a lock whenever all tasks are done. */
    private final Runnable idle;

    @GuardedBy("this")
    private final Queue<Task> queue = new ArrayDeque<>();

    @GuardedBy("this")
    private State state = State.UNOPENED;

    /** Written once, before the state is ARMING. */
    private volatile Aio aio;

    /** The operation that waits; in IDLE only. */
    @GuardedBy("this")
    private AioOperation armed;

    /** The thread that runs a task. */
    @GuardedBy("this")
    private Thread caller;

    SerialCallbacks(AioFactory factory, Runnable idle) {
        this.factory = factory;
        this.idle = idle;
    }

    /** Makes the handle, unless there is one. From now on tasks can be run. */
    void open() {
        synchronized (this) {
            if (state != State.UNOPENED) {
                return;
            }
        }
        Aio made = factory.alloc(this::run);
        boolean kept;
        synchronized (this) {
            kept = state == State.UNOPENED;
            if (kept) {
                aio = made;
                moveTo(State.ARMING);
            }
        }
        if (kept) {
            arm();
        } else {
            made.reap(); // another thread was faster
        }
    }

    /**
     * Puts a task at the end of the queue. The caller may hold a lock of its own that decides about the order of tasks;
     * the caller must call {@link #pump} after it has released that lock.
     *
     * @param task the task
     * @return whether the task will be run or skipped; otherwise there is no handle, or no callback can run any more
     */
    synchronized boolean add(Task task) {
        return state != State.UNOPENED && state != State.BROKEN && queue.add(task);
    }

    /** Starts the queued tasks. The caller holds no lock. */
    void pump() {
        AioOperation woken = null;
        synchronized (this) {
            if (state == State.IDLE && !queue.isEmpty()) {
                woken = armed;
                armed = null;
                moveTo(State.WAKING);
            }
        }
        if (woken != null) {
            wake(woken);
        }
    }

    private void wake(AioOperation operation) {
        if (!operation.finish(AioError.OK, 0)) { // the operation was ended by force: no callback follows
            breakOff();
        }
    }

    private void arm() {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            breakOff();
            return;
        }
        AioError cancelled;
        State next = State.WAKING;
        synchronized (this) {
            cancelled = operation.cancelReason();
            if (cancelled == null && queue.isEmpty()) {
                armed = operation;
                next = State.IDLE;
            }
            if (state == State.ARMING) { // otherwise the operation was ended by force already
                moveTo(next);
            }
            notifyAll();
        }
        if (cancelled != null) {
            end(operation, cancelled);
        } else if (next == State.WAKING) {
            wake(operation);
        } else {
            idle.run();
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        synchronized (this) {
            if (armed == null || !armed.equals(operation)) {
                return;
            }
            armed = null;
            moveTo(State.WAKING);
        }
        end(operation, reason);
    }

    private void end(AioOperation operation, AioError reason) {
        if (!operation.finish(reason, 0)) {
            breakOff();
        }
    }

    @Override
    public String describe() {
        return "waiting for pipe events";
    }

    /** The callback of the handle. */
    private void run(Aio done) {
        if (done.result() != AioError.OK) {
            breakOff();
            return;
        }
        for (Task task = next(State.RUNNING, State.ARMING); task != null; task = next(State.RUNNING, State.ARMING)) {
            task.run();
        }
        arm();
    }

    private void breakOff() {
        synchronized (this) {
            armed = null;
        }
        for (Task task = next(State.SKIPPING, State.BROKEN); task != null; task = next(State.SKIPPING, State.BROKEN)) {
            task.skip();
        }
        idle.run();
    }

    /** {@return the next task, or null if there is none; sets the state accordingly} */
    private synchronized Task next(State busy, State done) {
        Task task = queue.poll();
        caller = task == null ? null : Thread.currentThread();
        moveTo(task == null ? done : busy);
        notifyAll();
        return task;
    }

    @GuardedBy("this")
    private void moveTo(State next) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("callbacks are " + state + " and cannot become " + next);
        }
        state = next;
    }

    /** {@return whether all tasks are done} */
    synchronized boolean isIdle() {
        return switch (state) {
            case UNOPENED, BROKEN -> true;
            case IDLE -> queue.isEmpty();
            default -> false;
        };
    }

    /** {@return whether this thread runs a task} */
    synchronized boolean isCalling() {
        return caller == Thread.currentThread();
    }

    /**
     * Waits until all tasks are done, but not longer than a deadline, and not if the thread is interrupted.
     *
     * @return whether all tasks are done
     */
    boolean await(long deadline) {
        boolean interrupted = false;
        boolean done;
        synchronized (this) {
            try {
                for (long left = deadline - System.nanoTime();
                        !isIdle() && left > 0;
                        left = deadline - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            done = isIdle();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done;
    }

    /** Reaps the handle, if any; the waiting operation ends with {@code ESTOPPED}. */
    void close() {
        Aio handle = aio;
        if (handle != null) {
            handle.reap();
        }
    }
}
