package io.helve.shell.terminal;

import io.helve.shell.text.ByteSize;
import java.util.function.LongSupplier;

/** The rate of bytes, as an exponentially weighted average. */
public final class Rate {
    /** The time constant of the average: long enough to read the figure, short enough to see a change. */
    private static final double WINDOW_SECONDS = 2;

    private final LongSupplier nanoTime;
    private long last;
    private long lastBytes;
    private double rate = -1;

    /** Creates a rate over a clock. */
    public Rate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    /** Notes that {@code bytes} bytes have moved in all. */
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

    /** {@return the bytes a second; negative before the second measurement} */
    public double perSecond() {
        return rate;
    }

    /** {@return the rate as the end of a line; empty before the second measurement} */
    @Override
    public String toString() {
        return rate < 0 ? "" : "  " + ByteSize.format(rate) + "/s";
    }
}
