package io.helve.sp.impl.stats;

import io.helve.aio.AioError;
import io.helve.internal.MemoryBudget;
import io.helve.sp.DropReason;
import io.helve.sp.DropReason.Direction;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistic.Unit;
import io.helve.sp.impl.contract.DeviceTraffic;
import io.helve.sp.impl.pipe.PipeTraffic;
import io.helve.stream.StreamFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the tree of statistics. The nodes of nng 1.5.2 come first, with its names; Helve's own nodes follow. */
public final class Statistics {
    private static final String DIALER = "dialer";
    private static final String LISTENER = "listener";
    private static final String OTHER = "other";
    private static final List<String> LISTENER_FAILURES =
            List.of("disconnect", "canceled", OTHER, "timeout", "proto", "auth", "oom");
    private static final List<String> DIALER_FAILURES =
            Stream.concat(Stream.of("refused"), LISTENER_FAILURES.stream()).toList();

    private Statistics() {}

    /**
     * Builds the whole tree.
     *
     * @param sockets the statistics of all sockets
     * @param memory the statistics of direct memory, which follow them if there are any
     * @return the root
     */
    public static SpStatistic root(List<SpStatistic> sockets, SpStatistic memory) {
        ChildNodes nodes = new ChildNodes();
        sockets.forEach(nodes::add);
        if (!sockets.isEmpty()) {
            nodes.add(memory);
        }
        return nodes.scope("", "all sockets");
    }

    /**
     * Builds the statistics of direct memory.
     *
     * @param all the budget for all tenants
     * @param tenants the statistics of the direct memory of each tenant
     * @return their part of the tree
     */
    public static SpStatistic memory(MemoryBudget all, List<SpStatistic> tenants) {
        ChildNodes nodes = new ChildNodes();
        add(nodes, all);
        tenants.forEach(nodes::add);
        return nodes.scope("memory", "direct memory of pipes");
    }

    /**
     * Builds the statistics of a tenant's direct memory.
     *
     * @param tenant the name of the tenant
     * @param budget its budget
     * @return their part of the tree
     */
    public static SpStatistic memory(String tenant, MemoryBudget budget) {
        ChildNodes nodes = new ChildNodes();
        nodes.text("name", "name of the tenant", tenant);
        add(nodes, budget);
        return nodes.scope("tenant", "direct memory of the pipes of a tenant");
    }

    private static void add(ChildNodes nodes, MemoryBudget budget) {
        nodes.level("direct_used", "direct memory in use", Unit.BYTES, budget.used());
        nodes.level("direct_limit", "direct memory that may be in use", Unit.BYTES, budget.limit());
        nodes.counter("direct_refused", "requests for direct memory that got none", Unit.EVENTS, budget.refused());
    }

    /**
     * Builds the statistics of a socket.
     *
     * @param counts the counters
     * @param endpoints the statistics of its dialers and listeners
     * @return the node of the tree
     */
    public static SpStatistic socket(SocketCounts counts, List<SpStatistic> endpoints) {
        ChildNodes nodes = new ChildNodes();
        nodes.id("id", "socket id", counts.id());
        nodes.text("name", "socket name", counts.name() == null ? Integer.toString(counts.id()) : counts.name());
        nodes.text("protocol", "socket protocol", counts.protocol());
        nodes.level("dialers", "open dialers", Unit.EVENTS, count(endpoints, DIALER));
        nodes.level("listeners", "open listeners", Unit.EVENTS, count(endpoints, LISTENER));
        nodes.level("pipes", "open pipes", Unit.EVENTS, counts.pipes().size());
        nodes.counter("reject", "rejected pipes", Unit.EVENTS, counts.rejected());
        add(nodes, counts.total());
        nodes.flag("raw", "raw socket", counts.raw());
        nodes.counter(
                Direction.SENDING.statistic(),
                "sent messages that were lost",
                Unit.MESSAGES,
                counts.drops().losses(Direction.SENDING));
        nodes.counter(
                Direction.RECEIVING.statistic(),
                "arrived messages that were lost",
                Unit.MESSAGES,
                counts.drops().losses(Direction.RECEIVING));
        nodes.level("contexts", "open contexts", Unit.EVENTS, counts.contexts());
        nodes.level("queue_bytes", "messages in its buffers", Unit.BYTES, counts.queued());
        nodes.text("tenant", "whose socket it is", counts.tenant());
        for (DropReason reason : DropReason.values()) {
            nodes.counter(
                    reason.statistic(),
                    "dropped messages: " + reason.description(),
                    Unit.MESSAGES,
                    counts.drops().of(reason));
        }
        if (counts.device() != null) {
            nodes.add(device(counts.device(), nodes));
        }
        endpoints.forEach(nodes::add);
        counts.pipes().forEach(pipe -> nodes.add(pipe(counts.id(), pipe, nodes)));
        return nodes.scope("socket", "socket statistics");
    }

