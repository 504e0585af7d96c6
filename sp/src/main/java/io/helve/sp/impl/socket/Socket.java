package io.helve.sp.impl.socket;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Messages;
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
import io.helve.sp.impl.endpoint.Endpoint;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;
import io.helve.sp.impl.stats.SocketCounts;
import io.helve.sp.impl.stats.Statistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A socket: the lock, and what belongs to it. What messages do is its protocol's affair, and which pipes there are is
 * that of {@link Pipes}.
 */
public final class Socket extends MessageChannel implements SpSocket {
    private final SocketLock lock = new SocketLock();
    private final SocketTenant tenant;
    private final SpProtocol protocolType;
    private final boolean raw;
    private final Protocol protocol;
    private final Alarm alarm;
    private final PipeEvents events;
    private final SocketEndpoints endpoints = new SocketEndpoints(this);

    private final Pipes pipes;
    private final DeferredReads deferredReads;

    /** Guarded by the lock, as all below. */
    private final Set<Context> contexts = new LinkedHashSet<>();

    private long droppedIn;
    private long droppedOut;

    Socket(int id, SocketTenant tenant, SpProtocol protocolType, boolean raw, Protocol protocol) {
        super(id, protocol.context(), commonOptions().with(protocol.options()));
        this.tenant = tenant;
        this.protocolType = protocolType;
        this.raw = raw;
        this.protocol = protocol;
        this.alarm = new Alarm(tenant.factory(), this);
        this.events = new PipeEvents(tenant.factory(), tenant.events());
        this.pipes = new Pipes(this, protocol);
        this.deferredReads = new DeferredReads(this, protocol);
        protocol.bind(this);
        protocol.quota().share(tenant.bytes(), () -> tenant.runtime().limits().bytes());
        optionsChanged();
        readOptions(new DeferredActions());
    }

    private static OptionValues commonOptions() {
        return OptionValues.none()
                .with(SpOptions.SEND_TIMEOUT)
                .with(SpOptions.RECEIVE_TIMEOUT)
                .with(SpOptions.RECEIVE_MAX)
                .with(SpOptions.RECONNECT_MIN)
                .with(SpOptions.RECONNECT_MAX)
                .with(SpOptions.HANDSHAKE_TIME)
                .with(SpOptions.SOCKET_NAME)
                .with(SpOptions.PIPES_MAX)
                .with(SpOptions.QUEUE_BYTES_MAX);
    }

    // ---- the lock

    /** Takes the lock. {@link #unlock} must follow, and then {@link #run}. */
    DeferredActions lock() {
        lock.lock();
        return lock.take();
    }

    /** Takes the lock for something that defers nothing. */
    public void lockQuietly() {
        lock.lock();
    }

    public void unlock() {
        lock.unlock();
    }

    /** Does what was decided, and reads on where enough was read at a time. */
    void run(DeferredActions actions) {
        actions.run(this);
        deferredReads.readOn(actions);
        lock.give(actions);
    }

    /** They are empty again. */
    void give(DeferredActions actions) {
        lock.give(actions);
    }

    @Override
    Socket owner() {
        return this;
    }

    // ---- pipes

    public Pipes pipes() {
        return pipes;
    }

    /** {@return what is told of pipes} */
    PipeEvents events() {
        return events;
    }

    public void readable(Pipe pipe) {
        DeferredActions actions = lock();
        try {
            if (pipe.isAdded()) {
                protocol.readable(pipe, actions);
            }
        } finally {
            unlock();
        }
        run(actions);
    }

    public void writable(Pipe pipe) {
        DeferredActions actions = lock();
        try {
            if (pipe.isAdded()) {
                protocol.writable(pipe, actions);
            }
        } finally {
            unlock();
        }
        run(actions);
    }

    public void countDrop(boolean sending) {
        if (sending) {
            droppedOut++;
        } else {
            droppedIn++;
        }
    }

    /** Counts a message that was received for nobody. */
    public void countLost() {
        lock.lock();
        try {
            countDrop(false);
        } finally {
            unlock();
        }
    }

    // ---- time

