package io.helve.sp.impl.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.DropReason;
import io.helve.sp.SpContext;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.contract.DeviceSocket;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.contract.ProtocolHost;
import io.helve.sp.impl.contract.SocketHolder;
import io.helve.sp.impl.contract.SocketMode;
import io.helve.sp.impl.endpoint.Endpoint;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.HeldBytes;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeOwner;
import io.helve.sp.impl.pipe.PipeSource;
import io.helve.sp.impl.pipe.PipeTraffic;
import io.helve.sp.impl.stats.DropCounts;
import io.helve.sp.impl.stats.PipeCounts;
import io.helve.sp.impl.stats.SocketCounts;
import io.helve.sp.impl.stats.Statistics;
import io.helve.stream.StreamUrl;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A socket: its lock, and the parts whose state the lock guards. The protocol moves messages, {@link Pipes} admits and
 * removes pipes, {@link SocketEndpoints} has the dialers and listeners.
 */
public final class Socket extends MessageChannel implements DeviceSocket, PipeOwner, ProtocolHost {
    /** The parts of the socket take the lock, too: by name, so that the compiler can check what the lock guards. */
    final SocketLock lock = new SocketLock();

    private final SocketTenant tenant;
    private final SpProtocol protocolType;
    private final SocketMode mode;
    private final Protocol protocol;
    private final Alarm alarm;
    private final PipeEvents events;
    private final SocketEndpoints endpoints = new SocketEndpoints(this);

    private final Pipes pipes;
    private final DeferredReads deferredReads;

    /** Guarded by the lock, as are the drop counters. */
    private final Set<Context> contexts = new LinkedHashSet<>();

    private final DropCounts drops = new DropCounts();

    private final DeviceClaim deviceClaim = new DeviceClaim(this);

    Socket(int id, SocketTenant tenant, SpProtocol protocolType, SocketMode mode, Protocol protocol) {
        super(id, protocol.context(), commonOptions().with(protocol.options()));
        this.tenant = tenant;
        this.protocolType = protocolType;
        this.mode = mode;
        this.protocol = protocol;
        this.alarm = new Alarm(tenant.factory(), this);
        this.events = new PipeEvents(tenant.factory(), tenant.events());
        this.pipes = new Pipes(this, protocol);
        this.deferredReads = new DeferredReads(this, protocol);
        protocol.bind(this);
        protocol.quota().share(tenant.bytes(), () -> tenant.runtime().limits().bytes());
        optionsChanged();
        readOptions(new DeferredActions(this));
    }

    private static OptionSet commonOptions() {
        return OptionSet.none()
                .with(SpOptions.SEND_TIMEOUT)
                .with(SpOptions.RECEIVE_TIMEOUT)
                .with(SpOptions.RECEIVE_MAX)
                .with(SpOptions.RECONNECT_MIN)
                .with(SpOptions.RECONNECT_MAX)
                .with(SpOptions.HANDSHAKE_TIME)
                .with(SpOptions.HANDSHAKES_MAX)
                .with(SpOptions.HANDSHAKES_ADDRESS_MAX)
                .with(SpOptions.SOCKET_NAME)
                .with(SpOptions.PIPES_MAX)
                .with(SpOptions.QUEUE_BYTES_MAX);
    }

    // ---- the lock

    /** Takes the lock. Closing the result releases the lock and carries out the deferred actions. */
    DeferredActions enter() {
        lock.lock();
        return lock.take(this);
    }

    /** Takes the lock for a caller that only reads or writes fields and defers no actions. */
    void lock() {
        lock.lock();
    }

    @Override
    public boolean isLocked() {
        return lock.isHeldByCurrentThread();
    }

    void unlock() {
        lock.unlock();
    }

    @Override
    public void leave(DeferredActions actions) {
        lock.unlock();
        carryOut(actions);
    }

    /**
     * Carries out the deferred actions, continues reading from pipes of which only a batch was read, and takes the
     * object back.
     */
    void carryOut(DeferredActions actions) {
        actions.run();
        deferredReads.readOn(actions);
        lock.give(actions);
    }

    /** Takes back an object that is empty again. */
    void give(DeferredActions actions) {
        lock.give(actions);
    }

    @Override
    Socket owner() {
        return this;
    }

    @Override
    public SpSocket socket() {
        return this;
    }

    // ---- pipes

    Pipes pipes() {
        return pipes;
    }

