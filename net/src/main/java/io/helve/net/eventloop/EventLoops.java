package io.helve.net.eventloop;

import io.helve.aio.provider.AioEventSources;
import io.helve.internal.DetachedThread;
import io.helve.internal.SafeLogger;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Polling;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A set of event loops with common settings. A change of the settings creates a new set; the replaced set ends with its
 * last connection.
 */
public final class EventLoops {
    private static final Logger LOG = SafeLogger.of(EventLoops.class);
    private static final int MOST_BY_DEFAULT = 4;
    private static final long CLOSE_SECONDS = 5;

    /** All loops together may keep this part of the greatest heap before memory is tight. */
    private static final int KEPT_SHARE = 8;

    /** How long connections that are being closed may take to tell their peers. */
    private static final long GOODBYE_MILLIS = 250;

    private final IoBackend backend;
    private final EventLoopGroup group;
    private final Map<EventExecutor, LoopMemory> memory = new IdentityHashMap<>();
    private final AtomicInteger running = new AtomicInteger();

    /**
     * The number of connections and listeners on these loops, and 1 more until the set is retired. The loops end when
     * the number becomes 0.
     */
    private final AtomicInteger users = new AtomicInteger(1);

    private final AtomicBoolean retired = new AtomicBoolean();

    /** The pool whose workers shall poll the loops, or null. */
    private volatile AioEventSources wantedPool;

    /** How many calls of {@link #lendTo} have not been carried out. The first of them carries out all. */
    private final AtomicInteger lendings = new AtomicInteger();

    /** The pool that has the loops, or null. Used by the thread that carries out the lendings. */
    private AioEventSources pool;

    /**
     * Makes event loops. The thread of a loop starts with the loop's first connection.
     *
     * @param config the number of loops and their kind of I/O
     * @param numbers counts threads, for their names
     */
    public EventLoops(StreamConfig config, AtomicInteger numbers) {
        backend = IoBackends.choose(config.transport());
        int threads = config.threads() > 0
                ? config.threads()
                : Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
        ThreadFactory factory = threads("helve-net-", numbers);
        Executor starter = body -> factory.newThread(counted(body)).start();
        Polling polling = backend.mayChangeThreads() ? config.polling() : Polling.THREADS;
        LastingLoops loops = new LastingLoops(threads, starter, backend.handlers(config.busyPoll()), polling);
        loops.forEach(loop -> {
            LoopMemory made = new LoopMemory(Runtime.getRuntime().maxMemory() / KEPT_SHARE / threads);
            memory.put(loop, made);
            loops.atEachTurn(loop, made::beginTurn);
        });
        group = loops;
    }

    private Runnable counted(Runnable body) {
        return () -> {
            running.incrementAndGet();
            try {
                body.run();
            } finally {
                running.decrementAndGet();
            }
        };
    }

    /** Makes daemon threads that keep no reference to the code that happened to cause their start. */
    static ThreadFactory threads(String prefix, AtomicInteger numbers) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return body -> DetachedThread.of(
                group, new NetThread(body), prefix + numbers.incrementAndGet(), EventLoops.class.getClassLoader());
    }

    /**
     * Lends the loops to the workers of a pool, in place of the pool that they were lent to before. If another thread
     * is lending them at this moment, that thread lends them once more.
     *
     * @param wanted the pool, or null if the loops shall be polled by their own threads only
     */
    void lendTo(AioEventSources wanted) {
        wantedPool = wanted;
        if (lendings.getAndIncrement() > 0) {
            return;
        }
        for (int done = 1; done > 0; done = lendings.addAndGet(-done)) {
            try {
                lend();
            } catch (Throwable e) { // a lack of memory: the loops that are not lent are polled by their own threads
                LOG.log(Level.ERROR, "Event loops cannot be lent to a pool, or taken back", e);
            }
        }
    }

    private void lend() {
        // a set that has ended may have been removed from the pool before a late call wants to add it
        AioEventSources next = users.get() > 0 ? wantedPool : null;
        AioEventSources before = pool;
        if (next == before) {
            return;
        }
        pool = next;
        for (EventExecutor each : group) {
            if (each instanceof LendableLoop loop) {
                loop.setHasPool(false);
                if (before != null) {
                    before.remove(loop);
                }
                if (next != null) {
                    next.add(loop);
                    loop.setHasPool(true);
                }
            }
        }
    }

    /** {@return the kind of I/O} */
    public IoBackend backend() {
        return backend;
    }

    /** {@return the memory of one of the loops} */
    LoopMemory memory(EventLoop loop) {
        return memory.get(loop);
    }

    /** {@return how many bytes the connections of all loops may keep on the heap before memory is tight} */
    long keptBeforeTight() {
        return memory.values().stream().mapToLong(LoopMemory::share).sum();
    }

    /** {@return how many bytes the connections of all loops keep on the heap} */
    long kept() {
        return memory.values().stream().mapToLong(LoopMemory::kept).sum();
    }

    /** {@return how many threads run} */
    public int threads() {
        return running.get();
    }

    /**
     * Takes a loop for one more connection or listener, which calls {@link #release} when it is closed.
     *
     * @return the loop, or null if this set has ended, or has been retired and is not in use any more
     */
    EventLoop acquire() {
        for (; ; ) {
            int now = users.get();
            if (now <= 0) { // negative if connections were released after the set was closed
                return null;
            }
            if (users.compareAndSet(now, now + 1)) {
                return group.next();
            }
        }
    }

    /** Releases a loop. The last release ends a set that has been retired. */
    void release() {
        if (users.decrementAndGet() == 0) {
            lendTo(null);
            group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Retires the set: it takes no new connections and ends with the last one. */
    void retire() {
        if (retired.compareAndSet(false, true)) {
            release();
        }
    }

    /** {@return whether all loops have ended} */
    boolean isEnded() {
        return group.isTerminated() && running.get() == 0;
    }

    /**
     * Ends all loops and waits, for a bounded time, until their threads have ended. Connections have a moment to tell
     * their peers, and are then closed. If a thread of this set calls this method, from an inline callback, the method
     * does not wait for that thread: the loop of the thread ends a moment after the callback has returned.
     */
    void close() {
        lendTo(null);
        EventExecutor own = own();
        int awaited = own == null ? 0 : 1;
        retire();
        boolean interrupted = await(GOODBYE_MILLIS, () -> running.get() <= awaited);
        users.set(0);
        for (EventExecutor each : group) {
            if (each != own) {
                end(each);
            }
        }
        if (own != null && !own.isShuttingDown()) {
            own.schedule(() -> end(own), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        }
        interrupted |= await(2 * 1000 * CLOSE_SECONDS, () -> haveEndedBut(own) && running.get() <= awaited);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the loop of this set on whose thread the caller runs, or null} */
    private EventExecutor own() {
        for (EventExecutor each : group) {
            if (each.inEventLoop()) {
                return each;
            }
        }
        return null;
    }

    private boolean haveEndedBut(EventExecutor own) {
        for (EventExecutor each : group) {
            if (each != own && !each.isTerminated()) {
                return false;
            }
        }
        return true;
    }

    private static void end(EventExecutor loop) {
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for a condition. {@return whether the thread was interrupted meanwhile, which does not end the waiting} */
    private static boolean await(long millis, BooleanSupplier condition) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /**
     * Waits for Netty's global thread, on which Netty reports that loops have ended. That thread ends a second later.
     */
    public static void awaitNettysOwnThread() {
        try {
            GlobalEventExecutor.INSTANCE.awaitInactivity(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // the thread was never started
        }
    }
}
