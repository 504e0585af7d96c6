package io.helve.ops.jfr;

import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioSnapshot;
import io.helve.internal.SafeLogger;
import io.helve.ops.model.EndpointView;
import io.helve.ops.model.Observed;
import io.helve.ops.model.RemoteView;
import io.helve.ops.model.Sightings;
import io.helve.ops.model.SocketView;
import io.helve.ops.model.TimerProbe;
import io.helve.sp.DropReason;
import io.helve.stream.StreamResource;
import io.helve.stream.StreamSnapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Events of JDK Flight Recorder. Each is periodic: the recorder calls a hook while a recording wants the event, the
 * hook reads the statistics, and commits events. Without a recording nothing happens, and nothing is counted; the hooks
 * are registered when the recorder is initialized, which is before the first recording of the process.
 *
 * <p>The recorder has one thread for hooks, but another one calls hooks whose period is the end of a chunk; so hooks
 * share only concurrent collections. There is no lock: the recorder holds its own while it calls the listener.
 */
public final class JfrViews implements AutoCloseable {
    private static final Logger LOG = SafeLogger.of(JfrViews.class);

    /** The number of pending operations that a look records at most. */
    private static final int MOST_OPERATIONS = 100;

    /** The number of connections that are followed at most. */
    private static final int MOST_CONNECTIONS = 10_000;

    private final Observed observed;
    private final Supplier<AioFactory> factory;
    private final Map<Class<? extends Event>, Runnable> hooks = new ConcurrentHashMap<>();
    private final FlightRecorderListener listener = new FlightRecorderListener() {
        @Override
        public void recorderInitialized(FlightRecorder recorder) {
            register();
        }
    };
    private volatile boolean closed;
    private final Sightings sightings = new Sightings(System::nanoTime);
    private final Growth endpoints = new Growth();
    private final Growth drops = new Growth();
    private final Growth calls = new Growth();

    /** The event of each open connection that a look has seen. */
    private final Map<String, Events.Connection> open = new ConcurrentHashMap<>();

    private final AtomicReference<TimerProbe> timer = new AtomicReference<>();

    /**
     * Registers the events as soon as the recorder is initialized.
     *
     * @param observed what they show
     * @param factory gives a factory of handles for a timer, or null while there is none
     */
    public JfrViews(Observed observed, Supplier<AioFactory> factory) {
        this.observed = observed;
        this.factory = factory;
        FlightRecorder.addListener(listener); // calls the listener if the recorder is initialized already
    }

    /** Adds the hooks. If this object is closed meanwhile, one of the two threads removes them. */
    private void register() {
        add(Events.Pool.class, this::pools);
        add(Events.Tenant.class, this::tenants);
        add(Events.SlowCallback.class, this::slowCallbacks);
        add(Events.PendingOperation.class, this::pendingOperations);
        add(Events.LateTimer.class, this::timers);
        add(Events.Streams.class, this::streams);
        add(Events.Connection.class, this::lookAtConnections);
        add(Events.Endpoint.class, this::endpoints);
        add(Events.Drop.class, this::drops);
        add(Events.RemoteCalls.class, this::remoteCalls);
        if (closed) {
            unregister();
        }
    }

    private void add(Class<? extends Event> type, Runnable look) {
        Runnable hook = () -> {
            try {
                look.run();
            } catch (RuntimeException | LinkageError e) { // a service that has just gone
                LOG.log(Level.DEBUG, "The statistics for " + type.getSimpleName() + " cannot be read", e);
            }
        };
        if (hooks.putIfAbsent(type, hook) == null) {
            FlightRecorder.register(type); // once more, if views before these have unregistered it
            FlightRecorder.addPeriodicEvent(type, hook);
        }
    }

    private void pools() {
        for (AioSnapshot pool : observed.pools()) {
            Events.Pool event = new Events.Pool();
            event.pool = pool.config().pool();
            event.threads = pool.threads();
            event.busyThreads = pool.busyThreads();
            event.queued = pool.queued();
            event.handles = pool.total().open();
            event.pending = pool.total().inProgress();
            event.completed = pool.total().completed();
            event.slowCallbacks = pool.slowCallbacks();
            event.callbackFailures = pool.callbackFailures();
            event.queueP99 = pool.queueTime().percentile(99);
            event.runP99 = pool.runTime().percentile(99);
            event.commit();
        }
    }

    private void tenants() {
        for (AioSnapshot pool : observed.pools()) {
            for (AioSnapshot.Tenant tenant : pool.tenants()) {
                Events.Tenant event = new Events.Tenant();
                event.pool = pool.config().pool();
                event.tenant = tenant.name();
                event.handles = tenant.counters().open();
                event.pending = tenant.counters().inProgress();
                event.completed = tenant.counters().completed();
                event.commit();
            }
        }
    }

    private void slowCallbacks() {
        observed.slowCallbacks().forEach(callback -> {
            Events.SlowCallback event = new Events.SlowCallback();
            event.tenant = callback.tenant();
            event.callback = callback.callback();
            event.callbackThread = callback.thread();
            event.running = callback.running().toNanos();
            event.commit();
        });
    }

