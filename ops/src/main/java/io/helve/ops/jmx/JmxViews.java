package io.helve.ops.jmx;

import io.helve.aio.AioSnapshot;
import io.helve.internal.DetachedThread;
import io.helve.internal.SafeLogger;
import io.helve.ops.model.EndpointView;
import io.helve.ops.model.Observed;
import io.helve.ops.model.Recent;
import io.helve.ops.model.RemoteView;
import io.helve.ops.model.SocketView;
import io.helve.stream.StreamSnapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/**
 * Keeps a bean in the platform's MBean server for each pool, tenant, socket, dialer and listener, and for the streams.
 * A thread of its own compares the beans with the statistics again and again, because statistics tell nobody of
 * changes; the attributes of a bean are read when a client asks for them.
 */
public final class JmxViews implements AutoCloseable {
    private static final Logger LOG = SafeLogger.of(JmxViews.class);

    /** How many sockets, how many dialers and listeners, and how many remote services have beans at most. */
    private static final int MOST = 1000;

    private static final long PATIENCE_SECONDS = 5;

    private final Beans beans;
    private final Observed observed;
    private final Recent<Map<String, AioSnapshot>> pools;
    private final Recent<List<StreamSnapshot>> streams;
    private final Recent<Map<Long, SocketView>> sockets;
    private final Recent<Map<String, RemoteView>> remoteServices;
    private final ScheduledExecutorService thread;

    /**
     * Registers the beans.
     *
     * @param observed what the beans show
     * @param framework tells this framework from others in the same process
     * @param interval the time between two comparisons
     */
    public JmxViews(Observed observed, String framework, Duration interval) {
        this.observed = observed;
        beans = new Beans(ManagementFactory.getPlatformMBeanServer(), framework);
        pools = new Recent<>(() -> observed.pools().stream()
                .collect(Collectors.toMap(pool -> pool.config().pool(), Function.identity(), (first, same) -> first)));
        streams = new Recent<>(observed::networks);
        sockets = new Recent<>(() -> observed.sockets().stream()
                .limit(MOST)
                .collect(Collectors.toMap(SocketView::id, Function.identity(), (first, same) -> first)));
        remoteServices = new Recent<>(() -> observed.remoteServices().stream()
                .limit(MOST)
                .collect(Collectors.toMap(JmxViews::keys, Function.identity(), (first, same) -> first)));
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        thread = Executors.newSingleThreadScheduledExecutor(
                body -> DetachedThread.of(group, body, "helve-ops-jmx", JmxViews.class.getClassLoader()));
        thread.scheduleWithFixedDelay(this::compareSafely, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A statistics service that has just gone may throw; the next comparison finds it no more. */
    private void compareSafely() {
        try {
            compare();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "The beans for JMX cannot be compared with the statistics", e);
        }
    }

    private void compare() {
        Set<String> wanted = new HashSet<>();
        pools.read().forEach((name, pool) -> {
            Supplier<AioSnapshot> recent = latest(pool, () -> pools.get().get(name));
            keep(wanted, "type=Pool,name=" + name, PoolMXBean.class, keys -> new PoolBean(name, recent, observed));
            for (AioSnapshot.Tenant tenant : pool.tenants()) {
                String keys = "type=Tenant,pool=" + name + ",name=" + ObjectName.quote(tenant.name());
                keep(wanted, keys, TenantMXBean.class, made -> new TenantBean(name, tenant.name(), recent));
            }
        });
        streams.read().stream().limit(1).forEach(first -> {
            Supplier<StreamSnapshot> recent =
                    latest(first, () -> streams.get().stream().findFirst().orElse(null));
            keep(wanted, "type=Streams", StreamsMXBean.class, keys -> new StreamsBean(recent));
        });
        int endpoints = 0;
        for (SocketView socket : sockets.read().values()) {
            Supplier<SocketView> recent = latest(socket, () -> sockets.get().get(socket.id()));
            keep(wanted, "type=Socket,id=" + socket.id(), SocketMXBean.class, keys -> new SocketBean(recent, observed));
            for (EndpointView endpoint : socket.endpoints()) {
                if (endpoints++ < MOST) {
                    keepEndpoint(wanted, endpoint, recent);
                }
            }
        }
        remoteServices.read().forEach((keys, service) -> {
            Supplier<RemoteView> recent =
                    latest(service, () -> remoteServices.get().get(keys));
            keep(wanted, keys, RemoteServiceMXBean.class, made -> new RemoteServiceBean(recent));
        });
        beans.look();
        beans.retain(wanted);
    }

    private static String keys(RemoteView service) {
        return "type=RemoteService,side=" + service.side() + ",id=" + ObjectName.quote(service.id());
    }

    private void keepEndpoint(Set<String> wanted, EndpointView endpoint, Supplier<SocketView> socket) {
        boolean dials = endpoint.kind().equals("dialer");
        String keys = "type=" + (dials ? "Dialer" : "Listener") + ",socket="
                + endpoint.socket().id() + ",id=" + endpoint.id();
        Supplier<EndpointView> recent = latest(
                endpoint,
                () -> socket.get().endpoints().stream()
                        .filter(each -> each.id() == endpoint.id())
                        .findFirst()
                        .orElse(null));
        keep(wanted, keys, EndpointMXBean.class, made -> new EndpointBean(recent, observed));
    }

    /** {@return what the source has, or what was seen first if the source has it no more} */
    private static <T> Supplier<T> latest(T seen, Supplier<T> source) {
        return () -> {
            T present = source.get();
            return present == null ? seen : present;
        };
    }

    private <T> void keep(Set<String> wanted, String keys, Class<T> type, Function<String, ? extends View> make) {
        wanted.add(keys);
        beans.keep(keys, type, make);
    }

    /** Removes all beans. A listener for notifications that blocks keeps this method waiting for a bounded time. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        beans.retain(Set.of());
    }
}