    /** {@return the callbacks for pipe events} */
    PipeEvents events() {
        return events;
    }

    @Override
    public Pipe pipe(int pipeId) {
        return pipes.get(pipeId);
    }

    @Override
    public void remove(Pipe pipe, ArrivedMessages arrived) {
        pipes.remove(pipe, arrived);
    }

    @Override
    public HeldBytes held() {
        return tenant.held();
    }

    @Override
    public void slotReleased(PipeSource source) {
        pipes.slotReleased(source);
    }

    @Override
    public void countLeftBehind(long more) {
        pipes.countLeftBehind(more);
    }

    @Override
    public void readable(Pipe pipe) {
        try (DeferredActions actions = enter()) {
            if (pipe.isAttached()) {
                protocol.readable(pipe, actions);
            }
        }
    }

    @Override
    public void writable(Pipe pipe) {
        try (DeferredActions actions = enter()) {
            if (pipe.isAttached()) {
                protocol.writable(pipe, actions);
            }
        }
    }

    @Override
    public void countDrop(DropReason reason) {
        drops.count(reason);
    }

    @Override
    public void countDrops(DropReason reason, long count) {
        drops.count(reason, count);
    }

    @Override
    public void countForcedReceive() {
        countDropped(DropReason.ENDED_BY_FORCE);
    }

    /** Counts a message that is thrown away; takes the lock. */
    void countDropped(DropReason reason) {
        lock.lock();
        try {
            countDrop(reason);
        } finally {
            unlock();
        }
    }

    // ---- time

    @Override
    public void schedule(long when, DeferredActions actions) {
        if (alarm.want(when)) {
            actions.alarmEarlier();
        }
    }

    @Override
    public void setAlarm() {
        lock.lock();
        boolean begins;
        try {
            begins = alarm.begin();
        } finally {
            unlock();
        }
        if (begins) {
            alarm.sleep();
        } else {
            alarm.hurry();
        }
    }

    /** Called when the alarm rings: the protocol does what is due, and pipes that were left to the alarm are read. */
    void ring() {
        boolean open;
        List<Pipe> rest;
        try (DeferredActions actions = enter()) {
            open = !isClosed();
            rest = deferredReads.take();
            alarm.next(Protocol.NEVER);
            if (open) {
                alarm.next(protocol.due(System.nanoTime(), actions));
            }
        }
        deferredReads.readAll(rest); // alarm.sleep() sees a time that is set meanwhile
        if (open) {
            alarm.sleep();
        }
    }

    // ---- endpoints and contexts

    @Override
    public SpDialer dial(StreamUrl url) throws InterruptedException {
        Objects.requireNonNull(url, "url");
        deviceClaim.requireNone();
        return endpoints.dial(url);
    }

    @Override
    public SpDialer dialer(StreamUrl url) {
        Objects.requireNonNull(url, "url");
        deviceClaim.requireNone();
        return endpoints.dialer(url);
    }

    @Override
    public SpListener listen(StreamUrl url) {
        Objects.requireNonNull(url, "url");
        deviceClaim.requireNone();
        return endpoints.listen(url);
    }

    @Override
    public SpListener listener(StreamUrl url) {
        Objects.requireNonNull(url, "url");
        deviceClaim.requireNone();
        return endpoints.listener(url);
    }

    @Override
    public SpContext openContext() {
        try (DeferredActions actions = enter()) {
            if (isClosed()) {
                throw new AioException(AioError.ECLOSED, this + " is closed");
            }
            ProtocolContext opened = protocol.openContext();
            if (opened == null) {
                throw new AioException(AioError.ENOTSUP, "no contexts: " + this);
            }
            OptionSet contextOptions = OptionSet.none()
                    .with(SpOptions.SEND_TIMEOUT)
                    .with(SpOptions.RECEIVE_TIMEOUT)
                    .with(protocol.contextOptions())
                    .inherit(options());
            Context context = new Context(tenant.runtime().nextId(), this, opened, contextOptions);
            context.readOptions(actions);
            contexts.add(context);
            return context;
        }
    }

    /** Removes a context that was closed; under the lock. */
    void forget(Context context) {
        contexts.remove(context);
    }

    // ---- the end

