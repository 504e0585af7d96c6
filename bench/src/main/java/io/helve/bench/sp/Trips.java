package io.helve.bench.sp;

import java.util.Arrays;

/** The times of the last million round trips. One thread at a time adds a time, which allocates nothing. */
final class Trips {
    private static final int MOST = 1 << 20;

    private final long[] nanos = new long[MOST];
    private int count;
    private volatile boolean restarted;

    /** Forgets all times. */
    void restart() {
        restarted = true;
    }

    void add(long time) {
        if (restarted) {
            restarted = false;
            count = 0;
        }
        nanos[count++ & MOST - 1] = time;
        if (count == 2 * MOST) {
            count = MOST;
        }
    }

    /** Returns all times; called after the sender has ended. */
    long[] sorted() {
        if (count == 0 || restarted) {
            throw new IllegalStateException("nothing was measured");
        }
        long[] all = Arrays.copyOf(nanos, Math.min(count, MOST));
        Arrays.sort(all);
        return all;
    }

    static long percentile(long[] sorted, double percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100);
        return sorted[Math.max(0, rank - 1)];
    }
}
