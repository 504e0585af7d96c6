package io.helve.shell;

import io.helve.shell.copy.Copy;
import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line on a terminal that says how far a copy is, at which rate it goes, and how long it will take. */
final class ProgressBar implements Copy.Listener {
    private static final int WIDTH = 24;

    /** Over which time the rate is averaged: long enough to read it, short enough to see a change. */
    private static final double WINDOW_SECONDS = 2;

    private final PrintStream terminal;
    private final LongSupplier nanoTime;
    private long last;
    private long lastCopied;
    private double rate = -1;
    private int shown;

    ProgressBar(PrintStream terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    @Override
    public void progress(long copied, long size) {
        measure(copied);
        show(size < 0 ? unbounded(copied) : bounded(copied, size));
    }

    private void measure(long copied) {
        long now = nanoTime.getAsLong();
        double seconds = (now - last) / 1e9;
        if (seconds <= 0 || copied == 0) {
            return;
        }
        double current = (copied - lastCopied) / seconds;
        double weight = 1 - Math.exp(-seconds / WINDOW_SECONDS);
        rate = rate < 0 ? current : rate + weight * (current - rate);
        last = now;
        lastCopied = copied;
    }

    private String unbounded(long copied) {
        return ByteSize.format(copied) + rate();
    }

    private String bounded(long copied, long size) {
        double share = size == 0 ? 1 : Math.min(1, (double) copied / size);
        int filled = (int) (share * WIDTH);
        String bar = "=".repeat(filled) + (filled < WIDTH ? ">" + " ".repeat(WIDTH - filled - 1) : "");
        String rest = copied >= size ? "  forcing to the device" : rate() + remaining(size - copied);
        return String.format(
                Locale.ROOT,
                "%3d%% [%s] %s of %s%s",
                (int) (share * 100),
                bar,
                ByteSize.format(copied),
                ByteSize.format(size),
                rest);
    }

    private String rate() {
        return rate < 0 ? "" : "  " + ByteSize.format(rate) + "/s";
    }

    private String remaining(long bytes) {
        return rate <= 0 ? "" : "  " + TimeSpan.clock(bytes / rate) + " left";
    }

    private void show(String line) {
        terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        terminal.flush();
        shown = line.length();
    }

    /** Wipes the line. */
    void clear() {
        if (shown > 0) {
            terminal.print("\r" + " ".repeat(shown) + "\r");
            terminal.flush();
            shown = 0;
        }
    }
}