    @Override
    public void close() {
        List<Pipe> closingPipes;
        SocketHolder holder;
        try (DeferredActions actions = enter()) {
            if (!closeContext(actions)) {
                return;
            }
            holder = deviceClaim.holder();
            contexts.forEach(context -> context.closeContext(actions));
            contexts.clear();
            closingPipes = pipes.attached();
            deferredReads.take();
        }
        if (holder != null) {
            holder.socketClosed();
        }
        endpoints.close();
        closingPipes.forEach(Pipe::close);
        events.close();
        closeQuota();
        alarm.close();
        tenant.forget(this);
    }

    @Override
    public void stop() {
        close();
        endpoints.awaitClosed();
    }

    /**
     * Closes this socket, or one of its dialers, listeners or pipes, for an operator.
     *
     * @param what the kind and the id of the object to close, such as {@code pipe/3}
     * @return whether the object is this socket or belongs to this socket
     */
    boolean close(String what) {
        if (what.equals("socket/" + id)) {
            close();
            return true;
        }
        for (Endpoint endpoint : endpoints.all()) {
            if (what.equals((endpoint instanceof SpDialer ? "dialer/" : "listener/") + endpoint.id())) {
                endpoint.close();
                return true;
            }
        }
        Optional<Pipe> pipe = attachedPipes().stream()
                .filter(each -> what.equals("pipe/" + each.id()))
                .findFirst();
        pipe.ifPresent(Pipe::close);
        return pipe.isPresent();
    }

    private List<Pipe> attachedPipes() {
        lock.lock();
        try {
            return List.copyOf(pipes.attached());
        } finally {
            unlock();
        }
    }

    // ---- devices

    @Override
    public AioError acquire(SocketHolder holder) {
        return deviceClaim.acquire(holder);
    }

    @Override
    public void release() {
        deviceClaim.release();
    }

    @Override
    boolean isInDevice() {
        return deviceClaim.isPresent();
    }

    @Override
    public void sendForDevice(Aio aio) {
        send(aio, Caller.DEVICE);
    }

    @Override
    public void receiveForDevice(Aio aio) {
        receive(aio, Caller.DEVICE);
    }

    private void closeQuota() {
        lock.lock();
        try {
            protocol.quota().close();
        } finally {
            unlock();
        }
    }

    // ---- for the parts of the socket

    WaitingHandles waiting() {
        return tenant.waiting();
    }

    /** {@return a copy of the values that new dialers and listeners inherit} */
    OptionSet endpointOptions() {
        lock.lock();
        try {
            return commonOptions().inherit(options());
        } finally {
            unlock();
        }
    }

    /** {@return the tenant that the socket belongs to} */
    public SocketTenant tenant() {
        return tenant;
    }

    /** {@return the dialers and listeners of the socket} */
    SocketEndpoints endpoints() {
        return endpoints;
    }

    // ---- for the user

    @Override
    public SpProtocol protocol() {
        return protocolType;
    }

    @Override
    public boolean isRaw() {
        return mode == SocketMode.RAW;
    }

    @Override
    public void onPipe(SpPipeEvent event, Consumer<? super SpPipe> callback) {
        Objects.requireNonNull(event, "event");
        deviceClaim.requireNone();
        events.set(event, callback);
    }

    @Override
    public <T> SpSocket set(SpOption<T> option, T value) {
        setOption(option, value);
        return this;
    }

    @Override
    void optionsChanged() {
        long most = options().get(SpOptions.QUEUE_BYTES_MAX);
        protocol.quota().setLimit(most == 0 ? Long.MAX_VALUE : most);
        protocol.configure(options());
    }

    @Override
    public SpStatistic statistics() {
        return Statistics.socket(counts(), endpoints.statistics());
    }

    private SocketCounts counts() {
        lock.lock();
        try {
            PipeTraffic total = new PipeTraffic();
            total.add(pipes.past());
            pipes.attached().forEach(pipe -> {
                protocol.countLosses(pipe);
                total.add(pipe.traffic());
            });
            return new SocketCounts(
                    id,
                    options().get(SpOptions.SOCKET_NAME),
                    protocolType.protocolName(),
                    isRaw(),
                    tenant.name(),
                    contexts.size(),
                    total,
                    pipes.rejected(),
                    drops.copy(),
                    protocol.quota().held(),
                    deviceClaim.traffic(),
                    pipes.attached().stream().map(PipeCounts::of).toList());
        } finally {
            unlock();
        }
    }

    @Override
    public String toString() {
        return "socket " + id + " (" + mode.prefix() + protocolType.protocolName() + ")";
    }
}
