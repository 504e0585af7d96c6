package io.helve.internal;

import io.helve.aio.AioHistogram;
import io.helve.annotation.ThreadSafe;
import java.util.Arrays;

/**
 * A histogram over fixed buckets whose width grows with the value, as in HdrHistogram: each value below 16 has a bucket
 * of its own, and each power of two from 16 on is divided into 8 buckets. A recorder counts into an array of
 * {@link #BUCKETS} elements by {@link #bucketOf}, and makes a histogram from the array.
 */
@ThreadSafe
public final class BucketHistogram implements AioHistogram {
    /** The number of buckets. */
    public static final int BUCKETS = 16 + (63 - 4) * 8;

    private final long[] counts;
    private final long total;
    private final long max;

    /**
     * Creates a histogram.
     *
     * @param counts how many values fell into each of the {@link #BUCKETS} buckets; copied
     * @param max the largest value
     * @throws IllegalArgumentException if there are not {@link #BUCKETS} counts
     */
    public BucketHistogram(long[] counts, long max) {
        if (counts.length != BUCKETS) {
            throw new IllegalArgumentException("counts must have " + BUCKETS + " elements, not " + counts.length);
        }
        this.counts = counts.clone();
        this.total = Arrays.stream(counts).sum();
        this.max = max;
    }

    /**
     * Returns the bucket of a value.
     *
     * @param value the value; a negative one counts as 0
     * @return the index of the bucket
     */
    public static int bucketOf(long value) {
        if (value < 16) {
            return value < 0 ? 0 : (int) value;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        return 16 + (exponent - 4) * 8 + (int) (value >>> (exponent - 3)) - 8;
    }

    /**
     * Returns the largest value of a bucket.
     *
     * @param bucket the index of the bucket, from 0 to {@link #BUCKETS} - 1
     * @return the largest value of the bucket
     */
    public static long highestOf(int bucket) {
        if (bucket < 16) {
            return bucket;
        }
        int shift = (bucket - 16) / 8 + 1;
        long mantissa = (bucket - 16) % 8 + 8L;
        return ((mantissa + 1) << shift) - 1;
    }

    @Override
    public long count() {
        return total;
    }

    @Override
    public long max() {
        return max;
    }

    @Override
    public long percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be above 0 and at most 100, not " + percent);
        }
        long rank = (long) Math.ceil(total * percent / 100);
        long seen = 0;
        for (int i = 0; i < counts.length && total > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(max, highestOf(i));
            }
        }
        return 0;
    }

    @Override
    public long countAtMost(long bound) {
        if (bound >= max) {
            return total;
        }
        long seen = 0;
        for (int i = 0; i < counts.length && highestOf(i) <= bound; i++) {
            seen += counts[i];
        }
        return seen;
    }

    @Override
    public String toString() {
        return "n=" + total + " p50=" + percentile(50) + " p99=" + percentile(99) + " max=" + max;
    }
}
