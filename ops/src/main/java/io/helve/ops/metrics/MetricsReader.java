package io.helve.ops.metrics;

import io.helve.aio.AioCounters;
import io.helve.aio.AioHistogram;
import io.helve.aio.AioSnapshot;
import io.helve.ops.model.EndpointView;
import io.helve.ops.model.MemoryView;
import io.helve.ops.model.Observed;
import io.helve.ops.model.SocketView;
import io.helve.sp.DropReason;
import io.helve.stream.StreamSnapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads all metrics from the statistics. Numbers of objects with the same labels are added up: sockets with the same
 * name, for example, are one series.
 */
public final class MetricsReader {
    /** How many sockets have series at most; a program may open any number. */
    private static final int MOST_SOCKETS = 1000;

    /** The upper ends of the buckets of histograms, in nanoseconds; one without an end follows. */
    private static final long[] BOUNDS = {
        TimeUnit.MICROSECONDS.toNanos(10),
        TimeUnit.MICROSECONDS.toNanos(100),
        TimeUnit.MICROSECONDS.toNanos(500),
        TimeUnit.MILLISECONDS.toNanos(1),
        TimeUnit.MILLISECONDS.toNanos(5),
        TimeUnit.MILLISECONDS.toNanos(10),
        TimeUnit.MILLISECONDS.toNanos(50),
        TimeUnit.MILLISECONDS.toNanos(100),
        TimeUnit.MILLISECONDS.toNanos(500),
        TimeUnit.SECONDS.toNanos(1),
        TimeUnit.SECONDS.toNanos(10)
    };

    private final Map<Series, Long> numbers = new LinkedHashMap<>();

    private MetricsReader() {}

    /**
     * Reads all metrics.
     *
     * @param observed reads the statistics
     * @return the number of each series
     */
    public static Map<Series, Long> read(Observed observed) {
        MetricsReader reader = new MetricsReader();
        observed.pools().forEach(reader::pool);
        observed.networks().forEach(reader::streams);
        observed.memory().forEach(reader::memory);
        observed.sockets().stream().limit(MOST_SOCKETS).forEach(reader::socket);
        return reader.numbers;
    }

    private void add(Metric metric, long number, String... values) {
        numbers.merge(new Series(metric, List.of(values)), number, Long::sum);
    }

    private void pool(AioSnapshot pool) {
        String name = pool.config().pool();
        add(Metric.POOL_THREADS, pool.threads(), name);
        add(Metric.POOL_BUSY, pool.busyThreads(), name);
        add(Metric.POOL_THREADS_MAX, pool.config().threadsMax(), name);
        add(Metric.POOL_QUEUED, pool.queued(), name);
        add(Metric.POOL_SLOW, pool.slowCallbacks(), name);
        add(Metric.POOL_FAILED, pool.callbackFailures(), name);
        add(Metric.HANDLES_MAX, pool.config().handlesMax(), name);
        histogram(Metric.POOL_QUEUE_TIME, pool.queueTime(), name);
        histogram(Metric.POOL_RUN_TIME, pool.runTime(), name);
        for (AioSnapshot.Tenant tenant : pool.tenants()) {
            AioCounters counters = tenant.counters();
            add(Metric.HANDLES, counters.open(), name, tenant.name());
            add(Metric.PENDING, counters.inProgress(), name, tenant.name());
            add(Metric.COMPLETED, counters.succeeded(), name, tenant.name(), "ok");
            add(Metric.COMPLETED, counters.failed(), name, tenant.name(), "failed");
            add(Metric.COMPLETED, counters.cancelled(), name, tenant.name(), "cancelled");
            add(Metric.COMPLETED, counters.timedOut(), name, tenant.name(), "timeout");
            add(Metric.COMPLETED, counters.stopped(), name, tenant.name(), "stopped");
        }
    }

    private void histogram(Metric metric, AioHistogram histogram, String pool) {
        for (long bound : BOUNDS) {
            String seconds = BigDecimal.valueOf(bound, 9).stripTrailingZeros().toPlainString();
            add(metric, histogram.countAtMost(bound), pool, seconds);
        }
        add(metric, histogram.count(), pool, "+Inf");
    }

    private void streams(StreamSnapshot network) {
        add(Metric.STREAMS, network.streams());
        add(Metric.STREAMS_MAX, network.config().connectionsMax());
        add(Metric.STREAMS_LISTENERS, network.listeners());
        add(Metric.STREAMS_HANDSHAKES, network.handshakes());
        add(Metric.STREAMS_CONNECTIONS, network.dialed(), "dialer");
        add(Metric.STREAMS_CONNECTIONS, network.accepted(), "listener");
        add(Metric.STREAMS_FAILURES, network.dialFailures(), "dialer");
        add(Metric.STREAMS_FAILURES, network.acceptFailures(), "listener");
        add(Metric.STREAMS_SENT, network.bytesSent());
        add(Metric.STREAMS_RECEIVED, network.bytesReceived());
        add(Metric.STREAMS_KEPT, network.heapKept());
    }

    private void memory(MemoryView budget) {
        if (budget.isOfAllTenants()) {
            add(Metric.MEMORY_USED, budget.used(), budget.users());
            add(Metric.MEMORY_MAX, budget.limit(), budget.users());
            add(Metric.MEMORY_REFUSED, budget.refused(), budget.users());
        } else {
            add(Metric.MEMORY_OF_BUNDLE, budget.used(), budget.users(), budget.tenant());
        }
    }

    private void socket(SocketView socket) {
        socket(Metric.SOCKET_PIPES, socket.number("pipes"), socket);
        socket(Metric.SOCKET_REJECTED, socket.number("reject"), socket);
        socket(Metric.SOCKET_SENT, socket.number("tx_msgs"), socket);
        socket(Metric.SOCKET_RECEIVED, socket.number("rx_msgs"), socket);
        socket(Metric.SOCKET_SENT_BYTES, socket.number("tx_bytes"), socket);
        socket(Metric.SOCKET_RECEIVED_BYTES, socket.number("rx_bytes"), socket);
        socket(Metric.SOCKET_QUEUED, socket.number("queue_bytes"), socket);
        for (DropReason reason : DropReason.values()) {
            socket(Metric.SOCKET_DROPPED, socket.number(reason.statistic()), socket, reason.statistic());
        }
        for (EndpointView endpoint : socket.endpoints()) {
            socket(Metric.SOCKET_ENDPOINTS, 1, socket, endpoint.kind(), endpoint.state());
            socket(Metric.SOCKET_CONNECTIONS, endpoint.made(), socket, endpoint.kind());
            socket(Metric.SOCKET_FAILURES, endpoint.failures(), socket, endpoint.kind());
        }
    }

    private void socket(Metric metric, long number, SocketView socket, String... further) {
        List<String> values = new ArrayList<>(List.of(socket.tenant(), socket.name(), socket.protocol()));
        values.addAll(List.of(further));
        add(metric, number, values.toArray(String[]::new));
    }
}
