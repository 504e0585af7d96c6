package io.helve.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioHistogram;
import org.junit.jupiter.api.Test;

class HistogramRecorderTest {
    @Test
    void countsAndKeepsTheLargest() {
        HistogramRecorder recorder = new HistogramRecorder();
        recorder.record(5);
        recorder.record(7);
        recorder.record(7);
        recorder.record(-3);
        AioHistogram histogram = recorder.toHistogram();
        assertEquals(4, histogram.count());
        assertEquals(7, histogram.max());
        assertEquals(0, histogram.percentile(25));
        assertEquals(7, histogram.percentile(100));
    }

    @Test
    void sumsUp() {
        HistogramRecorder sum = new HistogramRecorder();
        for (long nanos : new long[] {1_000_000, 3}) {
            HistogramRecorder recorder = new HistogramRecorder();
            recorder.record(nanos);
            recorder.addTo(sum);
        }
        AioHistogram histogram = sum.toHistogram();
        assertEquals(2, histogram.count());
        assertEquals(1_000_000, histogram.max());
        assertEquals(3, histogram.percentile(50));
    }
}
