package io.helve.sp.impl.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.internal.MemoryBudget;
import io.helve.message.Messages;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.impl.contract.SocketMode;
import io.helve.sp.impl.endpoint.LingeringPipes;
import io.helve.sp.impl.pipe.HeldBytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A tenant, in OSGi a bundle, and its sockets. */
public final class SocketTenant implements SpSockets, AutoCloseable {
    /** How long closing waits for a running callback. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /** How long closing waits for lingering pipes, which a timer ends after a second. */
    private static final long LINGER_NANOS = 1_250_000_000L;

    /** Memory is tight when the rings of a tenant hold this part of the greatest heap. */
    private static final int HELD_SHARE = 16;

    /** Sockets with messages of ended pipes take no further pipes when these hold this part of the greatest heap. */
    private static final int LEFT_BEHIND_SHARE = 8;

    private final SpRuntime runtime;
    private final String name;
    private final AioFactory factory;
    private final WaitingHandles waiting;

    /** The number of pipes of all sockets, including lingering ones. */
    private final AtomicInteger pipes = new AtomicInteger();

    private final LingeringPipes lingering = new LingeringPipes(pipes);

    /** The bytes that the sockets have reserved for their buffers. */
    private final AtomicLong bytes = new AtomicLong();

    /** The direct memory that the pipes of all sockets use. */
    private final MemoryBudget directMemory;

    /** The bytes that wait in the rings of all pipes. */
    private final HeldBytes held = new HeldBytes(Runtime.getRuntime().maxMemory() / HELD_SHARE);

    /** What pipes that have ended have left to be received, of all sockets. */
    private final HeldBytes leftBehind = new HeldBytes(Runtime.getRuntime().maxMemory() / LEFT_BEHIND_SHARE);

    /** The pipe events of sockets, open or closed, whose callbacks may still be called. */
    private final Set<PipeEvents> events = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private final Set<Socket> sockets = new LinkedHashSet<>();

    @GuardedBy("this")
    private boolean closed;

    /**
     * When the sockets were closed. The time limits of {@link #close} begin at this moment. Tenants that are closed one
     * after the other share one limit in this way.
     */
    @GuardedBy("this")
    private long closedAt;

    SocketTenant(SpRuntime runtime, String name, AioFactory factory) {
        this.runtime = runtime;
        this.name = name;
        this.factory = factory;
        this.waiting = new WaitingHandles(factory);
        this.directMemory = new MemoryBudget(runtime.limits().tenantDirectMemory());
    }

    @Override
    public SpSocket open(SpProtocol protocol) {
        Objects.requireNonNull(protocol, "protocol");
        return open(protocol, SocketMode.COOKED);
    }

    @Override
    public SpSocket openRaw(SpProtocol protocol) {
        Objects.requireNonNull(protocol, "protocol");
        return open(protocol, SocketMode.RAW);
    }

    @Override
    public SpSocket openPoly() {
        return open(SpProtocol.PAIR1, SocketMode.POLYAMOROUS);
    }

    private Socket open(SpProtocol protocol, SocketMode mode) {
        requireOpen(); // first, because making a handle would fail less clearly
        Socket socket = new Socket(
                runtime.nextId(), this, protocol, mode, runtime.protocols().create(protocol, mode));
        int most = runtime.limits().sockets();
        synchronized (this) {
            if (!closed && sockets.size() < most) {
                sockets.add(socket);
                return socket;
            }
        }
        socket.close();
        requireOpen();
        throw new AioException(AioError.ENOMEM, name + " has " + most + " sockets open, which is its quota");
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new AioException(AioError.ECLOSED, "the SpSockets of " + name + " has been closed");
        }
    }

    /** {@return whether the quota has a slot for one more pipe, which now counts} */
    boolean acquireSlot() {
        if (pipes.incrementAndGet() <= runtime.limits().mostPipes()) {
            return true;
        }
        releaseSlot();
        return false;
    }

    void releaseSlot() {
        pipes.decrementAndGet();
    }

    Set<PipeEvents> events() {
        return events;
    }

    HeldBytes leftBehind() {
        return leftBehind;
    }

    HeldBytes held() {
        return held;
    }

    MemoryBudget directMemory() {
        return directMemory;
    }

    AtomicLong bytes() {
        return bytes;
    }

    synchronized void forget(Socket socket) {
        sockets.remove(socket);
    }

    synchronized List<Socket> sockets() {
        return List.copyOf(sockets);
    }

    @Override
    public void device(SpSocket first, SpSocket second, Aio aio) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        boolean isClosed;
        synchronized (this) {
            isClosed = closed;
        }
        if (!isClosed && isOurs(first) && isOurs(second)) {
            runtime.devices().start(factory, (Socket) first, (Socket) second, aio);
            return;
        }
        AioOperation refused = AioOperation.start(aio, null);
        if (refused != null && isClosed) {
            refused.finish(AioError.ECLOSED, 0);
        } else if (refused != null) {
            String why = "a device needs sockets of its own service, not " + first + " and " + second;
            refused.finish(AioError.EINVAL, 0, new AioException(AioError.EINVAL, why));
        }
    }

    private boolean isOurs(SpSocket socket) {
        return socket instanceof Socket ours && ours.tenant().runtime == runtime;
    }

    @Override
    public Messages messages() {
        return runtime.messages();
    }

    @Override
    public Set<String> schemes() {
        return runtime.schemes();
    }

    /** Closes all sockets, without waiting. */
    void closeSockets() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                closedAt = System.nanoTime();
            }
        }
        sockets().forEach(Socket::close);
    }

    /**
     * Closes all sockets, and waits, for a bounded time, for running callbacks for pipe events and then for lingering
     * pipes. No callback begins afterwards. A call from inside such a callback does not wait.
     */
    @Override
    public void close() {
        closeSockets();
        long patience = events.stream().anyMatch(PipeEvents::isCalling) ? 0 : PATIENCE_NANOS;
        long deadline = closedAt() + patience;
        events.forEach(each -> each.stop(deadline));
        waiting.close();
        if (patience > 0) {
            lingering.await(closedAt() + LINGER_NANOS);
        }
        runtime.forget(this);
    }

    private synchronized long closedAt() {
        return closedAt;
    }

    LingeringPipes lingeringPipes() {
        return lingering;
    }

    WaitingHandles waiting() {
        return waiting;
    }

    SpRuntime runtime() {
        return runtime;
    }

    AioFactory factory() {
        return factory;
    }

    /** {@return the name of the tenant in log entries and statistics} */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return "SpSockets of " + name;
    }
}
