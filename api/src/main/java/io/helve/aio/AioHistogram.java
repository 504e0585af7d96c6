package io.helve.aio;

import java.util.Arrays;

/**
 * A distribution of times, immutable: buckets whose width grows with the value, so that each is known to about 6 %.
 *
 * <p>Values below 16 have a bucket each; above, each power of two is divided into 8.
 */
public final class AioHistogram {
    /** How many buckets there are. */
    public static final int BUCKETS = 16 + (63 - 4) * 8;

    private final long[] counts;
    private final long total;
    private final long max;

    /**
     * Creates a histogram.
     *
     * @param counts how many values fell into each bucket, {@link #BUCKETS} of them; copied
     * @param max the largest value
     * @throws IllegalArgumentException if there are not {@link #BUCKETS} counts
     */
    public AioHistogram(long[] counts, long max) {
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
     * @param value the value; negative counts as 0
     * @return the bucket's index
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
     * @param bucket the bucket's index
     * @return its largest value
     */
    public static long highestOf(int bucket) {
        if (bucket < 16) {
            return bucket;
        }
        int shift = (bucket - 16) / 8 + 1;
        long mantissa = (bucket - 16) % 8 + 8L;
        return ((mantissa + 1) << shift) - 1;
    }

    /**
     * Returns how many values fell into a bucket.
     *
     * @param bucket the bucket's index, 0 to {@link #BUCKETS} - 1
     * @return the number
     */
    public long count(int bucket) {
        return counts[bucket];
    }

    /**
     * Returns how many values there are.
     *
     * @return the number
     */
    public long count() {
        return total;
    }

    /**
     * Returns the largest value.
     *
     * @return the value, 0 if there is none
     */
    public long max() {
        return max;
    }

    /**
     * Returns the value below or at which a share of all values lie.
     *
     * @param percent above 0, up to 100
     * @return the value, 0 if there is none
     * @throws IllegalArgumentException if {@code percent} is out of range
     */
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
    public String toString() {
        return "n=" + total + " p50=" + percentile(50) + " p99=" + percentile(99) + " max=" + max;
    }
}
