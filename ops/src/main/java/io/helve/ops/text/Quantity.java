package io.helve.ops.text;

import java.util.Locale;

/** Durations and sizes as operators read them, short enough for a column of a table. */
public final class Quantity {
    private static final String SIZES = "kMGTPE";
    private static final long SECOND = 1_000_000_000L;

    private Quantity() {}

    /**
     * {@return a duration with three significant figures or in two units: {@code 12.3us}, {@code 1.25s}, {@code 3m20s}}
     */
    public static String duration(long nanos) {
        long seconds = Math.round(nanos / (double) SECOND);
        if (seconds >= 86_400) {
            return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
        }
        if (seconds >= 3600) {
            return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
        }
        if (seconds >= 60) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        double value = nanos;
        String unit = "ns";
        for (String larger : new String[] {"us", "ms", "s"}) {
            if (value < 999.5) {
                break;
            }
            value /= 1000;
            unit = larger;
        }
        return nanos == 0 ? "0" : (unit.equals("ns") ? Long.toString(nanos) : figures(value)) + unit;
    }

    /** {@return a size with three significant figures: {@code 512}, {@code 1.50k}, {@code 441M}; a k is 1024 bytes} */
    public static String size(long bytes) {
        double value = bytes;
        int power = 0;
        while (value >= 1023.5 && power < SIZES.length()) {
            value /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(bytes) : figures(value) + SIZES.charAt(power - 1);
    }

    private static String figures(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
