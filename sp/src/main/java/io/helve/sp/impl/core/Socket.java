package io.helve.sp.impl.core;

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
import io.helve.sp.provider.SpTransportPipe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A socket: the lock, the pipes, and what belongs to it. What messages do is its protocol's affair. */
public final class Socket extends Channel implements SpSocket {
    private final SocketLock lock = new SocketLock();
    private final SocketUser user;
    private final SpProtocol protocolType;
    private final boolean raw;
    private final Protocol protocol;
    private final Alarm alarm;
    private final PipeEvents events;
    private final Endpoints endpoints = new Endpoints(this);

    /** Guarded by the lock, as all below. */
    private final IntMap<Pipe> pipes = new IntMap<>();

    /** Pipes that wait to become part of it. */
    private final Set<Pipe> candidates = new LinkedHashSet<>();

    /** Pipes that count for {@link SpOptions#PIPES_MAX}: also candidates, and those that are gone and have left something to receive. */
    private int places;

    private final Set<Context> contexts = new LinkedHashSet<>();

    /** What pipes that are gone have moved. */
    private final Traffic past = new Traffic();

    private long rejected;
    private long droppedIn;
    private long droppedOut;

    Socket(int id, SocketUser user, SpProtocol protocolType, boolean raw, Protocol protocol) {
        super(id, protocol.exchange(), commonOptions().with(protocol.options()));
        this.user = user;
        this.protocolType = protocolType;
        this.raw = raw;
        this.protocol = protocol;
        this.alarm = new Alarm(user.factory(), this);
        this.events = new PipeEvents(user.factory(), user.events());
        protocol.bind(this);
        protocol.quota().share(user.bytes(), () -> user.core().limits().bytes());
        optionsChanged();
        readOptions(new Effects());
    }

