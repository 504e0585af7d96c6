package io.helve.net.eventloop;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioEventSources;
import io.helve.internal.DirectMemory;
import io.helve.internal.MemoryBudget;
import io.helve.internal.UnfinishedMessages;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamSnapshot;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The event loops, threads for calls that block, limits and counters that the byte streams of all tenants share. */
public final class Network implements AutoCloseable {
    /** The part of the greatest heap that accepted connections may count for. */
    private static final int ACCEPTED_SHARE = 4;

    /** The part of those bytes that the accepted connections of one tenant may count for. */
    private static final int TENANT_SHARE = 2;

    /** How many bytes of the heap an accepted connection counts for. */
    public static final int PLAIN_COST = 8 << 10;

    /**
     * How many bytes of the heap an accepted connection with TLS or WebSocket counts for: the JDK's TLS engine has
     * large buffers.
     */
    public static final int HANDSHAKE_COST = 64 << 10;

    /** The part of the accepted connections, of all tenants and of each, that may be in their handshakes. */
    private static final int HANDSHAKE_SHARE = 2;

    /** How many flooded listeners may fill the handshakes of their tenant by default. */
    private static final int FLOODED_LISTENERS = 4;

    /** How many threads look names up, and how many read files, at most. */
    private static final int LOOKUPS = 64;

    private static final int READERS = 32;

    private final Counters counters = new Counters();
    private final Chunks chunks;
    private final Set<TenantShare> tenants = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private final long descriptors = Descriptors.most();

    /** The accepted connections of all tenants, whose number only {@link StreamConfig#connectionsMax} limits. */
    private final AcceptedConnections accepted = new AcceptedConnections(
            "all tenants", Long.MAX_VALUE, Runtime.getRuntime().maxMemory() / ACCEPTED_SHARE);

    /** The connections of all tenants that are in their handshakes. */
    private final RunningHandshakes handshakes = new RunningHandshakes(1);

    private final MemoryBudget unfinished = UnfinishedMessages.newBudget();
    private final MemoryBudget unasked = UnaskedData.newBudget();
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
        long direct = directMemory(config);
        chunks = new Chunks(direct, tenantDirectMemory(config, direct));
        handshakes.setMost(handshakesOfAll(config));
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

    private static long directMemory(StreamConfig config) {
        return config.directMemoryMax() == 0 ? DirectMemory.defaultLimit() : config.directMemoryMax();
    }

    private static long tenantDirectMemory(StreamConfig config, long all) {
        return config.directMemoryTenantMax() == 0 ? all / 2 : config.directMemoryTenantMax();
    }

    private long acceptedOfATenant(StreamConfig config) {
        return config.acceptedTenantMax() == 0
                ? Math.max(1, Math.min(config.connectionsMax(), descriptors) / 2)
                : config.acceptedTenantMax();
    }

    private long handshakesOfAll(StreamConfig config) {
        long connectionsMax = Math.min(config.connectionsMax(), descriptors);
        return Math.max(1, Math.min(connectionsMax, accepted.mostBytes() / HANDSHAKE_COST) / HANDSHAKE_SHARE);
    }

    private long handshakesOfATenant(StreamConfig config) {
        if (config.handshakesTenantMax() != 0) {
            return config.handshakesTenantMax();
        }
        long acceptedMax = Math.min(acceptedOfATenant(config), accepted.mostBytes() / TENANT_SHARE / HANDSHAKE_COST);
        return Math.max(1, Math.min((long) FLOODED_LISTENERS * config.handshakesMax(), acceptedMax / HANDSHAKE_SHARE));
    }

    /** {@return memory for small sends} */
    Chunks chunks() {
        return chunks;
    }

    /**
     * Opens the share of a tenant.
     *
     * @param name the tenant's name
     * @return the share, which the tenant closes
     */
    public TenantShare tenant(String name) {
        TenantShare share = new TenantShare(
                name,
                chunks.of(name),
                new AcceptedConnections(
                        "listeners of " + name, acceptedOfATenant(config), accepted.mostBytes() / TENANT_SHARE),
                new RunningHandshakes(handshakesOfATenant(config)),
                new UnfinishedMessages(unfinished),
                new UnaskedData(unasked),
                tenants::remove);
        tenants.add(share);
        return share;
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
     * the greatest heap at most, so that peers cannot fill the heap with connections, and those of one tenant for half
     * of that.
     *
     * @param loops the loops
     * @param tenant the tenant whose listener has accepted the connection
     * @param cost how many bytes of the heap the connection counts for
     * @return the slot, or null if these loops have ended
     * @throws AioException {@code ENOFILES} if the greatest number of connections is open, {@code ENOMEM} if accepted
     *     connections count for as much memory as they may
     */
    public ConnectionSlot acceptedOn(EventLoops loops, TenantShare tenant, int cost) {
        tenant.accepted().enter(cost);
        ConnectionSlot slot = null;
        boolean isCounted = false;
        try {
            accepted.enter(cost);
            isCounted = true;
            slot = connectionOn(loops);
        } finally {
            if (slot == null) {
                tenant.accepted().leave(cost);
            }
            if (slot == null && isCounted) {
                accepted.leave(cost);
            }
        }
        if (slot != null) {
            slot.whenReleased(() -> {
                tenant.accepted().leave(cost);
                accepted.leave(cost);
            });
        }
        return slot;
    }

    /**
     * Tells whether a listener that has several connections in their handshakes makes room before it takes the next.
     *
     * @param tenant the tenant of the listener
     * @return whether as many handshakes of the tenant, or of all tenants, are under way as may be
     */
    public boolean handshakesAreFull(TenantShare tenant) {
        return tenant.handshakes().areFull() || handshakes.areFull();
    }

    /**
     * Counts a connection whose handshake begins.
     *
     * @param tenant the tenant of the listener
     */
    public void beginHandshake(TenantShare tenant) {
        counters.handshakes.increment();
        handshakes.begin();
        tenant.handshakes().begin();
    }

    /**
     * Counts a connection whose handshake is over.
     *
     * @param tenant the tenant of the listener
     */
    public void endHandshake(TenantShare tenant) {
        counters.handshakes.decrement();
        handshakes.end();
        tenant.handshakes().end();
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
            long direct = directMemory(newConfig);
            chunks.limit(direct, tenantDirectMemory(newConfig, direct));
            handshakes.setMost(handshakesOfAll(newConfig));
            tenants.forEach(tenant -> tenant.limit(acceptedOfATenant(newConfig), handshakesOfATenant(newConfig)));
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
        long kept = 0;
        synchronized (this) {
            for (EventLoops each : all) {
                threads += each.threads();
                kept += each.kept();
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
                counters.bytesReceived.sum(),
                kept,
                current.keptBeforeTight(),
                TenantShare.memory(chunks.whole(), accepted, config.connectionsMax()),
                tenants.stream().map(TenantShare::snapshot).toList());
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
