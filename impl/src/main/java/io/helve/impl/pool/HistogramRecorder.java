package io.helve.impl.pool;

import io.helve.aio.AioHistogram;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts times into buckets; written by one thread, read by any. */
final class HistogramRecorder {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** One count a bucket, then the largest value. */
    private final long[] cells = new long[AioHistogram.BUCKETS + 1];

    void record(long nanos) {
        int bucket = AioHistogram.bucketOf(nanos);
        LONGS.setOpaque(cells, bucket, cells[bucket] + 1);
        if (nanos > cells[AioHistogram.BUCKETS]) {
            LONGS.setOpaque(cells, AioHistogram.BUCKETS, nanos);
        }
    }

    /** Adds what was recorded to the cells of another recorder, which nobody writes meanwhile. */
    void addTo(HistogramRecorder sum) {
        for (int i = 0; i < AioHistogram.BUCKETS; i++) {
            sum.cells[i] += (long) LONGS.getOpaque(cells, i);
        }
        sum.cells[AioHistogram.BUCKETS] =
                Math.max(sum.cells[AioHistogram.BUCKETS], (long) LONGS.getOpaque(cells, AioHistogram.BUCKETS));
    }

    AioHistogram toHistogram() {
        long[] counts = new long[AioHistogram.BUCKETS];
        System.arraycopy(cells, 0, counts, 0, counts.length);
        return new AioHistogram(counts, cells[AioHistogram.BUCKETS]);
    }
}
