package io.helve.impl.pool;

import io.helve.aio.AioCallbackSnapshot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;

/**
 * A record about a thread that runs code of tenants: callbacks, cancellers, executors. It tells the watchdog what runs.
 * It saves the context class loader, interrupt flag, priority, name and uncaught exception handler of the thread before
 * the code runs, and restores them when the code has returned.
 *
 * <p>Calls of tenants' code may nest: an inline callback may finish the operation of another tenant. Each call has a
 * level, and its caller follows this pattern, whose last statements are free of calls, since the stack may be used up:
 *
 * <pre>{@code
 * CallbackThread thread = CallbackThreads.current();
 * int level = thread.level++;
 * try {
 *     thread.enter(level, completion, contextLoader);
 *     // code of the tenant
 * } finally {
 *     try {
 *         thread.leave(level);
 *     } finally {
 *         thread.level = level;
 *         if (level == thread.base) {
 *             thread.thread = null;
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>If the stack is too full to call {@code leave}, the {@code leave} of an enclosing call restores the thread.
 */
public final class CallbackThread {
    /** The base of a record that belongs to one thread for ever. */
    private static final int NEVER = -1;

    private static final VarHandle RUNNING;
    private static final VarHandle RUNS;
    private static final VarHandle TENANTS;
    private static final VarHandle THREAD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RUNNING = lookup.findVarHandle(CallbackThread.class, "running", Completion.class);
            RUNS = lookup.findVarHandle(CallbackThread.class, "runs", long.class);
            TENANTS = lookup.findVarHandle(CallbackThread.class, "tenants", long.class);
            THREAD = lookup.findVarHandle(CallbackThread.class, "thread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the thread was like before a call. */
    private static final class Before {
        Completion running;
        ClassLoader contextLoader;
        boolean interrupted;
        int priority;
        String name;
        Thread.UncaughtExceptionHandler handler;
    }

    /** The thread; null while the record is free. */
    public volatile Thread thread;

    /**
     * When {@link #level} is back at this value, the thread gives the record back: 0 for records that threads share,
     * {@link #NEVER} for the record of a worker.
     */
    public final int base;

    /**
     * How many calls of tenants' code are on the thread's stack. This and the next two fields are written by that
     * thread only; the watchdog reads {@link #inline}.
     */
    public int level;

    /** How many callbacks are on the thread's stack, not counting one that a worker has taken from the queues. */
    public int depth;

    /** How many of these run on the stack of the thread that finished the operation. */
    public int inline;

    /** The next record of {@link CallbackThreads}, if this is not in its table. */
    final CallbackThread next;

    private Before[] before = {};

    /** What is running, null between calls. */
    private Completion running;

    /** Changes whenever a call begins or ends. */
    private long runs;

    /** The marks of the tenants whose code has run on this thread, see {@link PoolTenant#mark}. */
    private long tenants;

    /** What the watchdog knows of this thread; used by its thread only. */
    final SlowCode watched = new SlowCode();

    /**
     * When the watchdog first saw the running call, as {@link System#nanoTime()} tells it, if the watchdog has reported
     * the call; otherwise 0.
     */
    volatile long slowSince;

    private CallbackThread(Thread owner, int base, CallbackThread next) {
        this.thread = owner;
        this.base = base;
        this.next = next;
    }

    /** {@return a new record that belongs to one thread for ever} */
    static CallbackThread of(Thread owner) {
        return new CallbackThread(owner, NEVER, null);
    }

    /**
     * {@return a new record that threads share, one at a time, and that the first thread has taken if that is not null}
     */
    static CallbackThread free(Thread first, CallbackThread next) {
        return new CallbackThread(first, 0, next);
    }

    boolean isOf(Thread asking) {
        return THREAD.getOpaque(this) == asking;
    }

    boolean take(Thread current) {
        return isOf(null) && THREAD.compareAndSet(this, null, current);
    }

    /** {@return what is running, or null} */
    Completion running() {
        return (Completion) RUNNING.getOpaque(this);
    }

    /** {@return a number that changes whenever a call begins or ends} */
    long runs() {
        return (long) RUNS.getOpaque(this);
    }

    /** {@return the code of a tenant that is running, for observers, or null} */
    AioCallbackSnapshot snapshot(long now) {
        Thread owner = thread;
        Completion completion = running();
        if (completion == null || owner == null) {
            return null;
        }
        return new AioCallbackSnapshot(
                completion.poolTenant().name(),
                completion.callbackName(),
                owner.getName(),
                owner.getId(),
                Duration.ofNanos(watched.age(runs(), now)));
    }

    /** {@return whether code of that tenant, or of one with the same mark, has run on this thread} */
    boolean hasRun(PoolTenant tenant) {
        return ((long) TENANTS.getOpaque(this) & tenant.mark) != 0;
    }

    /** Notes on the thread itself what runs from now on. */
    void setRunning(Completion completion) {
        RUNS.setOpaque(this, runs + 1);
        RUNNING.setOpaque(this, completion);
        if (completion != null) {
            long mark = completion.poolTenant().mark;
            if ((tenants & mark) == 0) {
                TENANTS.setOpaque(this, tenants | mark);
            }
        }
    }

    /**
     * Notes that code of a tenant begins, and prepares the thread for it.
     *
     * @param at the level of the call
     * @param completion on behalf of what it runs
     * @param contextLoader the context class loader for it
     */
    public void enter(int at, Completion completion, ClassLoader contextLoader) {
        Thread current = Thread.currentThread();
        Before was = before(at);
        was.contextLoader = current.getContextClassLoader();
        was.priority = current.getPriority();
        was.handler = current.getUncaughtExceptionHandler();
        was.running = at == base ? null : running; // a record that is taken anew may hold an old value
        was.interrupted = Thread.interrupted();
        was.name = current.getName(); // written last: a name marks that everything was saved
        if (was.contextLoader != contextLoader) {
            current.setContextClassLoader(contextLoader);
        }
        setRunning(completion);
    }

    /**
     * Notes that the code has returned, and makes the thread what it was before.
     *
     * @param at the level of the call
     */
    public void leave(int at) {
        Thread current = Thread.currentThread();
        Before was = before(at);
        if (was.name == null) {
            return; // enter failed before it had saved everything, so nothing is restored
        }
        setRunning(was.running);
        Thread.interrupted();
        if (was.interrupted) {
            current.interrupt();
        }
        clean(current, was.contextLoader, was.priority, was.name, was.handler);
        was.running = null;
        was.contextLoader = null;
        was.name = null;
        was.handler = null;
    }

    /** Undoes what code of a tenant has done to the current thread. */
    static void clean(
            Thread current,
            ClassLoader contextLoader,
            int priority,
            String name,
            Thread.UncaughtExceptionHandler handler) {
        if (current.getContextClassLoader() != contextLoader) {
            current.setContextClassLoader(contextLoader);
        }
        if (current.getPriority() != priority) {
            current.setPriority(priority);
        }
        if (!current.getName().equals(name)) {
            current.setName(name);
        }
        if (current.getUncaughtExceptionHandler() != handler) {
            current.setUncaughtExceptionHandler(handler instanceof ThreadGroup ? null : handler);
        }
    }

    private Before before(int at) {
        if (at >= before.length) {
            int present = before.length;
            Before[] more = Arrays.copyOf(before, at + 4);
            for (int i = present; i < more.length; i++) {
                more[i] = new Before();
            }
            before = more;
        }
        return before[at];
    }
}
