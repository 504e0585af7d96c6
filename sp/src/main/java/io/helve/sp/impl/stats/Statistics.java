package io.helve.sp.impl.stats;

import io.helve.aio.AioError;
import io.helve.sp.DropReason;
import io.helve.sp.DropReason.Direction;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistic.Kind;
import io.helve.sp.impl.memory.MemoryBudget;
import io.helve.sp.impl.pipe.PipeTraffic;
import java.util.ArrayList;
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
        List<SpStatistic> nodes = new ArrayList<>(sockets);
        if (!sockets.isEmpty()) {
            nodes.add(memory);
        }
        return scope("", "all sockets", nodes);
    }

    /**
     * Builds the statistics of direct memory.
     *
     * @param all the budget for all tenants
     * @param tenants the statistics of the direct memory of each tenant
     * @return their part of the tree
     */
    public static SpStatistic memory(MemoryBudget all, List<SpStatistic> tenants) {
        List<SpStatistic> nodes = new ArrayList<>();
        add(nodes, all);
        nodes.addAll(tenants);
        return scope("memory", "direct memory of pipes", nodes);
    }

    /**
     * Builds the statistics of a tenant's direct memory.
     *
     * @param tenant the name of the tenant
     * @param budget its budget
     * @return their part of the tree
     */
    public static SpStatistic memory(String tenant, MemoryBudget budget) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(text("name", "name of the tenant", tenant));
        add(nodes, budget);
        return scope("tenant", "direct memory of the pipes of a tenant", nodes);
    }

    private static void add(List<SpStatistic> nodes, MemoryBudget budget) {
        nodes.add(number("direct_used", "bytes of direct memory in use", Kind.LEVEL, budget.used()));
        nodes.add(number("direct_limit", "bytes of direct memory that may be in use", Kind.LEVEL, budget.limit()));
        nodes.add(number("direct_refused", "requests for direct memory that got none", Kind.COUNTER, budget.refused()));
    }

    /**
     * Builds the statistics of a socket.
     *
     * @param counts the counters
     * @param endpoints the statistics of its dialers and listeners
     * @return the node of the tree
     */
    public static SpStatistic socket(SocketCounts counts, List<SpStatistic> endpoints) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", "socket id", Kind.ID, counts.id()));
        nodes.add(text("name", "socket name", counts.name() == null ? Integer.toString(counts.id()) : counts.name()));
        nodes.add(text("protocol", "socket protocol", counts.protocol()));
        nodes.add(number("dialers", "open dialers", Kind.LEVEL, count(endpoints, DIALER)));
        nodes.add(number("listeners", "open listeners", Kind.LEVEL, count(endpoints, LISTENER)));
        nodes.add(number("pipes", "open pipes", Kind.LEVEL, counts.pipes().size()));
        nodes.add(number("reject", "rejected pipes", Kind.COUNTER, counts.rejected()));
        add(nodes, counts.total());
        nodes.add(number("raw", "raw socket", Kind.FLAG, counts.raw() ? 1 : 0));
        nodes.add(number(
                Direction.SENDING.statistic(),
                "sent messages that were lost",
                Kind.COUNTER,
                counts.drops().losses(Direction.SENDING)));
        nodes.add(number(
                Direction.RECEIVING.statistic(),
                "arrived messages that were lost",
                Kind.COUNTER,
                counts.drops().losses(Direction.RECEIVING)));
        nodes.add(number("contexts", "open contexts", Kind.LEVEL, counts.contexts()));
        nodes.add(number("queue_bytes", "bytes in its buffers", Kind.BYTES, counts.queued()));
        nodes.add(text("tenant", "whose socket it is", counts.tenant()));
        for (DropReason reason : DropReason.values()) {
            nodes.add(number(
                    reason.statistic(),
                    "dropped messages: " + reason.description(),
                    Kind.COUNTER,
                    counts.drops().of(reason)));
        }
        nodes.addAll(endpoints);
        counts.pipes().forEach(pipe -> nodes.add(pipe(counts.id(), pipe)));
        return scope("socket", "socket statistics", nodes);
    }

    /**
     * Builds the statistics of a dialer.
     *
     * @param counts the counters
     * @param reconnects how often the dialer has tried to connect again
     * @return the node of the tree
     */
    public static SpStatistic dialer(EndpointCounts counts, long reconnects) {
        List<SpStatistic> nodes = begin(counts, DIALER);
        nodes.add(number("connect", "established connections", Kind.COUNTER, counts.made()));
        addFailures(nodes, counts, DIALER_FAILURES);
        nodes.add(number("reconnect", "attempts to connect again", Kind.COUNTER, reconnects));
        addState(nodes, counts);
        return scope(DIALER, "dialer statistics", nodes);
    }

    /**
     * Builds the statistics of a listener.
     *
     * @param counts the counters
     * @return the node of the tree
     */
    public static SpStatistic listener(EndpointCounts counts) {
        List<SpStatistic> nodes = begin(counts, LISTENER);
        nodes.add(number("accept", "accepted connections", Kind.COUNTER, counts.made()));
        addFailures(nodes, counts, LISTENER_FAILURES);
        addState(nodes, counts);
        return scope(LISTENER, "listener statistics", nodes);
    }

    private static void addState(List<SpStatistic> nodes, EndpointCounts counts) {
        nodes.add(text("state", "what it does", counts.state()));
        nodes.add(text("last_failure", "how an attempt or a pipe has failed last", counts.lastFailure()));
    }

    private static List<SpStatistic> begin(EndpointCounts counts, String name) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", name + " id", Kind.ID, counts.id()));
        nodes.add(number("socket", "its socket", Kind.ID, counts.socket()));
        nodes.add(text("url", "its URL", counts.url()));
        nodes.add(number("pipes", "open pipes", Kind.LEVEL, counts.pipes()));
        return nodes;
    }

    /**
     * Adds a counter for each failure that has a name, even if it never happened. Other failures are summed up, and
     * each of their errors that has happened has a counter of its own as well.
     */
    private static void addFailures(List<SpStatistic> nodes, EndpointCounts counts, List<String> names) {
        Map<String, Long> known = new LinkedHashMap<>();
        names.forEach(name -> known.put(name, 0L));
        List<SpStatistic> others = new ArrayList<>();
        counts.failures().forEach((error, count) -> {
            String name = nameOf(error);
            if (name.equals(OTHER) || !known.containsKey(name)) {
                String own = error.name().toLowerCase(Locale.ROOT);
                others.add(number(own, "failures, also among the others: " + own, Kind.COUNTER, count));
                name = OTHER;
            }
            known.merge(name, count, Long::sum);
        });
        known.forEach((name, count) -> nodes.add(number(name, "failures: " + name, Kind.COUNTER, count)));
        nodes.add(number("reject", "rejected pipes", Kind.COUNTER, counts.rejected()));
        nodes.addAll(others);
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

    private static SpStatistic pipe(int socket, PipeCounts counts) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", "pipe id", Kind.ID, counts.id()));
        nodes.add(number("socket", "its socket", Kind.ID, socket));
        add(nodes, counts.traffic());
        nodes.add(number(counts.fromDialer() ? DIALER : LISTENER, "where it came from", Kind.ID, counts.source()));
        nodes.add(text("url", "its URL", counts.url()));
        nodes.add(number("tx_drop", "messages that its peer was too slow for", Kind.COUNTER, counts.traffic().dropped));
        return scope("pipe", "pipe statistics", nodes);
    }

    private static void add(List<SpStatistic> nodes, PipeTraffic traffic) {
        nodes.add(number("tx_msgs", "sent messages", Kind.COUNTER, traffic.messagesOut));
        nodes.add(number("rx_msgs", "received messages", Kind.COUNTER, traffic.messagesIn));
        nodes.add(number("tx_bytes", "sent bytes", Kind.BYTES, traffic.bytesOut));
        nodes.add(number("rx_bytes", "received bytes", Kind.BYTES, traffic.bytesIn));
    }

    private static long count(List<SpStatistic> endpoints, String name) {
        return endpoints.stream().filter(each -> each.name().equals(name)).count();
    }

    private static SpStatistic scope(String name, String description, List<SpStatistic> children) {
        return new SpStatistic(name, description, Kind.SCOPE, 0, "", children);
    }

    private static SpStatistic number(String name, String description, Kind kind, long value) {
        return new SpStatistic(name, description, kind, value, "", List.of());
    }

    private static SpStatistic text(String name, String description, String text) {
        return new SpStatistic(name, description, Kind.TEXT, 0, text, List.of());
    }
}
