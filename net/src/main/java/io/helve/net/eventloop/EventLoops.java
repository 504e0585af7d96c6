package io.helve.net.eventloop;

import io.helve.stream.StreamConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One set of event loops. With other settings there is another set; this one ends with the last connection on it. */
public final class EventLoops {
    private static final int MOST_BY_DEFAULT = 4;
    private static final long CLOSE_SECONDS = 5;

    /** How long connections that are being closed have for what they tell their peers. */
    private static final long GOODBYE_MILLIS = 250;

    private final IoBackend backend;
    private final EventLoopGroup group;
    private final AtomicInteger running = new AtomicInteger();

    /** How many connections and listeners are on it; it ends when it is retired and this is 0. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final AtomicBoolean retired = new AtomicBoolean();

    /**
     * Makes event loops; a thread starts when the first connection comes to its loop.
     *
     * @param config how many, and what carries connections
     * @param numbers of threads, for their names
     */
    public EventLoops(StreamConfig config, AtomicInteger numbers) {
        backend = IoBackends.choose(config.transport());
        int threads = config.threads() > 0
                ? config.threads()
                : Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
        ThreadFactory factory = threads("helve-net-", numbers);
        Executor starter = body -> factory.newThread(counted(body)).start();
        group = new MultiThreadIoEventLoopGroup(threads, starter, backend.handlers(config.busyPoll()));
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

    /** Makes daemon threads that hold on to nothing of whoever happened to need them first. */
    static ThreadFactory threads(String prefix, AtomicInteger numbers) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return body -> newThread(group, () -> runAndLetGo(body), prefix + numbers.incrementAndGet());
    }

    /** Felix may keep a thread that has ended among those that load classes: that must not keep our class loader. */
    private static void runAndLetGo(Runnable body) {
        try {
            body.run();
        } finally {
            Thread.currentThread().setContextClassLoader(null);
        }
    }

    // Up to JDK 23 a thread keeps the access control context of its creator, and with it the class loaders of all its
    // callers; a privileged action cuts that off.
    @SuppressWarnings("removal")
    private static Thread newThread(ThreadGroup group, Runnable body, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new FastThreadLocalThread(group, body, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(EventLoops.class.getClassLoader());
            return thread;
        });
    }

    /** {@return what carries connections here} */
    public IoBackend backend() {
        return backend;
    }

    /** {@return how many threads run} */
    public int threads() {
        return running.get();
    }

    /**
     * Takes a loop for one more connection, to be given back with {@link #release}.
     *
     * @return the loop, or null if this set has been retired and nothing is on it any more, or it has been closed
     */
    EventLoop acquire() {
        for (; ; ) {
            int now = users.get();
            if (now <= 0) { // less, when what was open at the end has gone since
                return null;
            }
            if (users.compareAndSet(now, now + 1)) {
                return group.next();
            }
        }
    }

    /** Gives back a loop; the last one ends a retired set. */
    void release() {
        if (users.decrementAndGet() == 0) {
            group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Takes no more connections, and ends when the last one has gone. */
    void retire() {
        if (retired.compareAndSet(false, true)) {
            release();
        }
    }

    /** {@return whether it has ended} */
    boolean isEnded() {
        return group.isTerminated() && running.get() == 0;
    }

    /**
     * Ends it, with all connections that are not gone in a moment, and waits until its threads have ended; bounded. One
     * of its own threads does not wait for itself: what is on its loop has the same moment once it has returned, and it
     * ends then.
     */
    void close() {
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

    /** {@return the loop whose thread calls, or null} */
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

    /** {@return whether it was interrupted, which does not end the waiting} */
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

    /** Netty tells on a global thread that loops have ended; that thread ends a second later. */
    public static void awaitNettysOwnThread() {
        try {
            GlobalEventExecutor.INSTANCE.awaitInactivity(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // it has never been started
        }
    }
}
