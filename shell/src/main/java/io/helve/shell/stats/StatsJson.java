package io.helve.shell.stats;

import io.helve.aio.AioCounters;
import io.helve.aio.AioHistogram;
import io.helve.aio.AioSnapshot;
import io.helve.stream.StreamMemory;
import io.helve.stream.StreamSnapshot;
import java.util.List;
import java.util.stream.Collectors;

/** Snapshots as JSON for programs; times are in nanoseconds. */
public final class StatsJson {
    private StatsJson() {}

    /** {@return one object with the pools, and with the providers of byte streams if there are any} */
    public static String format(List<AioSnapshot> pools, List<StreamSnapshot> streams) {
        String ofPools = pools.stream().map(StatsJson::pool).collect(Collectors.joining(",\n", "{\"pools\":[", "]"));
        return streams.isEmpty()
                ? ofPools + "}\n"
                : streams.stream()
                        .map(StatsJson::streams)
                        .collect(Collectors.joining(",\n", ofPools + ",\n\"streams\":[", "]}\n"));
    }

    private static String streams(StreamSnapshot s) {
        return "{\"transport\":" + string(s.transport()) + ",\"threads\":" + s.threads() + ",\"open\":" + s.streams()
                + ",\"dialers\":" + s.dialers() + ",\"listeners\":" + s.listeners() + ",\"dialed\":" + s.dialed()
                + ",\"accepted\":" + s.accepted() + ",\"dialFailures\":" + s.dialFailures() + ",\"acceptFailures\":"
                + s.acceptFailures() + ",\"handshakes\":" + s.handshakes() + ",\"handshakesDropped\":"
                + s.handshakesDropped() + ",\"originsRefused\":" + s.originsRefused() + ",\"bytesSent\":"
                + s.bytesSent() + ",\"bytesReceived\":" + s.bytesReceived() + ",\"heapKept\":" + s.heapKept()
                + ",\"heapKeptMax\":" + s.heapKeptMax() + ",\"memory\":{" + memory(s.memory()) + "},\"tenants\":["
                + s.tenants().stream()
                        .map(each -> "{\"name\":" + string(each.name()) + "," + memory(each.memory()) + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String memory(StreamMemory m) {
        return "\"directUsed\":" + m.directUsed() + ",\"directMax\":" + m.directMax() + ",\"directRefused\":"
                + m.directRefused() + ",\"accepted\":" + m.accepted() + ",\"acceptedMax\":" + m.acceptedMax()
                + ",\"acceptedBytes\":" + m.acceptedBytes() + ",\"acceptedBytesMax\":" + m.acceptedBytesMax();
    }

    private static String pool(AioSnapshot pool) {
        return "{"
                + String.join(
                        ",\n",
                        "\"pool\":" + string(pool.config().pool()),
                        "\"threads\":" + pool.threads(),
                        "\"threadsMin\":" + pool.config().threadsMin(),
                        "\"threadsMax\":" + pool.config().threadsMax(),
                        "\"spareThreads\":" + pool.spareThreads(),
                        "\"busyThreads\":" + pool.busyThreads(),
                        "\"queued\":" + pool.queued(),
                        "\"slowCallbacks\":" + pool.slowCallbacks(),
                        "\"inlineSuspensions\":" + pool.inlineSuspensions(),
                        "\"callbackFailures\":" + pool.callbackFailures(),
                        "\"total\":{" + counters(pool.total()) + "}",
                        "\"tenants\":["
                                + pool.tenants().stream().map(StatsJson::tenant).collect(Collectors.joining(",")) + "]",
                        "\"queueTime\":" + histogram(pool.queueTime()),
                        "\"runTime\":" + histogram(pool.runTime()))
                + "}";
    }

    private static String tenant(AioSnapshot.Tenant tenant) {
        return "{\"name\":" + string(tenant.name()) + "," + counters(tenant.counters()) + "}";
    }

    private static String counters(AioCounters c) {
        return "\"allocated\":" + c.allocated() + ",\"open\":" + c.open() + ",\"started\":" + c.started()
                + ",\"succeeded\":" + c.succeeded() + ",\"failed\":" + c.failed() + ",\"cancelled\":" + c.cancelled()
                + ",\"timedOut\":" + c.timedOut() + ",\"stopped\":" + c.stopped();
    }

    private static String histogram(AioHistogram h) {
        return "{\"count\":" + h.count() + ",\"p50\":" + h.percentile(50) + ",\"p90\":" + h.percentile(90) + ",\"p99\":"
                + h.percentile(99) + ",\"p999\":" + h.percentile(99.9) + ",\"max\":" + h.max() + "}";
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