    private void pendingOperations() {
        List<AioHandleSnapshot> handles = observed.handles();
        Map<String, Long> seenFor = sightings.look(handles);
        handles.stream()
                .filter(handle -> handle.state() == AioHandleSnapshot.State.PENDING)
                .limit(MOST_OPERATIONS)
                .forEach(handle -> {
                    Events.PendingOperation event = new Events.PendingOperation();
                    event.handle = handle.id();
                    event.tenant = handle.tenant();
                    event.callback = handle.callback();
                    event.operation = handle.operation();
                    event.age = handle.age().toNanos();
                    event.seenPending = seenFor.getOrDefault(handle.id(), 0L);
                    event.commit();
                });
    }

    /** Records the timer of the last look, and starts the next one unless the timer has not fired. */
    private void timers() {
        TimerProbe probe = timer.get();
        if (probe != null && !probe.hasFailed()) {
            Events.LateTimer event = new Events.LateTimer();
            event.late = probe.late();
            event.fired = probe.hasEnded();
            event.commit();
            if (!probe.hasEnded()) {
                return;
            }
        }
        AioFactory present = factory.get();
        try {
            timer.compareAndSet(probe, present == null ? null : TimerProbe.start(present, System::nanoTime));
        } catch (AioException e) { // the quota of handles is used up, or the pool closes
            timer.compareAndSet(probe, null);
        }
    }

    private void streams() {
        for (StreamSnapshot network : observed.networks()) {
            Events.Streams event = new Events.Streams();
            event.open = network.streams();
            event.dialed = network.dialed();
            event.accepted = network.accepted();
            event.dialFailures = network.dialFailures();
            event.acceptFailures = network.acceptFailures();
            event.handshakes = network.handshakes();
            event.bytesSent = network.bytesSent();
            event.bytesReceived = network.bytesReceived();
            event.commit();
        }
    }

    /** Begins an event for each new connection, and commits the events of connections that have gone. */
    private void lookAtConnections() {
        Set<String> met = new HashSet<>();
        for (StreamResource each : observed.streamResources()) {
            if (each.kind() == StreamResource.Kind.STREAM) {
                met.add(each.id());
                if (open.size() < MOST_CONNECTIONS) {
                    open.computeIfAbsent(each.id(), id -> begin(each));
                }
            }
        }
        open.forEach((id, event) -> {
            if (!met.contains(id) && open.remove(id, event)) {
                event.commit();
            }
        });
    }

    /** {@return the number of connections that the last look has seen open} */
    int connections() {
        return open.size();
    }

    private static Events.Connection begin(StreamResource stream) {
        Events.Connection event = new Events.Connection();
        event.begin();
        event.stream = stream.id();
        event.tenant = stream.tenant();
        event.local = stream.local();
        event.remote = stream.remote();
        return event;
    }

    private void endpoints() {
        Set<String> met = new HashSet<>();
        for (SocketView socket : observed.sockets()) {
            for (EndpointView endpoint : socket.endpoints()) {
                String id = endpoint.kind() + "/" + endpoint.id();
                long made = grown(endpoints, id + " made", endpoint.made(), met);
                long failures = grown(endpoints, id + " failures", endpoint.failures(), met);
                if (made > 0 || failures > 0) {
                    Events.Endpoint event = new Events.Endpoint();
                    event.endpoint = id;
                    event.tenant = socket.tenant();
                    event.url = endpoint.url();
                    event.state = endpoint.state();
                    event.connections = made;
                    event.failures = failures;
                    event.lastFailure = endpoint.lastFailure();
                    event.commit();
                }
            }
        }
        endpoints.retain(met);
    }

    private void drops() {
        Set<String> met = new HashSet<>();
        for (SocketView socket : observed.sockets()) {
            for (DropReason reason : DropReason.values()) {
                String counter = reason.statistic();
                long dropped = grown(drops, socket.id() + " " + counter, socket.number(counter), met);
                if (dropped > 0) {
                    Events.Drop event = new Events.Drop();
                    event.socket = "socket/" + socket.id();
                    event.tenant = socket.tenant();
                    event.protocol = socket.protocol();
                    event.reason = counter;
                    event.messages = dropped;
                    event.commit();
                }
            }
        }
        drops.retain(met);
    }

    private void remoteCalls() {
        Set<String> met = new HashSet<>();
        for (RemoteView service : observed.remoteServices()) {
            String key = service.side() + " " + service.id() + " ";
            Events.RemoteCalls event = new Events.RemoteCalls();
            event.calls = grown(calls, key + "calls", service.calls(), met);
            event.failed = grown(calls, key + "failed", service.failed(), met);
            event.timeouts = grown(calls, key + "timeouts", service.timeouts(), met);
            event.refused = grown(calls, key + "refused", service.refused() + service.busy(), met);
            if (event.calls > 0 || event.refused > 0) {
                event.side = service.side();
                event.endpoint = service.id();
                event.interfaces = String.join(", ", service.interfaces());
                event.addresses = String.join(" ", service.addresses());
                event.state = service.state();
                event.inProgress = service.inProgress();
                event.p99 = service.latency().percentile(99);
                event.lastError = service.lastErrorText();
                event.commit();
            }
        }
        calls.retain(met);
    }

    private static long grown(Growth growth, String key, long value, Set<String> met) {
        met.add(key);
        return growth.of(key, value);
    }

    /** Removes the hooks, and the event types from Flight Recorder. */
    @Override
    public void close() {
        closed = true;
        FlightRecorder.removeListener(listener);
        unregister();
        open.clear();
    }

    private void unregister() {
        hooks.forEach((type, hook) -> {
            if (hooks.remove(type, hook)) {
                FlightRecorder.removePeriodicEvent(hook);
                FlightRecorder.unregister(type);
            }
        });
    }
}
