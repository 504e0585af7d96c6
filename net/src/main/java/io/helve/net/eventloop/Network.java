package io.helve.net.eventloop;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioEventSources;
import io.helve.internal.DirectMemory;
import io.helve.internal.MemoryBudget;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamSnapshot;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The event loops, threads for calls that block, limits and counters that the byte streams of all tenants share. */
public final class Network implements AutoCloseable {
    /** The part of the greatest heap that accepted connections may count for. */
    private static final int ACCEPTED_SHARE = 4;

    /** How many threads look names up, and how many read files, at most. */
    private static final int LOOKUPS = 64;

    private static final int READERS = 32;

    private final Counters counters = new Counters();
    private final Chunks chunks = new Chunks(DirectMemory.defaultLimit(), DirectMemory.defaultLimit() / 2);
    private final AtomicInteger connections = new AtomicInteger();

    /** The bytes of the heap that accepted connections count for. */
    private final MemoryBudget acceptedMemory =
            new MemoryBudget(Runtime.getRuntime().maxMemory() / ACCEPTED_SHARE);

    private final AtomicLong resources = new AtomicLong();
    private final AtomicInteger numbers = new AtomicInteger();
    private final BlockingCalls lookups = new BlockingCalls("helve-net-resolve-", LOOKUPS);
    private final BlockingCalls files = new BlockingCalls("helve-net-file-", READERS);

    /** All sets of loops that may still have threads. */
    @GuardedBy("this")
    private final Set<EventLoops> all = new LinkedHashSet<>();

    @GuardedBy("this")
    private boolean closed;

    /** The pool whose workers may poll the loops, or null. */
    @GuardedBy("this")
    private AioEventSources workers;

    /** The loops for new connections. Written under the lock. */
    private volatile EventLoops current;

    private volatile StreamConfig config;

    /**
     * Opens a network. The network starts threads when they are first needed.
     *
     * @param config its settings
     */
    public Network(StreamConfig config) {
        this.config = config;
        current = new EventLoops(config, numbers);
        all.add(current);
    }

    /** {@return a number for the id of a stream, dialer or listener} */
    public long nextNumber() {
        return resources.incrementAndGet();
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

    /** {@return the threads on which names are looked up} */
    public BlockingCalls lookups() {
        return lookups;
    }

    /** {@return the threads on which certificates and keys are read} */
    public BlockingCalls files() {
        return files;
    }

    /** {@return the loops for new connections} */
    public EventLoops loops() {
        return current;
    }

    /**
     * Takes a slot for a new connection, which is released when the connection is closed.
     *
     * @return the slot
     * @throws AioException {@code ENOFILES} if the greatest number of connections is open, {@code ECLOSED} if this
     *     network is closed
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
     * Takes a slot for a new connection on certain loops.
     *
     * @param loops the loops
     * @return the slot, or null if these loops have ended
     * @throws AioException {@code ENOFILES} if the greatest number of connections is open
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
     * Takes a slot for an accepted connection on certain loops. Accepted connections together count for a quarter of
     * the greatest heap at most, so that peers cannot fill the heap with connections.
     *
     * @param loops the loops
     * @param cost how many bytes of the heap the connection counts for
     * @return the slot, or null if these loops have ended
     * @throws AioException {@code ENOFILES} if the greatest number of connections is open, {@code ENOMEM} if accepted
     *     connections count for as much memory as they may
     */
    public ConnectionSlot acceptedOn(EventLoops loops, int cost) {
        if (!acceptedMemory.reserve(cost)) {
            throw new AioException(
                    AioError.ENOMEM,
                    "accepted connections count for " + acceptedMemory.used()
                            + " bytes of the heap, as many as they may");
        }
        ConnectionSlot slot = null;
        try {
            slot = connectionOn(loops);
        } finally {
            if (slot == null) {
                acceptedMemory.release(cost);
            }
        }
        if (slot != null) {
            slot.whenReleased(() -> acceptedMemory.release(cost));
        }
        return slot;
    }

    /**
     * Takes a slot for a listener, which is released when the listener is closed.
     *
     * @return the slot
     * @throws AioException {@code ECLOSED} if this network is closed
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

    /**
     * Checks why loops take no connection: if they were retired there are others now, otherwise the network is closed.
     */
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
     * Changes the settings. Open connections stay on their loops.
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
                    && newConfig.polling() == config.polling()
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
            lendAll();
            old.retire();
        }
    }

    /**
     * Lends the event loops to the workers of a pool, which poll the loops while they have nothing else to do.
     *
     * @param pool the pool, in place of an earlier one
     */
    public void lendTo(AioEventSources pool) {
        synchronized (this) {
            workers = closed ? null : pool;
        }
        lendAll();
    }

    /**
     * Has the event loops polled by their own threads only, because a pool goes.
     *
     * @param pool the pool; nothing happens if the loops have been lent to another one meanwhile
     */
    public void takeBackLoops(AioEventSources pool) {
        synchronized (this) {
            if (workers != pool) {
                return;
            }
            workers = null;
        }
        lendAll();
    }

    /** Lends all loops to the present pool, which is called without the lock. */
    private void lendAll() {
        for (boolean done = false; !done; ) {
            AioEventSources pool;
            List<EventLoops> sets;
            synchronized (this) {
                pool = workers;
                sets = List.copyOf(all);
            }
            sets.forEach(each -> each.lendTo(pool));
            synchronized (this) {
                done = workers == pool; // otherwise another thread may have lent the loops to a later pool before
            }
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
                counters.handshakes.intValue(),
                counters.handshakesDropped.sum(),
                counters.originsRefused.sum(),
                counters.bytesSent.sum(),
                counters.bytesReceived.sum());
    }

    /**
     * Ends all threads and waits for them, for a bounded time. Connections that are still open are closed. An event
     * loop that calls this method, from an inline callback, is not waited for and ends after the callback has returned.
     * Netty's global thread ends a second later; {@link EventLoops#awaitNettysOwnThread} waits for it.
     */
    @Override
    public void close() {
        Set<EventLoops> closing;
        synchronized (this) {
            closed = true;
            workers = null;
            closing = Set.copyOf(all);
        }
        closing.forEach(EventLoops::close);
        chunks.close();
        lookups.close();
        files.close();
    }
}
