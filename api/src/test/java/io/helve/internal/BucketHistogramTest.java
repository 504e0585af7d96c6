package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A histogram reads as the values that were counted, to an eighth. */
class BucketHistogramTest {
    @Test
    void smallValuesHaveABucketEach() {
        for (int value = 0; value < 16; value++) {
            assertEquals(value, BucketHistogram.bucketOf(value));
            assertEquals(value, BucketHistogram.highestOf(value));
        }
    }

    @Test
    void aNegativeValueCountsAsZero() {
        assertEquals(0, BucketHistogram.bucketOf(-1));
        assertEquals(0, BucketHistogram.bucketOf(Long.MIN_VALUE));
    }

    @Test
    void bucketsFollowEachOtherWithoutGapOrOverlap() {
        for (int bucket = 0; bucket < BucketHistogram.BUCKETS - 1; bucket++) {
            long highest = BucketHistogram.highestOf(bucket);
            assertEquals(bucket, BucketHistogram.bucketOf(highest));
            assertEquals(bucket + 1, BucketHistogram.bucketOf(highest + 1));
        }
        assertEquals(BucketHistogram.BUCKETS - 1, BucketHistogram.bucketOf(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, BucketHistogram.highestOf(BucketHistogram.BUCKETS - 1));
    }

    @Test
    void aBucketIsAtMostAnEighthOfItsPowerOfTwoWide() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> random.nextInt(1, 60);
            long highest = BucketHistogram.highestOf(BucketHistogram.bucketOf(value));
            assertTrue(highest >= value && highest - value <= value / 8, () -> value + " reads as " + highest);
        }
    }

    @Test
    void percentilesAreThoseOfTheValues() {
        long[] counts = new long[BucketHistogram.BUCKETS];
        for (int value = 1; value <= 10; value++) {
            counts[BucketHistogram.bucketOf(value)]++;
        }
        BucketHistogram histogram = new BucketHistogram(counts, 10);
        assertEquals(10, histogram.count());
        assertEquals(10, histogram.max());
        assertEquals(1, histogram.percentile(0.001));
        assertEquals(5, histogram.percentile(50));
        assertEquals(6, histogram.percentile(51));
        assertEquals(10, histogram.percentile(100));
    }

    @Test
    void aPercentileIsNeverTooLowAndTooHighByAnEighthAtMost() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 1_000; i++) {
            long value = random.nextLong() >>> random.nextInt(1, 60);
            long[] counts = new long[BucketHistogram.BUCKETS];
            counts[BucketHistogram.bucketOf(value)]++;
            counts[BucketHistogram.BUCKETS - 1]++;
            long median = new BucketHistogram(counts, Long.MAX_VALUE).percentile(50);
            assertTrue(median >= value && median - value <= value / 8, () -> value + " reads as " + median);
        }
    }

    @Test
    void noPercentileIsAboveTheLargestValue() {
        long[] counts = new long[BucketHistogram.BUCKETS];
        counts[BucketHistogram.bucketOf(1_000_001)] = 1;
        assertEquals(1_000_001, new BucketHistogram(counts, 1_000_001).percentile(99));
    }

    @Test
    void anEmptyOneReadsAsZero() {
        BucketHistogram empty = new BucketHistogram(new long[BucketHistogram.BUCKETS], 0);
        assertEquals(0, empty.count());
        assertEquals(0, empty.percentile(100));
        assertEquals("n=0 p50=0 p99=0 max=0", empty.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.001, Double.NaN})
    void aPercentileOutOfRangeIsRefused(double percent) {
        BucketHistogram empty = new BucketHistogram(new long[BucketHistogram.BUCKETS], 0);
        assertThrows(IllegalArgumentException.class, () -> empty.percentile(percent));
    }

    @Test
    void isNotChangedThroughTheArrayItWasMadeFrom() {
        long[] counts = new long[BucketHistogram.BUCKETS];
        counts[3] = 1;
        BucketHistogram histogram = new BucketHistogram(counts, 3);
        counts[3] = 0;
        assertEquals(3, histogram.percentile(50));
        assertThrows(IllegalArgumentException.class, () -> new BucketHistogram(new long[3], 0));
    }

    @Test
    void valuesAreCountedUpToABoundAndABucketThatEndsAboveItIsLeftOut() {
        long[] counts = new long[BucketHistogram.BUCKETS];
        for (long value : new long[] {3, 9, 1000, 1_000_000}) {
            counts[BucketHistogram.bucketOf(value)]++;
        }
        BucketHistogram histogram = new BucketHistogram(counts, 1_000_000);
        assertEquals(0, histogram.countAtMost(-1));
        assertEquals(0, histogram.countAtMost(2));
        assertEquals(1, histogram.countAtMost(3));
        assertEquals(2, histogram.countAtMost(999));
        assertEquals(2, histogram.countAtMost(1000), "the bucket of 1000 ends at 1023");
        assertEquals(3, histogram.countAtMost(1023));
        assertEquals(3, histogram.countAtMost(999_999));
        assertEquals(4, histogram.countAtMost(1_000_000), "the largest value is known exactly");
        assertEquals(4, histogram.countAtMost(Long.MAX_VALUE));
    }
}
