package io.helve.net.eventloop;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamSnapshot;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Everything that all users share: event loops, threads that resolve names, limits, counters. */
public final class Network implements AutoCloseable {
    private static final int RESOLVERS = 4;
    private static final int RESOLUTIONS_MAX = 100_000;

    private final Counters counters = new Counters();
    private final Chunks chunks = new Chunks();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger resolverNumbers = new AtomicInteger();
    private final ThreadPoolExecutor resolvers;

    /** Sets of loops that may still have threads; guarded by this, as what follows. */
    private final Set<EventLoops> all = new LinkedHashSet<>();

    private boolean closed;

    /** Written under the lock. */
    private volatile EventLoops current;

    private volatile StreamConfig config;

    /**
     * Opens a network; its threads start when first needed.
     *
     * @param config its settings
     */
    public Network(StreamConfig config) {
        this.config = config;
        current = new EventLoops(config, numbers);
        all.add(current);
        resolvers = new ThreadPoolExecutor(
                RESOLVERS,
                RESOLVERS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(RESOLUTIONS_MAX),
                EventLoops.threads("helve-net-resolve-", resolverNumbers));
        resolvers.allowCoreThreadTimeOut(true);
    }

    /** {@return the settings in force} */
    public StreamConfig config() {
        return config;
    }

    /** {@return the counters} */
    public Counters counters() {
        return counters;
    }

    /** {@return memory for small sends} */
    public Chunks chunks() {
        return chunks;
    }

    /** {@return where blocking look-ups run} */
    public Executor resolvers() {
        return resolvers;
    }

    /** {@return the loops for new connections} */
    public EventLoops loops() {
        return current;
    }

    /**
     * Takes a place for a new connection, to be released when that is closed.
     *
     * @return the place
     * @throws AioException {@code ENOFILES} if there are as many connections as there may be, {@code ECLOSED} if this
     *     is closed
     */
    public ConnectionSlot connection() {
        for (; ; ) {
            EventLoops loops = current;
            ConnectionSlot slot = connectionOn(loops);
            if (slot != null) {
                return slot;
            }
            requireReplaced(loops);
        }
    }

    /**
     * Takes a place for a new connection on certain loops.
     *
     * @param loops the loops
     * @return the place, or null if those have been closed
     * @throws AioException {@code ENOFILES} if there are as many connections as there may be
     */
    public ConnectionSlot connectionOn(EventLoops loops) {
        if (!count()) {
            throw new AioException(
                    AioError.ENOFILES,
                    "there are " + config.connectionsMax() + " connections, as many as there may be");
        }
        EventLoop loop = loops.acquire();
        if (loop == null) {
            connections.decrementAndGet();
            return null;
        }
        return new ConnectionSlot(loops, loop, connections::decrementAndGet);
    }

    /**
     * Takes a place for a listener, to be released when that is closed.
     *
     * @return the place
     * @throws AioException {@code ECLOSED} if this is closed
     */
    public ConnectionSlot listener() {
        for (; ; ) {
            EventLoops loops = current;
            EventLoop loop = loops.acquire();
            if (loop != null) {
                return new ConnectionSlot(loops, loop, () -> {});
            }
            requireReplaced(loops);
        }
    }

    /** Loops that take nobody have been retired, and there are others; or everything is closed. */
    private void requireReplaced(EventLoops retired) {
        if (retired == current) {
            throw new AioException(AioError.ECLOSED, "the event loops are closed");
        }
    }

    private boolean count() {
        for (; ; ) {
            int now = connections.get();
            if (now >= config.connectionsMax()) {
                return false;
            }
            if (connections.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /**
     * Changes the settings. Connections stay where they are.
     *
     * @param newConfig the new settings
     */
    public void configure(StreamConfig newConfig) {
        EventLoops old = null;
        synchronized (this) {
            if (closed) {
                throw new AioException(AioError.ECLOSED, "the event loops are closed");
            }
            boolean sameLoops = newConfig.threads() == config.threads()
                    && newConfig.transport() == config.transport()
                    && newConfig.busyPoll().equals(config.busyPoll());
            config = newConfig;
            if (!sameLoops) {
                old = current;
                current = new EventLoops(newConfig, numbers);
                all.removeIf(EventLoops::isEnded);
                all.add(current);
            }
        }
        if (old != null) {
            old.retire();
        }
    }

    /** {@return the state and the counters} */
    public StreamSnapshot snapshot() {
        int threads = 0;
        synchronized (this) {
            for (EventLoops each : all) {
                threads += each.threads();
            }
        }
        return new StreamSnapshot(
                config,
                current.backend().name(),
                threads,
                connections.get(),
                counters.dialers.intValue(),
                counters.listeners.intValue(),
                counters.dialed.sum(),
                counters.accepted.sum(),
                counters.dialFailures.sum(),
                counters.acceptFailures.sum(),
                counters.bytesSent.sum(),
                counters.bytesReceived.sum());
    }

    /**
     * Ends all threads, and waits for them; bounded. What is still open is closed with its loop. An event loop that
     * calls this, in an inline callback, is not waited for: it ends by itself after it has returned. Netty's own global
     * thread ends a second later; who must not leave even that behind calls {@link EventLoops#awaitNettysOwnThread}.
     */
    @Override
    public void close() {
        Set<EventLoops> closing;
        synchronized (this) {
            closed = true;
            closing = Set.copyOf(all);
        }
        resolvers.shutdownNow();
        closing.forEach(EventLoops::close);
        chunks.close();
        try {
            resolvers.awaitTermination(1, TimeUnit.SECONDS); // a look-up in the system's resolver cannot be interrupted
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