    private static Options commonOptions() {
        return Options.none()
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
    Effects lock() {
        lock.lock();
        return lock.take();
    }

    /** Takes the lock for something that has no effects. */
    void lockQuietly() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    void run(Effects effects) {
        effects.run(this);
        for (Pipe pipe = effects.takeAgain(); pipe != null; pipe = effects.takeAgain()) {
            lock.lock();
            try {
                if (pipe.isAdded() || pipe.isListedReadable()) { // what a pipe that has gone has left is received too
                    protocol.readable(pipe, effects);
                }
            } finally {
                unlock();
            }
            effects.run(this);
        }
        lock.give(effects);
    }

    @Override
    Socket owner() {
        return this;
    }

    // ---- pipes

    /** A connection has been made. It counts at once, also while it waits for the callback that may reject it. */
    void admit(SpTransportPipe connection, Endpoint endpoint) {
        Pipe pipe = new Pipe(user.core().nextPipeId(), this, endpoint, connection);
        boolean placed;
        lock.lock();
        try {
            placed = !isClosed() && !endpoint.isClosed() && takePlace(pipe);
            if (placed) {
                candidates.add(pipe);
            }
        } finally {
            unlock();
        }
        if (placed) {
            events.before(pipe, () -> add(pipe));
        } else {
            reject(pipe);
        }
    }

    private void add(Pipe pipe) {
        boolean added = false;
        Effects effects = lock();
        try {
            if (candidates.remove(pipe) && !isClosed() && !pipe.isClosed()) {
                pipes.put(pipe.id(), pipe);
                pipe.setAdded(true);
                added = protocol.attach(pipe, effects);
                if (!added) {
                    pipes.remove(pipe.id());
                    pipe.setAdded(false);
                }
            }
            if (!added) {
                leavePlace(pipe);
            }
        } finally {
            unlock();
        }
        if (!added) {
            run(effects);
            reject(pipe);
            return;
        }
        events.added(pipe);
        pipe.attachTransport();
        run(effects);
        readable(pipe); // finds what has come already, or says that it waits
        pipe.endpoint().admitted(pipe);
    }

    private void reject(Pipe pipe) {
        lock.lock();
        try {
            rejected++;
        } finally {
            unlock();
        }
        pipe.endpoint().countRejected();
        pipe.end(AioError.ECONNABORTED, false);
        pipe.endpoint().admitted(pipe);
    }

    /** {@return whether there was room for one more pipe, which is counted now; under the lock} */
    private boolean takePlace(Pipe pipe) {
        boolean taken =
                places < options().get(SpOptions.PIPES_MAX) && pipe.endpoint().mayHaveMore() && user.takePlace();
        if (taken) {
            pipe.place(true);
            places++;
            pipe.endpoint().countOpen(1);
        }
        return taken;
    }

    /** A pipe does not count any more, if it has; under the lock. */
    void leavePlace(Pipe pipe) {
        if (pipe.place(false)) {
            places--;
            pipe.endpoint().countOpen(-1);
            user.leavePlace();
        }
    }

    /** {@return how many pipes count, also such that are gone} */
    int places() {
        lock.lock();
        try {
            return places;
        } finally {
            unlock();
        }
    }

    void readable(Pipe pipe) {
        Effects effects = lock();
        try {
            if (pipe.isAdded()) {
                protocol.readable(pipe, effects);
            }
        } finally {
            unlock();
        }
        run(effects);
    }

    void writable(Pipe pipe) {
        Effects effects = lock();
        try {
            if (pipe.isAdded()) {
                protocol.writable(pipe, effects);
            }
        } finally {
            unlock();
        }
        run(effects);
    }

    void remove(Pipe pipe, boolean keepsArrived) {
        boolean removed;
        Effects effects = lock();
        try {
            removed = pipe.isAdded();
            if (removed) {
                if (keepsArrived) {
                    readAll(pipe, effects);
                } else {
                    pipe.doom();
                }
                pipes.remove(pipe.id());
                pipe.setAdded(false);
                protocol.detach(pipe, keepsArrived, effects);
                if (!pipe.isListedReadable()) { // otherwise when what it has left has been received
                    leavePlace(pipe);
                }
                pipe.retire(past);
            } else if (candidates.remove(pipe)) {
                leavePlace(pipe);
            }
        } finally {
            unlock();
        }
        run(effects);
        if (removed) {
            events.removed(pipe);
        }
    }

    /** Reads what is there: once the pipe is gone, nobody will. Under the lock. */
    private void readAll(Pipe pipe, Effects effects) {
        Pipe next;
        do {
            protocol.readable(pipe, effects);
            next = effects.takeAgain();
        } while (next == pipe);
        if (next != null) {
            effects.again(next);
        }
    }

    Pipe pipe(int pipeId) {
        return pipes.get(pipeId);
    }

    void countDrop(boolean sending) {
        if (sending) {
            droppedOut++;
        } else {
            droppedIn++;
        }
    }

    /** Counts a message that was received for nobody. */
    void countLost() {
        lock.lock();
        try {
            countDrop(false);
        } finally {
            unlock();
        }
    }

    // ---- time

    void schedule(long when, Effects effects) {
        if (alarm.want(when)) {
            effects.alarm();
        }
    }

    void setAlarm() {
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
        Effects effects = lock();
        try {
            open = !isClosed();
            alarm.next(Protocol.NEVER);
            if (open) {
                alarm.next(protocol.due(System.nanoTime(), effects));
            }
        } finally {
            unlock();
        }
        run(effects);
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
    void forget(Endpoint endpoint) {
        endpoints.remove(endpoint);
        List<Pipe> ending = new ArrayList<>();
        lock.lock();
        try {
            for (Pipe pipe : pipes.values()) {
                if (pipe.endpoint() == endpoint) {
                    ending.add(pipe);
                }
            }
            for (Pipe pipe : candidates) {
                if (pipe.endpoint() == endpoint) {
                    ending.add(pipe);
                }
            }
        } finally {
            unlock();
        }
        ending.forEach(Pipe::close);
    }

    @Override
    public SpContext openContext() {
        Effects effects = lock();
        try {
            if (isClosed()) {
                throw new AioException(AioError.ECLOSED, this + " is closed");
            }
            Exchange opened = protocol.openExchange();
            if (opened == null) {
                throw new AioException(AioError.ENOTSUP, "no contexts: " + this);
            }
            Options options = Options.none()
                    .with(SpOptions.SEND_TIMEOUT)
                    .with(SpOptions.RECEIVE_TIMEOUT)
                    .with(protocol.contextOptions())
                    .inherit(options());
            Context context = new Context(user.core().nextId(), this, opened, options);
            context.readOptions(effects);
            contexts.add(context);
            return context;
        } finally {
            unlock();
            run(effects);
        }
    }

    /** A context is closed; under the lock. */
    void forget(Context context) {
        contexts.remove(context);
    }

    // ---- the end

    @Override
    public void close() {
        List<Pipe> closingPipes;
        Effects effects = lock();
        try {
            if (!closeExchange(effects)) {
                return;
            }
            contexts.forEach(context -> context.closeExchange(effects));
            contexts.clear();
            closingPipes = pipes.values();
        } finally {
            unlock();
            run(effects);
        }
        endpoints.close();
        closingPipes.forEach(Pipe::close);
        events.close();
        closeQuota();
        alarm.close();
        user.forget(this);
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

    AioFactory factory() {
        return user.factory();
    }

    WaitingHandles waiting() {
        return user.waiting();
    }

    Messages messages() {
        return user.core().messages();
    }

    Options endpointOptions() {
        lock.lock();
        try {
            return commonOptions().inherit(options());
        } finally {
            unlock();
        }
    }

    /** {@return whose socket this is} */
    public SocketUser user() {
        return user;
    }

    /** {@return its dialers and listeners} */
    Endpoints endpoints() {
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
                    pipes.values(),
                    contexts.size(),
                    past,
                    rejected,
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
