package io.helve.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AioHistogramTest {
    @Test
    void smallValuesHaveABucketEach() {
        for (int value = 0; value < 16; value++) {
            assertEquals(value, AioHistogram.bucketOf(value));
            assertEquals(value, AioHistogram.highestOf(value));
        }
    }

    @Test
    void aNegativeValueCountsAsZero() {
        assertEquals(0, AioHistogram.bucketOf(-1));
        assertEquals(0, AioHistogram.bucketOf(Long.MIN_VALUE));
    }

    @Test
    void bucketsFollowEachOtherWithoutGapOrOverlap() {
        for (int bucket = 0; bucket < AioHistogram.BUCKETS - 1; bucket++) {
            long highest = AioHistogram.highestOf(bucket);
            assertEquals(bucket, AioHistogram.bucketOf(highest));
            assertEquals(bucket + 1, AioHistogram.bucketOf(highest + 1));
        }
        assertEquals(AioHistogram.BUCKETS - 1, AioHistogram.bucketOf(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, AioHistogram.highestOf(AioHistogram.BUCKETS - 1));
    }

    @Test
    void aBucketIsAtMostAnEighthOfItsPowerOfTwoWide() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> random.nextInt(1, 60);
            long highest = AioHistogram.highestOf(AioHistogram.bucketOf(value));
            assertTrue(highest >= value && highest - value <= value / 8, () -> value + " reads as " + highest);
        }
    }

    @Test
    void percentilesAreThoseOfTheValues() {
        long[] counts = new long[AioHistogram.BUCKETS];
        for (int value = 1; value <= 10; value++) {
            counts[AioHistogram.bucketOf(value)]++;
        }
        AioHistogram histogram = new AioHistogram(counts, 10);
        assertEquals(10, histogram.count());
        assertEquals(1, histogram.count(AioHistogram.bucketOf(7)));
        assertEquals(0, histogram.count(AioHistogram.bucketOf(11)));
        assertEquals(10, histogram.max());
        assertEquals(1, histogram.percentile(0.001));
        assertEquals(5, histogram.percentile(50));
        assertEquals(6, histogram.percentile(51));
        assertEquals(10, histogram.percentile(100));
    }

    @Test
    void noPercentileIsAboveTheLargestValue() {
        long[] counts = new long[AioHistogram.BUCKETS];
        counts[AioHistogram.bucketOf(1_000_001)] = 1;
        assertEquals(1_000_001, new AioHistogram(counts, 1_000_001).percentile(99));
    }

    @Test
    void anEmptyOneReadsAsZero() {
        AioHistogram empty = new AioHistogram(new long[AioHistogram.BUCKETS], 0);
        assertEquals(0, empty.count());
        assertEquals(0, empty.percentile(100));
        assertEquals("n=0 p50=0 p99=0 max=0", empty.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.001, Double.NaN})
    void aPercentileOutOfRangeIsRefused(double percent) {
        AioHistogram empty = new AioHistogram(new long[AioHistogram.BUCKETS], 0);
        assertThrows(IllegalArgumentException.class, () -> empty.percentile(percent));
    }

    @Test
    void isNotChangedThroughTheArrayItWasMadeFrom() {
        long[] counts = new long[AioHistogram.BUCKETS];
        counts[3] = 1;
        AioHistogram histogram = new AioHistogram(counts, 3);
        counts[3] = 0;
        assertEquals(3, histogram.percentile(50));
        assertThrows(IllegalArgumentException.class, () -> new AioHistogram(new long[3], 0));
    }
}
