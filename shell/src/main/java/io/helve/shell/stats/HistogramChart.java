package io.helve.shell.stats;

import io.helve.aio.AioHistogram;
import io.helve.shell.text.TimeSpan;

/** A histogram as bars of ASCII characters. */
final class HistogramChart {
    private static final int WIDTH = 40;
    private static final double[] PERCENTS = {50, 75, 90, 99, 99.9, 100};

    private HistogramChart() {}

    /**
     * Appends the chart. The length of a bar is the logarithm of its value: a bar of twice the length stands for the
     * square.
     */
    static void append(StringBuilder out, AioHistogram histogram) {
        if (histogram.count() == 0) {
            out.append("  nothing yet\n");
            return;
        }
        double longest = Math.log1p(histogram.max());
        for (double percent : PERCENTS) {
            long value = histogram.percentile(percent);
            String name = percent == 100 ? "max" : "p" + (percent % 1 == 0 ? "" + (int) percent : "" + percent);
            int length = longest == 0 ? 0 : (int) Math.round(WIDTH * Math.log1p(value) / longest);
            out.append("  ").append(name).append(" ".repeat(6 - name.length()));
            String time = TimeSpan.format(value);
            out.append(" ".repeat(Math.max(0, 8 - time.length()))).append(time).append("  ");
            out.append("#".repeat(length)).append('\n');
        }
        out.append("  of ").append(histogram.count()).append(" samples\n");
    }
}
