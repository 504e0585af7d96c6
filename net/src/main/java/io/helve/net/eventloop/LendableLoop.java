package io.helve.net.eventloop;

import io.helve.aio.provider.AioEventScope;
import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventWorker;
import io.helve.internal.DetachedThread;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An event loop that its own thread lends to the workers of the completion pool. At most one thread holds the loop;
 * only that thread polls, touches channels and runs tasks, and Netty takes it for the loop's thread.
 *
 * <pre>
 *             completions go to workers
 *   OWN  ---------------------------------&gt;  LENT: free ----&gt; held by a worker that polls, or writes in a callback
 *    ^                                         |  ^                 |
 *    '-----------------------------------------'  '-----------------'
 *      no worker has polled for a tick,
 *      no pool, shutdown
 * </pre>
 *
 * <p>While the loop is lent, its own thread looks after it once a tick: a loop that is free and has not been polled for
 * a tick is taken back, so that blocked callbacks delay I/O by two ticks at most. The own thread sleeps without a limit
 * only while a worker waits in the loop, and a worker that stops waiting wakes it first. So a loop is never forgotten,
 * whatever workers do.
 */
public final class LendableLoop extends LastingLoop implements AioEventSource {
    /** How often the own thread looks after a loop that is lent. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

    /** After how many ticks in which one worker waits in the loop its own thread sleeps. */
    private static final int QUIET_TICKS = 50;