    public void schedule(long when, DeferredActions actions) {
        if (alarm.want(when)) {
            actions.alarm();
        }
    }

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

    /** The alarm has rung. */
    void ring() {
        boolean open;
        List<Pipe> rest;
        DeferredActions actions = lock();
        try {
            open = !isClosed();
            rest = deferredReads.take();
            alarm.next(Protocol.NEVER);
            if (open) {
                alarm.next(protocol.due(System.nanoTime(), actions));
            }
        } finally {
            unlock();
        }
        run(actions);
        deferredReads.readAll(rest); // what is wanted of the alarm meanwhile is found when it goes to sleep
        if (open) {
            alarm.sleep();
        }
    }

    // ---- endpoints and contexts

    @Override
    public SpDialer dial(String url) throws InterruptedException {
        return endpoints.dial(url);
    }

    @Override
    public SpDialer dialer(String url) {
        return endpoints.dialer(url);
    }

    @Override
    public SpListener listen(String url) {
        return endpoints.listen(url);
    }

    @Override
    public SpListener listener(String url) {
        return endpoints.listener(url);
    }

    /** A dialer or listener is closed: its pipes end too. */
    public void forget(Endpoint endpoint) {
        endpoints.remove(endpoint);
        lock.lock();
        List<Pipe> ending;
        try {
            ending = pipes.of(endpoint);
        } finally {
            unlock();
        }
        ending.forEach(Pipe::close);
    }

    @Override
    public SpContext openContext() {
        DeferredActions actions = lock();
        try {
            if (isClosed()) {
                throw new AioException(AioError.ECLOSED, this + " is closed");
            }
            ProtocolContext opened = protocol.openContext();
            if (opened == null) {
                throw new AioException(AioError.ENOTSUP, "no contexts: " + this);
            }
            OptionValues options = OptionValues.none()
                    .with(SpOptions.SEND_TIMEOUT)
                    .with(SpOptions.RECEIVE_TIMEOUT)
                    .with(protocol.contextOptions())
                    .inherit(options());
            Context context = new Context(tenant.runtime().nextId(), this, opened, options);
            context.readOptions(actions);
            contexts.add(context);
            return context;
        } finally {
            unlock();
            run(actions);
        }
    }

    /** A context is closed; under the lock. */
    public void forget(Context context) {
        contexts.remove(context);
    }

    // ---- the end

    @Override
    public void close() {
        List<Pipe> closingPipes;
        DeferredActions actions = lock();
        try {
            if (!closeContext(actions)) {
                return;
            }
            contexts.forEach(context -> context.closeContext(actions));
            contexts.clear();
            closingPipes = pipes.added();
            deferredReads.take();
        } finally {
            unlock();
            run(actions);
        }
        endpoints.close();
        closingPipes.forEach(Pipe::close);
        events.close();
        closeQuota();
        alarm.close();
        tenant.forget(this);
    }

    private void closeQuota() {
        lock.lock();
        try {
            protocol.quota().close();
        } finally {
            unlock();
        }
    }

    // ---- for its parts

    public AioFactory factory() {
        return tenant.factory();
    }

    WaitingHandles waiting() {
        return tenant.waiting();
    }

    public Messages messages() {
        return tenant.runtime().messages();
    }

    public OptionValues endpointOptions() {
        lock.lock();
        try {
            return commonOptions().inherit(options());
        } finally {
            unlock();
        }
    }

    /** {@return whose socket this is} */
    public SocketTenant tenant() {
        return tenant;
    }

    /** {@return its dialers and listeners} */
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
        return raw;
    }

    @Override
    public void onPipe(SpPipeEvent event, Consumer<? super SpPipe> callback) {
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
        SocketCounts counts;
        lock.lock();
        try {
            counts = new SocketCounts(
                    options().get(SpOptions.SOCKET_NAME),
                    pipes,
                    contexts.size(),
                    droppedIn,
                    droppedOut,
                    protocol.quota().held());
        } finally {
            unlock();
        }
        return Statistics.of(this, counts, endpoints.all());
    }

    @Override
    public String toString() {
        return "socket " + id + " (" + (raw ? "raw " : "") + protocolType.protocolName() + ")";
    }
}
