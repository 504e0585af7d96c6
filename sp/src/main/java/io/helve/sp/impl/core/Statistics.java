package io.helve.sp.impl.core;

import io.helve.aio.AioError;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistic.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds the tree of statistics, with nng's names. */
final class Statistics {
    private Statistics() {}

    static SpStatistic root(Collection<Socket> sockets) {
        return scope("", "all sockets", sockets.stream().map(Socket::statistics).toList());
    }

    static SpStatistic of(Socket socket, SocketCounts counts, Collection<Endpoint> endpoints) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", "socket id", Kind.ID, socket.id()));
        nodes.add(text("name", "socket name", counts.name == null ? Integer.toString(socket.id()) : counts.name));
        nodes.add(text("protocol", "socket protocol", socket.protocol().protocolName()));
        nodes.add(number("raw", "raw socket", Kind.FLAG, socket.isRaw() ? 1 : 0));
        nodes.add(text("user", "whose socket it is", socket.user().name()));
        nodes.add(number("pipes", "open pipes", Kind.LEVEL, counts.pipes.size()));
        nodes.add(number("contexts", "open contexts", Kind.LEVEL, counts.contexts));
        nodes.add(number("dialers", "open dialers", Kind.LEVEL, count(endpoints, Dialer.class)));
        nodes.add(number("listeners", "open listeners", Kind.LEVEL, count(endpoints, Listener.class)));
        nodes.add(number("reject", "rejected pipes", Kind.COUNTER, counts.rejected));
        nodes.add(number("tx_drop", "messages that no peer could take", Kind.COUNTER, counts.droppedOut));
        nodes.add(number("rx_drop", "messages that nobody wanted or had room for", Kind.COUNTER, counts.droppedIn));
        nodes.add(number("queue_bytes", "bytes in its buffers", Kind.BYTES, counts.queued));
        add(nodes, counts.total);
        endpoints.forEach(endpoint -> nodes.add(endpoint.statistics()));
        counts.pipes.forEach(pipe -> nodes.add(of(pipe)));
        return scope("socket", "socket statistics", nodes);
    }

    static SpStatistic of(Dialer dialer) {
        List<SpStatistic> own = List.of(
                number("connect", "established connections", Kind.COUNTER, dialer.made()),
                number("reconnect", "attempts to connect again", Kind.COUNTER, dialer.reconnects()));
        return of(dialer, "dialer", own);
    }

    static SpStatistic of(Listener listener) {
        return of(
                listener, "listener", List.of(number("accept", "accepted connections", Kind.COUNTER, listener.made())));
    }

    private static SpStatistic of(Endpoint endpoint, String name, List<SpStatistic> own) {
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", name + " id", Kind.ID, endpoint.id()));
        nodes.add(number("socket", "its socket", Kind.ID, endpoint.socket.id()));
        nodes.add(text("url", "its URL", endpoint.url().toString()));
        nodes.addAll(own);
        nodes.add(number("reject", "rejected pipes", Kind.COUNTER, endpoint.rejected()));
        Map<String, Long> failures = new LinkedHashMap<>();
        endpoint.failures().forEach((error, count) -> failures.merge(nameOf(error), count, Long::sum));
        failures.forEach((error, count) -> nodes.add(number(error, "failures: " + error, Kind.COUNTER, count)));
        return scope(name, name + " statistics", nodes);
    }

    /** nng's, where it has one. */
    private static String nameOf(AioError failure) {
        return switch (failure) {
            case ECONNREFUSED -> "refused";
            case ECONNABORTED, ECONNRESET -> "disconnect";
            case ECANCELED -> "canceled";
            case ETIMEDOUT -> "timeout";
            case EPROTO -> "proto";
            case EPEERAUTH, ECRYPTO -> "auth";
            case ENOMEM -> "oom";
            default -> failure.name().toLowerCase(Locale.ROOT);
        };
    }

    private static SpStatistic of(SocketCounts.PipeCounts counts) {
        Pipe pipe = counts.pipe();
        List<SpStatistic> nodes = new ArrayList<>();
        nodes.add(number("id", "pipe id", Kind.ID, pipe.id()));
        nodes.add(number(
                pipe.dialer() != null ? "dialer" : "listener",
                "where it came from",
                Kind.ID,
                pipe.endpoint().id()));
        nodes.add(text("url", "its URL", pipe.endpoint().url().toString()));
        add(nodes, counts.traffic());
        nodes.add(number("tx_drop", "messages that its peer was too slow for", Kind.COUNTER, counts.traffic().dropped));
        return scope("pipe", "pipe statistics", nodes);
    }

    private static void add(List<SpStatistic> nodes, Traffic traffic) {
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
