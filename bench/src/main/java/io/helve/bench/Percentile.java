package io.helve.bench;

/** The value below or at which a share of all lie. */
final class Percentile {
    private Percentile() {}

    static long of(long[] sorted, double percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100);
        return sorted[Math.max(0, rank - 1)];
    }
}
