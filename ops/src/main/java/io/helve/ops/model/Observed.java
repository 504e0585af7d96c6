package io.helve.ops.model;

import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioSnapshot;
import io.helve.operator.ConfigurationSnapshot;
import io.helve.operator.ConfigurationState;
import io.helve.sp.SpStatistic;
import io.helve.stream.StreamResource;
import io.helve.stream.StreamSnapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What views read, from all services at once. Each call asks the services anew, and changes nothing. */
public final class Observed {
    private final Sources sources;

    /**
     * Creates a reader.
     *
     * @param sources the services
     */
    public Observed(Sources sources) {
        this.sources = sources;
    }

    /** {@return the pools, in the order of their names} */
    public List<AioSnapshot> pools() {
        return sources.pools().stream()
                .map(pool -> pool.snapshot())
                .sorted(Comparator.comparing(pool -> pool.config().pool()))
                .toList();
    }

    /** {@return the open handles of all pools, the oldest first} */
    public List<AioHandleSnapshot> handles() {
        return sources.pools().stream()
                .flatMap(pool -> pool.handles().stream())
                .sorted(Comparator.comparing(AioHandleSnapshot::age).reversed())
                .toList();
    }

    /** {@return whether a handle was allocated by the sockets or streams of Helve for a tenant, not by its own code} */
    public static boolean isForSockets(AioHandleSnapshot handle) {
        return handle.callback().startsWith("io.helve.sp.impl.")
                || handle.callback().startsWith("io.helve.net.");
    }

    /** {@return the callbacks that run now, the longest first} */
    public List<AioCallbackSnapshot> callbacks() {
        return sources.pools().stream()
                .flatMap(pool -> pool.callbacks().stream())
                .sorted(Comparator.comparing(AioCallbackSnapshot::running).reversed())
                .toList();
    }

    /** {@return the callbacks that have run for longer than the {@code slow.callback} of their pool, pool by pool} */
    public List<AioCallbackSnapshot> slowCallbacks() {
        return sources.pools().stream()
                .flatMap(pool -> {
                    Duration slow = pool.snapshot().config().slowCallback();
                    return pool.callbacks().stream()
                            .filter(callback -> callback.running().compareTo(slow) >= 0);
                })
                .toList();
    }

    /** {@return the state of the byte streams, which is empty if they are not installed} */
    public List<StreamSnapshot> networks() {
        return sources.streams().stream().map(each -> each.snapshot()).toList();
    }

    /** {@return the open streams, dialers, listeners and datagram endpoints} */
    public List<StreamResource> streamResources() {
        return sources.streams().stream()
                .flatMap(each -> each.resources().stream())
                .toList();
    }

    /** {@return the sockets, in the order of their ids} */
    public List<SocketView> sockets() {
        return nodes("socket")
                .map(SocketView::new)
                .sorted(Comparator.comparingLong(SocketView::id))
                .toList();
    }

    /**
     * {@return the budgets of direct memory: those of pipes, then those of streams; in each group first the budget of
     * all tenants}
     */
    public List<MemoryView> memory() {
        Stream<MemoryView> pipes = nodes("memory")
                .flatMap(all -> Stream.concat(
                        Stream.of(all),
                        all.children().stream().filter(each -> each.name().equals("tenant"))))
                .map(MemoryView::of);
        Stream<MemoryView> streams = networks().stream()
                .flatMap(network -> Stream.concat(
                        Stream.of(MemoryView.of(MemoryView.ALL, network.memory())),
                        network.tenants().stream().map(each -> MemoryView.of(each.name(), each.memory()))));
        return Stream.concat(pipes, streams).toList();
    }

    /** {@return the exported services, then the imported ones, in the order of their interfaces and ids} */
    public List<RemoteView> remoteServices() {
        return sources.remotes().stream()
                .map(each -> each.snapshot())
                .flatMap(each -> Stream.concat(
                        each.exported().stream().map(RemoteView::of),
                        each.imported().stream().map(RemoteView::of)))
                .sorted(Comparator.comparing(RemoteView::side)
                        .thenComparing(each -> String.join(" ", each.interfaces()))
                        .thenComparing(RemoteView::id))
                .toList();
    }

    /**
     * Gets an exported or imported service, and uses it.
     *
     * @param name the name of an interface, with or without its package, or the id of an endpoint
     * @param use what is done with the service
     * @return its result
     * @throws Exception if there is no such service, or its use fails
     */
    public Object use(String name, RemoteServices.Use use) throws Exception {
        return sources.remoteServices().use(name, use);
    }

    /** {@return the state of each configuration, in the order of their names} */
    public List<ConfigurationSnapshot> configurations() {
        return sources.configurations().stream()
                .map(ConfigurationState::settings)
                .sorted(Comparator.comparing(ConfigurationSnapshot::instance))
                .toList();
    }

    private Stream<SpStatistic> nodes(String name) {
        return sources.sockets().stream()
                .map(each -> each.snapshot())
                .filter(Objects::nonNull)
                .flatMap(root -> root.children().stream())
                .filter(node -> node.name().equals(name));
    }

    /**
     * Closes an object.
     *
     * @param id its id, such as {@code socket/3}
     * @return whether there was an open object with the id
     */
    public boolean close(String id) {
        return sources.closers().stream().anyMatch(each -> each.close(id));
    }
}
