package io.helve.sp.impl.stats;

import io.helve.aio.AioError;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistic.Kind;
import io.helve.sp.impl.endpoint.Dialer;
import io.helve.sp.impl.endpoint.Endpoint;
import io.helve.sp.impl.endpoint.Listener;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeTraffic;
import io.helve.sp.impl.socket.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the tree of statistics: first what nng 1.5.2 has, with its names, then what is ours. */
public final class Statistics {
    private static final String OTHER = "other";
    private static final List<String> LISTENER_FAILURES =
            List.of("disconnect", "canceled", OTHER, "timeout", "proto", "auth", "oom");
    private static final List<String> DIALER_FAILURES =
            Stream.concat(Stream.of("refused"), LISTENER_FAILURES.stream()).toList();

    private Statistics() {}

    public static SpStatistic root(Collection<Socket> sockets) {
        return scope("", "all sockets", sockets.stream().map(Socket::statistics).toList());
    }

    public static SpStatistic of(Socket socket, SocketCounts counts, Collection<Endpoint> endpoints) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", "socket id", Kind.ID, socket.id()));
        nodes.add(text("name", "socket name", counts.name == null ? Integer.toString(socket.id()) : counts.name));
        nodes.add(text("protocol", "socket protocol", socket.protocol().protocolName()));
        nodes.add(number("dialers", "open dialers", Kind.LEVEL, count(endpoints, Dialer.class)));
        nodes.add(number("listeners", "open listeners", Kind.LEVEL, count(endpoints, Listener.class)));
        nodes.add(number("pipes", "open pipes", Kind.LEVEL, counts.pipes.size()));
        nodes.add(number("reject", "rejected pipes", Kind.COUNTER, counts.rejected));
        add(nodes, counts.total);
        nodes.add(number("raw", "raw socket", Kind.FLAG, socket.isRaw() ? 1 : 0));
        nodes.add(number("tx_drop", "messages that no peer could take", Kind.COUNTER, counts.droppedOut));
        nodes.add(number("rx_drop", "messages that nobody wanted or had room for", Kind.COUNTER, counts.droppedIn));
        nodes.add(number("contexts", "open contexts", Kind.LEVEL, counts.contexts));
        nodes.add(number("queue_bytes", "bytes in its buffers", Kind.BYTES, counts.queued));
        nodes.add(text("tenant", "whose socket it is", socket.tenant().name()));
        endpoints.forEach(endpoint -> nodes.add(endpoint.statistics()));
        counts.pipes.forEach(pipe -> nodes.add(of(pipe)));
        return scope("socket", "socket statistics", nodes);
    }

    public static SpStatistic of(Dialer dialer) {
        List<SpStatistic> nodes = begin(dialer, "dialer");
        nodes.add(number("connect", "established connections", Kind.COUNTER, dialer.made()));
        addFailures(nodes, dialer, DIALER_FAILURES);
        nodes.add(number("reconnect", "attempts to connect again", Kind.COUNTER, dialer.reconnects()));
        return scope("dialer", "dialer statistics", nodes);
    }

    public static SpStatistic of(Listener listener) {
        List<SpStatistic> nodes = begin(listener, "listener");
        nodes.add(number("accept", "accepted connections", Kind.COUNTER, listener.made()));
        addFailures(nodes, listener, LISTENER_FAILURES);
        return scope("listener", "listener statistics", nodes);
    }

    private static List<SpStatistic> begin(Endpoint endpoint, String name) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", name + " id", Kind.ID, endpoint.id()));
        nodes.add(number("socket", "its socket", Kind.ID, endpoint.socket.id()));
        nodes.add(text("url", "its URL", endpoint.url().toString()));
        nodes.add(number("pipes", "open pipes", Kind.LEVEL, endpoint.pipes()));
        return nodes;
    }

    /**
     * Those that have a name, whether there have been any or not; of others the sum, and each error for which there
     * have been some.
     */
    private static void addFailures(List<SpStatistic> nodes, Endpoint endpoint, List<String> names) {
        Map<String, Long> known = new LinkedHashMap<>();
        names.forEach(name -> known.put(name, 0L));
        List<SpStatistic> others = new ArrayList<>();
        endpoint.failures().forEach((error, count) -> {
            String name = nameOf(error);
            if (name.equals(OTHER) || !known.containsKey(name)) {
                String own = error.name().toLowerCase(Locale.ROOT);
                others.add(number(own, "failures, also among the others: " + own, Kind.COUNTER, count));
                name = OTHER;
            }
            known.merge(name, count, Long::sum);
        });
        known.forEach((name, count) -> nodes.add(number(name, "failures: " + name, Kind.COUNTER, count)));
        nodes.add(number("reject", "rejected pipes", Kind.COUNTER, endpoint.rejected()));
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

    private static SpStatistic of(SocketCounts.PipeCounts counts) {
        Pipe pipe = counts.pipe();
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", "pipe id", Kind.ID, pipe.id()));
        nodes.add(number("socket", "its socket", Kind.ID, pipe.endpoint().socket.id()));
        add(nodes, counts.traffic());
        nodes.add(number(
                pipe.dialer() != null ? "dialer" : "listener",
                "where it came from",
                Kind.ID,
                pipe.endpoint().id()));
        nodes.add(text("url", "its URL", pipe.endpoint().url().toString()));
        nodes.add(number("tx_drop", "messages that its peer was too slow for", Kind.COUNTER, counts.traffic().dropped));
        return scope("pipe", "pipe statistics", nodes);
    }

    private static void add(List<SpStatistic> nodes, PipeTraffic traffic) {
        nodes.add(number("tx_msgs", "sent messages", Kind.COUNTER, traffic.messagesOut));
        nodes.add(number("rx_msgs", "received messages", Kind.COUNTER, traffic.messagesIn));
        nodes.add(number("tx_bytes", "sent bytes", Kind.BYTES, traffic.bytesOut));
        nodes.add(number("rx_bytes", "received bytes", Kind.BYTES, traffic.bytesIn));
    }

    private static long count(Collection<Endpoint> endpoints, Class<?> type) {
        return endpoints.stream().filter(type::isInstance).count();
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
