package io.helve.sp.impl.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.internal.MemoryBudget;
import io.helve.internal.SafeLogger;
import io.helve.internal.SchemeRegistry;
import io.helve.internal.ServiceRank;
import io.helve.operator.ResourceCloser;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistics;
import io.helve.sp.impl.contract.DeviceSocket;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.SocketMode;
import io.helve.sp.impl.endpoint.AwaitedTransport;
import io.helve.sp.impl.endpoint.MissingTransport;
import io.helve.sp.impl.endpoint.Transports;
import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.stats.Statistics;
import io.helve.sp.provider.SpTransport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The sockets of one runtime: its tenants, and the transports, message memory and ids that all tenants share. */
public final class SpRuntime implements SpStatistics, ResourceCloser, Transports, AutoCloseable {
    private static final Logger LOG = SafeLogger.of(SpRuntime.class);

    /** What a dialer or listener does without a transport for its scheme. */
    public enum WithoutTransport {
        /** It fails, because no transports come after the start, as in a program without a framework. */
        FAIL,
        /** It waits, because a transport may come at any time, as in a framework. */
        WAIT
    }

    /** Makes protocols. */
    @FunctionalInterface
    public interface Protocols {
        /**
         * Makes the protocol of a new socket.
         *
         * @param protocol the protocol
         * @param mode how much the protocol does for the user of the socket
         * @return a new protocol
         */
        Protocol create(SpProtocol protocol, SocketMode mode);
    }

    /** Starts devices, which forward messages between raw sockets. */
    @FunctionalInterface
    public interface Devices {
        /**
         * Starts a device.
         *
         * @param factory makes the handles that the device needs
         * @param first a socket
         * @param second another socket, or the same socket
         * @param aio the operation
         */
        void start(AioFactory factory, DeviceSocket first, DeviceSocket second, Aio aio);
    }

    private final Protocols protocols;
    private final Devices devices;
    private final MessagePool messages = new MessagePool();

    private final WithoutTransport withoutTransport;

    private final SchemeRegistry<SpTransport> transports = new SchemeRegistry<>(this::schemesChanged);

    /** The schemes of the last announcement. Only the announcing thread uses this field. */
    private Set<String> announced = Set.of();

    /** What else wants to know the schemes, such as the property of a service. */
    private volatile Consumer<Set<String>> listener = schemes -> {};

    /** Transports whose schemes are read anew at each look-up, with their ranks. */
    private final Map<SpTransport, ServiceRank> changing = new ConcurrentHashMap<>();

    /** The transports that {@link #close} closes. */
    private final Set<SpTransport> owned = ConcurrentHashMap.newKeySet();

    /** The number of transports that were added and are not services. */
    private final AtomicInteger own = new AtomicInteger();

    /** What may be missing when there is no transport for a scheme: a sentence for the message of the failure. */
    private volatile String missingTransports = MissingTransport.QUESTION;

    private final Set<SocketTenant> tenants = ConcurrentHashMap.newKeySet();
    private volatile Limits limits = Limits.NONE;
    private final MemoryBudget directMemory = new MemoryBudget(Limits.NONE.directMemory());
    private final AtomicInteger ids = new AtomicInteger();

    /** Starts at a random id, so that backtraces of a process that was restarted do not match pipes of the new one. */
    private final AtomicInteger pipeIds =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    /**
     * Creates a runtime without transports, to which none are added after the start.
     *
     * @param protocols makes protocols
     * @param devices forwards between sockets
     */
    public SpRuntime(Protocols protocols, Devices devices) {
        this(protocols, devices, WithoutTransport.FAIL);
    }

    /**
     * Creates a runtime without transports.
     *
     * @param protocols makes protocols
     * @param devices forwards between sockets
     * @param withoutTransport what a dialer or listener does without a transport for its scheme
     */
    public SpRuntime(Protocols protocols, Devices devices, WithoutTransport withoutTransport) {
        this.protocols = protocols;
        this.devices = devices;
        this.withoutTransport = withoutTransport;
    }

