package io.helve.shell.terminal;

import io.helve.shell.text.ByteSize;
import java.util.function.LongSupplier;

/** How many bytes a second, averaged. */
public final class Rate {
    /** Over which time: long enough to read it, short enough to see a change. */
    private static final double WINDOW_SECONDS = 2;

    private final LongSupplier nanoTime;
    private long last;
    private long lastBytes;
    private double rate = -1;

    public Rate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    /** So many bytes in all until now. */
    public void measure(long bytes) {
        long now = nanoTime.getAsLong();
        double seconds = (now - last) / 1e9;
        if (seconds <= 0 || bytes == 0) {
            return;
        }
        double current = (bytes - lastBytes) / seconds;
        double weight = 1 - Math.exp(-seconds / WINDOW_SECONDS);
        rate = rate < 0 ? current : rate + weight * (current - rate);
        last = now;
        lastBytes = bytes;
    }

    /** Bytes a second; negative before there is anything to tell. */
    public double perSecond() {
        return rate;
    }

    /** As the end of a line, empty before there is anything to tell. */
    @Override
    public String toString() {
        return rate < 0 ? "" : "  " + ByteSize.format(rate) + "/s";
    }
}
