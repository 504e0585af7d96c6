package io.helve.shell.perf;

import java.util.List;
import java.util.Locale;

/** The result of a measurement, in the format of nng's perf. */
public final class PerfResult {
    private static final double MEBIBIT = 1 << 20;

    private final List<String> lines;

    private PerfResult(List<String> lines) {
        this.lines = lines;
    }

    static PerfResult ofRoundTrips(PerfSettings settings, long nanos) {
        return new PerfResult(List.of(
                line("total time: %.3f [s]", nanos / 1e9),
                line("message size: %d [B]", settings.size()),
                line("round trip count: %d", settings.count()),
                line("average latency: %.3f [us]", nanos / 1e3 / settings.count() / 2)));
    }

    static PerfResult ofMessages(PerfSettings settings, long nanos) {
        double perSecond = settings.count() / (Math.max(1, nanos) / 1e9);
        return new PerfResult(List.of(
                line("total time: %.3f [s]", nanos / 1e9),
                line("message size: %d [B]", settings.size()),
                line("message count: %d", settings.count()),
                line("throughput: %.0f [msg/s]", perSecond),
                line("throughput: %.3f [Mb/s]", perSecond * 8 * settings.size() / MEBIBIT)));
    }

    private static String line(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** {@return the lines to print} */
    public List<String> lines() {
        return lines;
    }
}
