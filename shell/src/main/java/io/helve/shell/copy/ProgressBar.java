package io.helve.shell.copy;

import io.helve.shell.terminal.Rate;
import io.helve.shell.terminal.StatusLine;
import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line on a terminal with the share that is copied, the rate, and the time that is left. */
final class ProgressBar implements FileCopy.Listener {
    private static final int WIDTH = 24;

    private final StatusLine line;
    private final Rate rate;

    ProgressBar(PrintStream terminal, LongSupplier nanoTime) {
        line = new StatusLine(terminal);
        rate = new Rate(nanoTime);
    }

    @Override
    public void progress(long copied, long size) {
        rate.measure(copied);
        line.show(size < 0 ? unbounded(copied) : bounded(copied, size));
    }

    private String unbounded(long copied) {
        return ByteSize.format(copied) + rate;
    }

    private String bounded(long copied, long size) {
        double share = size == 0 ? 1 : Math.min(1, (double) copied / size);
        int filled = (int) (share * WIDTH);
        String bar = "=".repeat(filled) + (filled < WIDTH ? ">" + " ".repeat(WIDTH - filled - 1) : "");
        String rest = copied >= size ? "  forcing to the device" : rate + remaining(size - copied);
        return String.format(
                Locale.ROOT,
                "%3d%% [%s] %s of %s%s",
                (int) (share * 100),
                bar,
                ByteSize.format(copied),
                ByteSize.format(size),
                rest);
    }

    private String remaining(long bytes) {
        return rate.perSecond() <= 0 ? "" : "  " + TimeSpan.clock(bytes / rate.perSecond()) + " left";
    }

    /** Clears the line. */
    void clear() {
        line.clear();
    }
}
