package io.helve.impl.pool;

import io.helve.aio.AioHistogram;
import io.helve.internal.BucketHistogram;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts times into buckets; written by one thread, read by any. */
final class HistogramRecorder {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** The count of each bucket, followed by the largest value. */
    private final long[] cells = new long[BucketHistogram.BUCKETS + 1];

    void record(long nanos) {
        int bucket = BucketHistogram.bucketOf(nanos);
        LONGS.setOpaque(cells, bucket, cells[bucket] + 1);
        if (nanos > cells[BucketHistogram.BUCKETS]) {
            LONGS.setOpaque(cells, BucketHistogram.BUCKETS, nanos);
        }
    }

    /** Adds the recorded values to the cells of another recorder, which no thread writes meanwhile. */
    void addTo(HistogramRecorder sum) {
        for (int i = 0; i < BucketHistogram.BUCKETS; i++) {
            sum.cells[i] += (long) LONGS.getOpaque(cells, i);
        }
        sum.cells[BucketHistogram.BUCKETS] =
                Math.max(sum.cells[BucketHistogram.BUCKETS], (long) LONGS.getOpaque(cells, BucketHistogram.BUCKETS));
    }

    AioHistogram toHistogram() {
        long[] counts = new long[BucketHistogram.BUCKETS];
        System.arraycopy(cells, 0, counts, 0, counts.length);
        return new BucketHistogram(counts, cells[BucketHistogram.BUCKETS]);
    }
}
