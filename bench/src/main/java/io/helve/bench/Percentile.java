package io.helve.bench;

/** Percentiles: the value that a given share of all values does not exceed. */
final class Percentile {
    private Percentile() {}

    static long of(long[] sorted, double percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100);
        return sorted[Math.max(0, rank - 1)];
    }
}
