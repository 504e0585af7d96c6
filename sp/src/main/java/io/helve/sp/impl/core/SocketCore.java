package io.helve.sp.impl.core;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistics;
import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.provider.SpTransport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What all users of one runtime share: transports, memory, numbers. */
public final class SocketCore implements SpStatistics, AutoCloseable {
    /** Makes protocols. */
    @FunctionalInterface
    public interface Protocols {
        /**
         * Makes the rules for a new socket.
         *
         * @param protocol the protocol
         * @param raw whether the socket is raw
         * @return new rules
         */
        Protocol create(SpProtocol protocol, boolean raw);
    }

    /** Forwards between raw sockets. */
    @FunctionalInterface
    public interface Devices {
        /**
         * Starts a device.
         *
         * @param first a socket
         * @param second another, or the same
         * @param aio the operation
         */
        void start(SpSocket first, SpSocket second, Aio aio);
    }

    private final AioFactory factory;
    private final Protocols protocols;
    private final Devices devices;
    private final MessagePool messages = new MessagePool();

    /** Those of each scheme, the one in use first. */
    private final Map<String, List<SpTransport>> transports = new ConcurrentHashMap<>();

    private final Set<SocketUser> users = ConcurrentHashMap.newKeySet();
    private volatile Limits limits = Limits.NONE;
    private final AtomicInteger ids = new AtomicInteger();

    /** Begins anywhere, so that the backtraces of a process that was restarted do not fit the new one. */
    private final AtomicInteger pipeIds =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    /**
     * Creates a core without transports.
     *
     * @param factory makes the handles that sockets need for themselves
     * @param protocols makes protocols
     * @param devices forwards between sockets
     */
    public SocketCore(AioFactory factory, Protocols protocols, Devices devices) {
        this.factory = factory;
        this.protocols = protocols;
        this.devices = devices;
    }

    /**
     * Adds a user.
     *
     * @param name how log entries and statistics name it
     * @return the user; to be closed
     */
    public SocketUser open(String name) {
        SocketUser user = new SocketUser(this, name);
        users.add(user);
        return user;
    }

    void forget(SocketUser user) {
        users.remove(user);
    }

    /**
     * Adds a transport. If there is one for a scheme already, the new one takes its place until it goes.
     *
     * @param transport the transport
     */
    public void add(SpTransport transport) {
        for (String scheme : transport.schemes()) {
            transports.merge(
                    scheme,
                    List.of(transport),
                    (present, added) ->
                            Stream.concat(added.stream(), present.stream()).toList());
        }
    }

    /**
     * Removes a transport, and closes what was made by it.
     *
     * @param transport the transport
     */
    public void remove(SpTransport transport) {
        for (String scheme : transports.keySet()) {
            transports.computeIfPresent(scheme, (key, present) -> without(transport, present));
        }
        users.forEach(
                user -> user.sockets().forEach(socket -> socket.endpoints().transportGone(transport)));
    }

    private static List<SpTransport> without(SpTransport transport, List<SpTransport> present) {
        List<SpTransport> left =
                present.stream().filter(each -> each != transport).toList();
        return left.isEmpty() ? null : left;
    }

    /**
     * Changes what each user may have. What there is stays, also if it is more.
     *
     * @param newLimits the limits
     */
    public void limit(Limits newLimits) {
        limits = newLimits;
    }

    /** {@return what each user may have} */
    public Limits limits() {
        return limits;
    }

    SpTransport transport(String scheme) {
        List<SpTransport> present = transports.get(scheme);
        if (present == null) {
            throw new AioException(
                    AioError.ENOTSUP, "no transport for " + scheme + "://; there are transports for " + schemes());
        }
        return present.get(0);
    }

    /** {@return whether it has not been removed} */
    boolean has(SpTransport transport) {
        return transports.values().stream().anyMatch(present -> present.contains(transport));
    }

    Set<String> schemes() {
        return Collections.unmodifiableSet(new TreeSet<>(transports.keySet()));
    }

    /** {@return what makes messages} */
    public MessagePool messages() {
        return messages;
    }

    AioFactory factory() {
        return factory;
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
        return Statistics.root(
                users.stream().map(SocketUser::sockets).flatMap(List::stream).toList());
    }

    /** Closes all users. */
    @Override
    public void close() {
        users.forEach(SocketUser::close);
    }
}
