package io.helve.shell.stats;

import io.helve.aio.AioCounters;
import io.helve.aio.AioSnapshot;
import io.helve.internal.PrintableText;
import io.helve.stream.StreamMemory;
import io.helve.stream.StreamSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Snapshots as text for people. */
public final class StatsText {
    private StatsText() {}

    /** {@return the counters of all pools, then those of all providers of byte streams} */
    public static String format(List<AioSnapshot> pools, List<StreamSnapshot> streams) {
        StringBuilder out = new StringBuilder();
        for (AioSnapshot pool : pools) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            append(out, pool);
        }
        for (StreamSnapshot each : streams) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            append(out, each);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, StreamSnapshot s) {
        out.append("streams over ").append(s.transport()).append(": ");
        out.append(s.threads()).append(" threads, ");
        out.append(s.streams()).append(" open, ");
        out.append(s.dialers()).append(" dialers, ");
        out.append(s.listeners()).append(" listeners\n\n");
        out.append("  dialed ").append(s.dialed()).append(", ");
        out.append(s.dialFailures())
                .append(" failed; accepted ")
                .append(s.accepted())
                .append(", ");
        out.append(s.acceptFailures()).append(" failed\n");
        out.append("  handshakes: ").append(s.handshakes()).append(" now, ");
        out.append(s.handshakesDropped()).append(" dropped for newer ones; ");
        out.append(s.originsRefused()).append(" origins refused\n");
        out.append("  ").append(s.bytesSent()).append(" bytes sent, ");
        out.append(s.bytesReceived()).append(" received\n");
        out.append("  kept on the heap for slow peers and readers: ").append(s.heapKept());
        out.append(" of ").append(s.heapKeptMax()).append(" bytes\n");
        append(out, "all tenants", s.memory());
        s.tenants().stream()
                .sorted(Comparator.comparing(StreamSnapshot.Tenant::name))
                .forEach(tenant -> append(out, PrintableText.of(tenant.name()), tenant.memory()));
    }

    private static void append(StringBuilder out, String whose, StreamMemory memory) {
        out.append("  ").append(whose).append(": direct memory ").append(memory.directUsed());
        out.append(" of ").append(memory.directMax()).append(" bytes, ");
        out.append(memory.directRefused()).append(" refused; accepted connections ");
        out.append(memory.accepted()).append(" of ").append(memory.acceptedMax());
        out.append(", counted as ").append(memory.acceptedBytes());
        out.append(" of ").append(memory.acceptedBytesMax()).append(" bytes\n");
    }

    private static void append(StringBuilder out, AioSnapshot pool) {
        out.append("pool ").append(pool.config().pool()).append(": ");
        out.append(pool.threads()).append(" threads (");
        out.append(pool.config().threadsMin())
                .append(" to ")
                .append(pool.config().threadsMax())
                .append(" and ");
        out.append(pool.spareThreads()).append(" spare), ");
        out.append(pool.busyThreads()).append(" busy, ");
        out.append(pool.queued()).append(" completions queued, ");
        out.append(pool.slowCallbacks()).append(" slow callbacks, ");
        out.append(pool.callbackFailures()).append(" failed, ");
        out.append(pool.inlineSuspensions()).append(" suspensions of inline callbacks\n\n");
        counters(out, pool);
        out.append("\ntime from finish to callback\n");
        HistogramChart.append(out, pool.queueTime());
        out.append("\nrun time of callbacks\n");
        HistogramChart.append(out, pool.runTime());
    }

    private static void counters(StringBuilder out, AioSnapshot pool) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            "tenant", "allocated", "open", "started", "succeeded", "failed", "cancelled", "timed out", "stopped"
        });
        pool.tenants().stream()
                .sorted(Comparator.comparing(AioSnapshot.Tenant::name))
                .forEach(tenant -> rows.add(row(PrintableText.of(tenant.name()), tenant.counters())));
        rows.add(row("all, also gone", pool.total()));
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            out.append("  ").append(row[0]).append(" ".repeat(widths[0] - row[0].length()));
            for (int i = 1; i < row.length; i++) {
                out.append("  ").append(" ".repeat(widths[i] - row[i].length())).append(row[i]);
            }
            out.append('\n');
        }
    }

    private static String[] row(String name, AioCounters c) {
        long[] values = {
            c.allocated(), c.open(), c.started(), c.succeeded(), c.failed(), c.cancelled(), c.timedOut(), c.stopped()
        };
        String[] row = new String[values.length + 1];
        row[0] = name;
        for (int i = 0; i < values.length; i++) {
            row[i + 1] = Long.toString(values[i]);
        }
        return row;
    }
}
