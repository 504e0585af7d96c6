package io.helve.ops.command;

import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.AioCounters;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioSnapshot;
import io.helve.operator.ConfigurationSnapshot;
import io.helve.ops.model.EndpointView;
import io.helve.ops.model.Observed;
import io.helve.ops.model.PipeView;
import io.helve.ops.model.RemoteView;
import io.helve.ops.model.SocketView;
import io.helve.ops.text.Table;
import io.helve.stream.StreamResource;
import io.helve.stream.StreamResource.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of each listing command. */
final class Tables {
    private final Observed observed;

    Tables(Observed observed) {
        this.observed = observed;
    }

    Table pools(Arguments arguments) {
        Table table = new Table()
                .text("pool")
                .numbers("threads", "max", "spare", "busy", "queued", "tenants", "handles", "pending", "slow", "failed")
                .durations("queueP99", "runP99", "runMax");
        for (AioSnapshot pool : observed.pools()) {
            List<AioSnapshot.Tenant> tenants = pool.tenants().stream()
                    .filter(tenant -> arguments.includes(tenant.name()))
                    .toList();
            if (tenants.isEmpty() && arguments.value(Usage.BUNDLE).isPresent()) {
                continue;
            }
            AioCounters sum =
                    tenants.stream().map(AioSnapshot.Tenant::counters).reduce(AioCounters.NONE, AioCounters::plus);
            table.row(
                    pool.config().pool(),
                    pool.threads(),
                    pool.config().threadsMax(),
                    pool.spareThreads(),
                    pool.busyThreads(),
                    pool.queued(),
                    tenants.size(),
                    sum.open(),
                    sum.inProgress(),
                    pool.slowCallbacks(),
                    pool.callbackFailures(),
                    pool.queueTime().percentile(99),
                    pool.runTime().percentile(99),
                    pool.runTime().max());
        }
        return table;
    }

    Table tenants(Arguments arguments) {
        Table table = new Table()
                .text("pool", "tenant")
                .numbers("handles", "forSockets", "quota", "pending", "started", "succeeded", "failed", "cancelled")
                .numbers("timedOut", "stopped");
        Map<String, Integer> forSockets = new HashMap<>();
        observed.handles().stream()
                .filter(Observed::isForSockets)
                .forEach(handle -> forSockets.merge(tenantKey(handle), 1, Integer::sum));
        for (AioSnapshot pool : observed.pools()) {
            for (AioSnapshot.Tenant tenant : pool.tenants()) {
                AioCounters counters = tenant.counters();
                if (arguments.includes(tenant.name())) {
                    table.row(
                            pool.config().pool(),
                            tenant.name(),
                            counters.open(),
                            forSockets.getOrDefault(pool.config().pool() + " " + tenant.name(), 0),
                            pool.config().handlesMax(),
                            counters.inProgress(),
                            counters.started(),
                            counters.succeeded(),
                            counters.failed(),
                            counters.cancelled(),
                            counters.timedOut(),
                            counters.stopped());
                }
            }
        }
        return table;
    }

    /** The id of a handle begins with {@code handle/POOL/}. */
    private static String tenantKey(AioHandleSnapshot handle) {
        return handle.id().split("/")[1] + " " + handle.tenant();
    }

    Table handles(Arguments arguments, Map<String, Long> seenFor) {
        Table table = new Table()
                .text("id", "tenant", "state")
                .durations("age", "seenPending")
                .numbers("operations")
                .text("operation", "callback");
        observed.handles().stream()
                .filter(handle -> arguments.includes(handle.tenant()))
                .filter(handle -> arguments
                        .value("--state")
                        .map(state -> isIn(handle, state))
                        .orElse(true))
                .filter(handle -> !arguments.has("--own") || !Observed.isForSockets(handle))
                .limit(arguments.number("--limit", Long.MAX_VALUE))
                .forEach(handle -> table.row(
                        handle.id(),
                        handle.tenant(),
                        handle.state().name().toLowerCase(Locale.ROOT),
                        handle.age().toNanos(),
                        seenFor.getOrDefault(handle.id(), 0L),
                        handle.operations(),
                        handle.operation(),
                        handle.callback()));
        return table;
    }

    private static boolean isIn(AioHandleSnapshot handle, String state) {
        return handle.state().name().equalsIgnoreCase(state);
    }

    List<AioCallbackSnapshot> callbacks(Arguments arguments) {
        return observed.callbacks().stream()
                .filter(callback -> arguments.includes(callback.tenant()))
                .toList();
    }

    static Table callbacks(List<AioCallbackSnapshot> callbacks) {
        Table table = new Table().text("tenant", "thread").durations("running").text("callback");
        callbacks.forEach(callback -> table.row(
                callback.tenant(), callback.thread(), callback.running().toNanos(), callback.callback()));
        return table;
    }