    private static SpStatistic device(DeviceTraffic traffic, ChildNodes socket) {
        ChildNodes nodes = new ChildNodes(socket.time());
        nodes.id("other", "the socket that sends what this socket receives", traffic.other());
        nodes.counter("forward_msgs", "messages that the other socket has sent", Unit.MESSAGES, traffic.messages());
        nodes.counter("forward_bytes", "bytes of the bodies of those messages", Unit.BYTES, traffic.bytes());
        nodes.counter(
                "forward_drop", "messages whose header the other socket has refused", Unit.MESSAGES, traffic.dropped());
        return nodes.scope("device", "the device that has the socket");
    }

    /**
     * Builds the statistics of a dialer.
     *
     * @param counts the counters
     * @param reconnects how often the dialer has tried to connect again
     * @return the node of the tree
     */
    public static SpStatistic dialer(EndpointCounts counts, long reconnects) {
        ChildNodes nodes = begin(counts, DIALER);
        nodes.counter("connect", "established connections", Unit.EVENTS, counts.made());
        addFailures(nodes, counts, DIALER_FAILURES);
        nodes.counter("reconnect", "attempts to connect again", Unit.EVENTS, reconnects);
        nodes.text("state", "what it does", counts.state());
        return nodes.scope(DIALER, "dialer statistics");
    }

    /**
     * Builds the statistics of a listener.
     *
     * @param counts the counters
     * @return the node of the tree
     */
    public static SpStatistic listener(EndpointCounts counts) {
        ChildNodes nodes = begin(counts, LISTENER);
        nodes.counter("accept", "accepted connections", Unit.EVENTS, counts.made());
        addFailures(nodes, counts, LISTENER_FAILURES);
        nodes.text("state", "what it does", counts.state());
        return nodes.scope(LISTENER, "listener statistics");
    }

    private static ChildNodes begin(EndpointCounts counts, String name) {
        ChildNodes nodes = new ChildNodes();
        nodes.id("id", name + " id", counts.id());
        nodes.id("socket", "its socket", counts.socket());
        nodes.text("url", "its URL", counts.url());
        nodes.level("pipes", "open pipes", Unit.EVENTS, counts.pipes());
        return nodes;
    }

    /**
     * Adds a counter for each failure that has a name, even if it never happened. Other failures are summed up, and
     * each of their errors that has happened has a counter of its own as well. The last failure follows.
     */
    private static void addFailures(ChildNodes nodes, EndpointCounts counts, List<String> names) {
        Map<String, Long> known = new LinkedHashMap<>();
        names.forEach(name -> known.put(name, 0L));
        Map<String, Long> others = new LinkedHashMap<>();
        counts.failures().forEach((error, count) -> {
            String name = nameOf(error);
            if (name.equals(OTHER) || !known.containsKey(name)) {
                others.put(error.name().toLowerCase(Locale.ROOT), count);
                name = OTHER;
            }
            known.merge(name, count, Long::sum);
        });
        known.forEach((name, count) -> nodes.counter(name, "failures: " + name, Unit.EVENTS, count));
        nodes.counter("reject", "rejected pipes", Unit.EVENTS, counts.rejected());
        others.forEach(
                (name, count) -> nodes.counter(name, "failures, also among the others: " + name, Unit.EVENTS, count));
        StreamFailure last = counts.last();
        nodes.text("last_error", "the last failure, empty if there was none", last == null ? "" : last.text());
        nodes.level(
                "last_error_time",
                "when the last failure was, 0 if there was none",
                Unit.MILLISECONDS,
                last == null ? 0 : last.time().toEpochMilli());
    }

    private static String nameOf(AioError failure) {
        return switch (failure) {
            case ECONNREFUSED -> "refused";
            case ECONNABORTED, ECONNRESET -> "disconnect";
            case ECANCELED -> "canceled";
            case ETIMEDOUT -> "timeout";
            case EPROTO -> "proto";
            case EPEERAUTH, ECRYPTO -> "auth";
            case ENOMEM -> "oom";
            default -> OTHER;
        };
    }

    private static SpStatistic pipe(int socket, PipeCounts counts, ChildNodes socketNodes) {
        ChildNodes nodes = new ChildNodes(socketNodes.time());
        nodes.id("id", "pipe id", counts.id());
        nodes.id("socket", "its socket", socket);
        add(nodes, counts.traffic());
        nodes.id(counts.fromDialer() ? DIALER : LISTENER, "where it came from", counts.source());
        nodes.text("url", "its URL", counts.url());
        nodes.counter("tx_drop", "messages that its peer was too slow for", Unit.MESSAGES, counts.traffic().dropped);
        return nodes.scope("pipe", "pipe statistics");
    }

    private static void add(ChildNodes nodes, PipeTraffic traffic) {
        nodes.counter("tx_msgs", "sent messages", Unit.MESSAGES, traffic.messagesOut);
        nodes.counter("rx_msgs", "received messages", Unit.MESSAGES, traffic.messagesIn);
        nodes.counter("tx_bytes", "sent bytes", Unit.BYTES, traffic.bytesOut);
        nodes.counter("rx_bytes", "received bytes", Unit.BYTES, traffic.bytesIn);
    }

    private static long count(List<SpStatistic> endpoints, String name) {
        return endpoints.stream().filter(each -> each.name().equals(name)).count();
    }
}