    /**
     * How long the own thread sleeps at most. A thread that lets go of the loop in a callback may have no stack left to
     * wake the own thread.
     */
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);

    /** How many polls of the own thread have to give work to workers before the loop is lent. */
    private static final int LEAST_POLLS = 2;

    private static final int MOST_POLLS = 1024;

    /** How often a worker looks whether a thread that holds the loop for a moment lets go of it. */
    private static final int SPINS = 1000;

    /** One scope for all loops, since a worker enters it once. */
    private static final AioEventScope NETTYS = NetThread::runAsNettys;

    private static final VarHandle HOLDER;

    static {
        try {
            HOLDER = MethodHandles.lookup().findVarHandle(LendableLoop.class, "holder", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The thread that holds the loop; null before the own thread has started, or while the loop is lent and free. */
    private volatile Thread holder;

    /** The own thread; null before it has started. */
    private volatile Thread own;

    /** Whether there is a pool to which this loop may be lent. */
    private volatile boolean hasPool;

    /** Whether workers may take the loop. Written by the own thread. */
    private volatile boolean lent;

    /** Whether a worker polls the loop. Written by the holder. */
    private volatile boolean polling;

    /** The number of polls by workers. Written by the holder. */
    private volatile int polls;

    /** Whether the own thread sleeps until it is woken. Written by the own thread, and cleared by who wakes it. */
    private volatile boolean asleep;

    /** Whether the own thread shall run tasks, because no worker may come soon. */
    private volatile boolean summoned;

    /** The worker that has polled last. Written by the holder. */
    private volatile Thread lastPoller;

    /** The limits of the worker that polls; the holder's. */
    private final WorkerContext context = new WorkerContext();

    // The rest belongs to the own thread.

    private int seenDispatches;

    /** How many polls since the loop was last lent have given work to workers. */
    private int busyPolls;

    /** How many of them it takes to lend the loop. */
    private int neededPolls = LEAST_POLLS;

    private LendableLoop(IoEventLoopGroup parent, Executor executor, Handlers handlers) {
        super(parent, executor, handlers);
        handlers.loop = this;
    }

    static LendableLoop newLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
        return new LendableLoop(parent, executor, new Handlers(handlers));
    }

    // ---- who holds the loop

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == holder;
    }

    /** The life of the own thread, on which Netty ends the loop, too. */
    @Override
    protected void run() {
        Thread current = Thread.currentThread();
        own = current;
        holder = current;
        super.run();
    }

    @Override
    protected int runIo() {
        if (shallLend()) {
            lend();
        }
        return super.runIo();
    }

    private boolean acquire(Thread current) {
        return HOLDER.compareAndSet(this, null, current);
    }

    /**
     * Called when the loop has just been let go of: the own thread has to look after it from now on. Whoever lets go of
     * the loop sets {@code holder} without a call, since the stack may be used up.
     */
    private void released() {
        if (asleep) { // read after the write of holder; the own thread does the reverse
            asleep = false;
            LockSupport.unpark(own);
        }
    }

    // ---- the own thread

    /** Says whether there is a pool whose workers may poll this loop. */
    void setHasPool(boolean has) {
        hasPool = has;
        wakeOwn();
    }

    private void wakeOwn() {
        asleep = false;
        Thread thread = own;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    boolean isLent() {
        return lent;
    }

    /** {@return whether the own thread sleeps, because a worker waits in the loop} */
    boolean ownSleeps() {
        return asleep;
    }

    private boolean shallLend() {
        if (!(DetachedThread.roleOf(own) instanceof NetThread thread)) {
            return false;
        }
        int dispatches = thread.dispatches();
        boolean busy = dispatches != seenDispatches;
        seenDispatches = dispatches;
        return busy && hasPool && !isShuttingDown() && ++busyPolls >= neededPolls;
    }

    /** Lends the loop, and returns when this thread holds it again. */
    private void lend() {
        busyPolls = 0;
        int before = polls;
        lent = true;
        holder = null;
        if (mayHaveTasks()) { // a thread that has added one before has relied on this thread
            summoned = true;
        }
        try {
            lookAfter(before);
        } catch (Throwable e) { // a lack of memory; this thread goes on with the loop
            goOn(e);
        }
        lent = false;
        takeBack();
        lastPoller = null; // a thread of a pool that may go
        neededPolls = polls == before ? Math.min(MOST_POLLS, 2 * neededPolls) : LEAST_POLLS;
    }

    /** Returns when the loop shall not be lent any more, or this thread has taken it because it was left alone. */
    private void lookAfter(int before) {
        int seen = before;
        int quiet = 0;
        long since = System.nanoTime();
        while (hasPool && !isShuttingDown()) {
            if (summoned) {
                summoned = false;
                runTasksIfFree();
            }
            int now = polls;
            if (now != seen) {
                seen = now;
                quiet = 0;
                since = System.nanoTime();
            } else if (holder != null) {
                quiet++;
            } else if (System.nanoTime() - since >= TICK && acquire(own)) {
                return;
            }
            if (quiet < QUIET_TICKS) {
                LockSupport.parkNanos(this, TICK);
            } else {
                sleep(seen);
            }
            Thread.interrupted();
        }
    }

    private void sleep(int seen) {
        asleep = true;
        if (polls == seen && holder != null && !summoned && hasPool && !isShuttingDown()) {
            LockSupport.parkNanos(this, LONGEST_SLEEP);
        }
        asleep = false;
    }

    /**
     * Runs tasks for a tick at most. It looks for further ones when it has let go of the loop: a thread that adds a
     * task while this thread holds the loop relies on this thread.
     */
    private void runTasksIfFree() {
        long begin = System.nanoTime();
        while (mayHaveTasks() && System.nanoTime() - begin < TICK && acquire(own)) {
            runAllTasks(TASKS);
            holder = null;
        }
    }

    /** {@return whether there are tasks} For threads that do not hold the loop. */
    private boolean mayHaveTasks() {
        return pendingTasks() > 0;
    }

    private void takeBack() {
        while (holder != own && !acquire(own)) {
            try {
                ioHandler().wakeup(); // repeated, because a worker may just have begun to wait
            } catch (Throwable e) {
                goOn(e);
            }
            LockSupport.parkNanos(this, TICK);
            Thread.interrupted();
        }
    }

    // ---- workers

    @Override
    public boolean poll(AioEventWorker worker) {
        Thread current = Thread.currentThread();
        if (!lent || !acquireSoon(current)) {
            return false;
        }
        polling = true;
        lastPoller = current;
        context.worker = worker;
        try {
            beginTurn();
            runDueTasks();
            ioHandler().run(context);
            runDueTasks();
        } catch (Throwable e) {
            goOn(e);
        } finally {
            context.worker = null;
            polling = false;
            polls++;
            holder = null;
        }
        released();
        if (!worker.mayWait() && mayHaveTasks()) { // the worker does not return at once
            summon();
        }
        return true;
    }

    private void runDueTasks() {
        if (hasTasks() || hasScheduledTasks()) {
            runAllTasks(TASKS);
        }
    }

    private boolean acquireSoon(Thread current) {
        for (int i = 0; lent && !polling && i < SPINS; i++) {
            if (acquire(current)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Override
    public void wakeUp() {
        ioHandler().wakeup();
    }

    @Override
    public AioEventScope scope() {
        return NETTYS;
    }

    /** {@return the number of polls by workers so far, which tells the polls apart} */
    public int polls() {
        return polls;
    }

    /**
     * Runs a task on the current thread if it is a worker in a callback, and nobody holds the loop.
     *
     * @param task the task, which does not block
     * @param lastRun the result of {@link #polls} when this task has been run before in this way. The worker that polls
     *     the loop soon anyway runs a task in this way only once between two polls, so that further writes of its
     *     callbacks are joined.
     * @return whether the task was run
     */
    public boolean runIfFree(Runnable task, int lastRun) {
        Thread current = Thread.currentThread();
        if (!lent || holder != null || !(DetachedThread.roleOf(current) instanceof AioEventWorker worker)) {
            return false;
        }
        if (lastPoller == current && lastRun == polls || !worker.beginServing(this)) {
            return false;
        }
        try {
            if (!acquire(current)) {
                return false;
            }
            try {
                safeExecute(task);
            } finally {
                holder = null;
            }
            released();
        } finally {
            worker.endServing();
        }
        if (mayHaveTasks()) { // added by the task, or by a thread that relied on this one
            summon();
        }
        return true;
    }

    /** A task has been added, or the loop is to end: whoever is responsible has to notice. */
    private void woken() {
        if (lent && (isShuttingDown() || holder == null && lastPoller != Thread.currentThread())) {
            summon();
        }
    }

    private void summon() {
        summoned = true;
        wakeOwn();
    }

    /** What a worker may do in this loop. */
    private final class WorkerContext implements IoHandlerContext {
        private AioEventWorker worker;

        @Override
        public boolean canBlock() {
            return !hasTasks() && !hasScheduledTasks() && lent && worker.mayWait();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            long next = nextScheduledTaskDeadlineNanos();
            long until = worker.waitUntil();
            long delay = until == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, until - currentTimeNanos);
            return next == -1
                    ? delay
                    : Math.min(delay, Math.max(0, next + ticker().initialNanoTime() - currentTimeNanos));
        }

        @Override
        public long deadlineNanos() {
            long next = nextScheduledTaskDeadlineNanos();
            long until = worker.waitUntil();
            if (until == Long.MAX_VALUE) {
                return next;
            }
            long limit = until - ticker().initialNanoTime();
            return next == -1 || limit < next ? limit : next;
        }
    }

    /** Makes the handlers of one loop. */
    private static final class Handlers implements IoHandlerFactory {
        private final IoHandlerFactory netty;
        private volatile LendableLoop loop;

        Handlers(IoHandlerFactory netty) {
            this.netty = netty;
        }

        @Override
        public IoHandler newHandler(ThreadAwareExecutor executor) {
            return new Handler(netty.newHandler(executor));
        }

        @Override
        public boolean isChangingThreadSupported() {
            return false; // this loop changes its thread itself, and is never suspended
        }

        /** Netty's handler, and a wake-up for the own thread of the loop, which may wait outside of the handler. */
        private final class Handler implements IoHandler {
            private final IoHandler netty;

            Handler(IoHandler netty) {
                this.netty = netty;
            }

            @Override
            public void wakeup() {
                netty.wakeup();
                LendableLoop lendable = loop;
                if (lendable != null) {
                    lendable.woken();
                }
            }

            @Override
            public void initialize() {
                netty.initialize();
            }

            @Override
            public int run(IoHandlerContext context) {
                return netty.run(context);
            }

            @Override
            public void prepareToDestroy() {
                netty.prepareToDestroy();
            }

            @Override
            public void destroy() {
                netty.destroy();
            }

            @Override
            public IoRegistration register(IoHandle handle) throws Exception {
                return netty.register(handle);
            }

            @Override
            public boolean isCompatible(Class<? extends IoHandle> handleType) {
                return netty.isCompatible(handleType);
            }
        }
    }
}