    /**
     * Sets the listener that is told the schemes when they change. A scheme that goes is announced while its transport
     * can still be found, and a scheme that comes is announced when its transport can be found already.
     *
     * @param newListener called with all schemes, sorted, now and at each change; never by two threads at a time
     */
    public void onSchemes(Consumer<Set<String>> newListener) {
        listener = newListener;
        transports.announceAgain();
    }

    /**
     * Called by the registry, by one thread at a time. The listener is called first, so that services which depend on a
     * scheme that goes can still end in order.
     */
    private void schemesChanged(Set<String> schemes) {
        Set<String> came = new TreeSet<>(schemes);
        came.removeAll(announced);
        Set<String> gone = new TreeSet<>(announced);
        gone.removeAll(schemes);
        announced = schemes;
        listener.accept(schemes);
        if (withoutTransport == WithoutTransport.FAIL) {
            return;
        }
        if (!gone.isEmpty()) {
            long waiting = tenants.stream()
                    .flatMap(tenant -> tenant.sockets().stream())
                    .mapToLong(socket -> socket.endpoints().count(gone))
                    .sum();
            LOG.log(
                    Level.INFO,
                    "Sockets have no transport any more for " + String.join(", ", gone)
                            + "; dialers and listeners that wait for its return: " + waiting);
        }
        if (!came.isEmpty()) {
            LOG.log(Level.INFO, "Sockets can use " + String.join(", ", came));
            tenants.forEach(tenant ->
                    tenant.sockets().forEach(socket -> socket.endpoints().transportsCame(came)));
        }
    }

    /**
     * Adds a tenant.
     *
     * @param name the name of the tenant in log entries and statistics
     * @param factory the tenant's own factory, which makes the handles of its sockets and runs its callbacks
     * @return the tenant, which the caller closes
     */
    public SocketTenant open(String name, AioFactory factory) {
        SocketTenant tenant = new SocketTenant(this, name, factory);
        tenants.add(tenant);
        return tenant;
    }

    /**
     * Makes a tenant that is closed already, for a bundle that stops while it requests the service.
     *
     * @param name the name of the tenant
     * @return a closed tenant
     */
    public SocketTenant openClosed(String name) {
        SocketTenant tenant = new SocketTenant(this, name, null);
        tenant.closeSockets();
        return tenant;
    }

    void forget(SocketTenant tenant) {
        tenants.remove(tenant);
    }

    /**
     * Adds a transport that is not a service of its own. The transport comes before services without a ranking, and
     * after transports that this method has added earlier.
     *
     * @param transport the transport
     */
    public void add(SpTransport transport) {
        put(transport, transport.schemes(), nextRank());
    }

    /**
     * Adds a transport that is not a service of its own, and whose schemes may change at any time: the runtime reads
     * the schemes anew at each look-up.
     *
     * @param transport the transport
     */
    public void addChanging(SpTransport transport) {
        own(transport);
        changing.put(transport, nextRank());
    }

    /**
     * Makes this runtime close a transport when it is closed, if the transport can be closed. For transports that are
     * not services of their own.
     *
     * @param transport the transport
     */
    public void own(SpTransport transport) {
        owned.add(transport);
    }

    /**
     * Says why schemes may have no transport, for the messages of the failures of dialers and listeners.
     *
     * @param reason the reason, without a final stop
     */
    public void explainMissingTransports(String reason) {
        missingTransports = reason + ";";
    }

    /** {@return the rank of the next transport that is not a service of its own} */
    public ServiceRank nextRank() {
        return new ServiceRank(0, own.getAndIncrement() - Integer.MAX_VALUE); // services have positive ids
    }

    private SchemeRegistry<SpTransport> transports() {
        changing.forEach((transport, rank) -> transports.put(transport, transport.schemes(), rank));
        return transports;
    }

    /**
     * Adds a transport, or changes its schemes and rank. Its existing dialers and listeners stay as they are.
     *
     * @param transport the transport
     * @param schemes its schemes, in lower case
     * @param rank decides which of a scheme's transports serves new dialers and listeners
     */
    public void put(SpTransport transport, Set<String> schemes, ServiceRank rank) {
        transports.put(transport, schemes, rank);
    }

