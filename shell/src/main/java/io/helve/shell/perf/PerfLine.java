package io.helve.shell.perf;

import io.helve.shell.terminal.StatusLine;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line on a terminal with the progress of a measurement that takes longer than half a second. */
final class PerfLine {
    private static final long BETWEEN_NANOS = 500_000_000;

    private final StatusLine line;
    private final long count;
    private final LongSupplier nanoTime;
    private final long begin;
    private long shown;

    /** Without a terminal nothing is shown. */
    PerfLine(PrintStream terminal, long count, LongSupplier nanoTime) {
        line = terminal == null ? null : new StatusLine(terminal);
        this.count = count;
        this.nanoTime = nanoTime;
        begin = nanoTime.getAsLong();
        shown = begin + BETWEEN_NANOS; // nothing is shown before
    }

    void at(long done) {
        long now = nanoTime.getAsLong();
        if (line != null && now - shown >= BETWEEN_NANOS) {
            shown = now;
            line.show(String.format(
                    Locale.ROOT,
                    "%3d%% %,d of %,d, %d s",
                    done * 100 / count,
                    done,
                    count,
                    (now - begin) / 1_000_000_000));
        }
    }

    /** Clears the line. */
    void clear() {
        if (line != null) {
            line.clear();
        }
    }
}