    Table remoteServices(Arguments arguments) {
        Table table = new Table()
                .text("side", "id", "tenant", "interfaces", "addresses", "state")
                .numbers("calls", "inProgress", "refused", "busy", "failed", "timeouts")
                .durations("p50", "p99", "max")
                .text("lastErrorTime", "lastError", "trouble");
        for (RemoteView each : observed.remoteServices()) {
            if (each.tenants().isEmpty()
                    ? arguments.value(Usage.BUNDLE).isEmpty()
                    : each.tenants().stream().anyMatch(arguments::includes)) {
                table.row(
                        each.side(),
                        each.id(),
                        String.join(", ", each.tenants()),
                        String.join(", ", each.interfaces()),
                        String.join(" ", each.addresses()),
                        each.state(),
                        each.calls(),
                        each.inProgress(),
                        each.refused(),
                        each.busy(),
                        each.failed(),
                        each.timeouts(),
                        each.latency().percentile(50),
                        each.latency().percentile(99),
                        each.latency().max(),
                        each.lastErrorTime(),
                        each.lastErrorText(),
                        each.trouble());
            }
        }
        return table;
    }

    Table config() {
        Table table = new Table().text("configuration", "key", "value", "default", "from");
        for (ConfigurationSnapshot configuration : observed.configurations()) {
            if (!configuration.refusal().isEmpty()) {
                table.row(configuration.instance(), "", "refused: " + configuration.refusal(), "", "");
            }
            configuration
                    .settings()
                    .forEach(setting -> table.row(
                            configuration.instance(),
                            setting.key(),
                            setting.value(),
                            setting.defaultValue(),
                            setting.configured() ? "configuration" : "default"));
        }
        return table;
    }

    Table sockets(Arguments arguments) {
        Table table = new Table()
                .text("id", "name", "protocol", "tenant")
                .numbers("dialers", "listeners", "pipes", "contexts", "txMsgs", "rxMsgs")
                .sizes("txBytes", "rxBytes")
                .numbers("txDrop", "rxDrop", "rejected")
                .sizes("queued");
        for (SocketView socket : sockets(arguments, observed)) {
            table.row(
                    "socket/" + socket.id(),
                    socket.name(),
                    socket.protocol(),
                    socket.tenant(),
                    socket.number("dialers"),
                    socket.number("listeners"),
                    socket.number("pipes"),
                    socket.number("contexts"),
                    socket.number("tx_msgs"),
                    socket.number("rx_msgs"),
                    socket.number("tx_bytes"),
                    socket.number("rx_bytes"),
                    socket.number("tx_drop"),
                    socket.number("rx_drop"),
                    socket.number("reject"),
                    socket.number("queue_bytes"));
        }
        return table;
    }

    private static List<SocketView> sockets(Arguments arguments, Observed observed) {
        return observed.sockets().stream()
                .filter(socket -> arguments.includes(socket.tenant()))
                .toList();
    }

    Table pipes(Arguments arguments) {
        Table table = new Table()
                .text("id", "socket", "tenant", "source", "url")
                .numbers("txMsgs", "rxMsgs")
                .sizes("txBytes", "rxBytes")
                .numbers("txDrop");
        for (SocketView socket : sockets(arguments, observed)) {
            for (PipeView pipe : socket.pipes()) {
                table.row(
                        "pipe/" + pipe.id(),
                        "socket/" + socket.id(),
                        socket.tenant(),
                        pipe.source(),
                        pipe.url(),
                        pipe.number("tx_msgs"),
                        pipe.number("rx_msgs"),
                        pipe.number("tx_bytes"),
                        pipe.number("rx_bytes"),
                        pipe.number("tx_drop"));
            }
        }
        return table;
    }

    Table streams(Arguments arguments) {
        Table table = new Table().text("id", "tenant", "transport", "local", "remote", "name");
        resources(arguments, Kind.STREAM)
                .forEach(each -> table.row(
                        each.id(), each.tenant(), each.transport(), each.local(), each.remote(), each.name()));
        resources(arguments, Kind.DATAGRAMS)
                .forEach(each ->
                        table.row(each.id(), each.tenant(), "datagrams", each.local(), each.remote(), each.name()));
        return table;
    }

    Table listeners(Arguments arguments) {
        return endpoints(arguments, "listener", Kind.LISTENER);
    }

    Table dialers(Arguments arguments) {
        return endpoints(arguments, "dialer", Kind.DIALER);
    }

    /** The dialers or listeners of sockets, followed by those of streams. A socket's endpoint uses one of a stream. */
    private Table endpoints(Arguments arguments, String kind, Kind streamKind) {
        Table table = new Table()
                .text("id", "of", "tenant", "url", "state")
                .numbers("pipes", "made", "failures", "rejected")
                .text("lastFailure");
        for (SocketView socket : sockets(arguments, observed)) {
            for (EndpointView endpoint : socket.endpoints()) {
                if (endpoint.kind().equals(kind)) {
                    table.row(
                            kind + "/" + endpoint.id(),
                            "socket/" + socket.id(),
                            socket.tenant(),
                            endpoint.url(),
                            endpoint.state(),
                            endpoint.number("pipes"),
                            endpoint.made(),
                            endpoint.failures(),
                            endpoint.number("reject"),
                            endpoint.lastFailure());
                }
            }
        }
        for (StreamResource each : resources(arguments, streamKind)) {
            boolean listens = streamKind == Kind.LISTENER && !each.local().isEmpty();
            table.row(
                    each.id(),
                    "streams",
                    each.tenant(),
                    each.name(),
                    listens ? "bound to " + each.local() : "",
                    0,
                    0,
                    0,
                    0,
                    each.failure());
        }
        return table;
    }

    private List<StreamResource> resources(Arguments arguments, Kind kind) {
        return observed.streamResources().stream()
                .filter(each -> each.kind() == kind && arguments.includes(each.tenant()))
                .toList();
    }
}