    /**
     * Removes a transport, and closes its dialers and listeners.
     *
     * @param transport the transport
     */
    public void remove(SpTransport transport) {
        transports.remove(transport);
        tenants.forEach(
                tenant -> tenant.sockets().forEach(socket -> socket.endpoints().transportGone(transport)));
    }

    /**
     * Changes the limits of all tenants. Open sockets and pipes are kept even if they exceed the new limits.
     *
     * @param newLimits the limits
     */
    public void limit(Limits newLimits) {
        limits = newLimits;
        directMemory.setLimit(newLimits.directMemory());
        tenants.forEach(tenant -> tenant.directMemory().setLimit(newLimits.tenantDirectMemory()));
    }

    /** {@return the budget of direct memory for all tenants} */
    MemoryBudget directMemory() {
        return directMemory;
    }

    /** {@return the limits of each tenant} */
    public Limits limits() {
        return limits;
    }

    /**
     * Returns the transport for a new dialer or listener.
     *
     * @throws AioException {@code ENOTSUP} if there is none and none can come
     */
    SpTransport transport(String scheme) {
        SpTransport present = find(scheme);
        if (present == null && mayCome()) {
            return new AwaitedTransport(this, scheme);
        }
        if (present == null) {
            throw new AioException(
                    AioError.ENOTSUP,
                    "no transport for " + scheme + "://: " + missingTransports + " schemes now: "
                            + String.join(", ", schemes()));
        }
        return present;
    }

    @Override
    public SpTransport find(String scheme) {
        return transports().find(scheme);
    }

    @Override
    public boolean mayCome() {
        return withoutTransport == WithoutTransport.WAIT;
    }

    @Override
    public boolean has(SpTransport transport) {
        return changing.containsKey(transport) || transports.contains(transport);
    }

    /** {@return the schemes for which there is a transport at present, sorted} */
    public Set<String> schemes() {
        return transports().schemes();
    }

    /** {@return the factory of messages} */
    public MessagePool messages() {
        return messages;
    }

    Protocols protocols() {
        return protocols;
    }

    Devices devices() {
        return devices;
    }

    int nextId() {
        return ids.updateAndGet(id -> id == Integer.MAX_VALUE ? 1 : id + 1);
    }

    int nextPipeId() {
        int id;
        do {
            id = pipeIds.incrementAndGet() & Integer.MAX_VALUE; // 31 bits: the highest one ends a backtrace
        } while (id == 0);
        return id;
    }

    @Override
    public SpStatistic snapshot() {
        List<SpStatistic> sockets = tenants.stream()
                .flatMap(each -> each.sockets().stream())
                .map(Socket::statistics)
                .toList();
        List<SpStatistic> memory = tenants.stream()
                .filter(each -> !each.sockets().isEmpty())
                .map(each -> Statistics.memory(each.name(), each.directMemory()))
                .toList();
        return Statistics.root(sockets, Statistics.memory(directMemory, memory));
    }

    /** Closes the socket, dialer, listener or pipe with an id of the statistics, such as {@code socket/3}. */
    @Override
    public boolean close(String id) {
        return tenants.stream().flatMap(each -> each.sockets().stream()).anyMatch(socket -> socket.close(id));
    }

    /**
     * Closes all sockets without waiting. Called before tenants are closed one after the other, so that closing a
     * tenant does not wait for pipes whose peer is an open socket of another tenant.
     */
    public void closeSockets() {
        tenants.forEach(SocketTenant::closeSockets);
    }

    private static void close(SpTransport transport) {
        if (transport instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) { // the other transports are closed nevertheless
                LOG.log(Level.ERROR, transport + " cannot be closed", e);
            }
        }
    }

    /** Closes all tenants, then the {@linkplain #own own} transports. */
    @Override
    public void close() {
        closeSockets();
        tenants.forEach(SocketTenant::close);
        owned.forEach(SpRuntime::close);
    }
}
