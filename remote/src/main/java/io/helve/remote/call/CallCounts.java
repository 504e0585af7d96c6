package io.helve.remote.call;

import io.helve.aio.AioHistogram;
import io.helve.internal.BucketHistogram;
import io.helve.internal.PrintableText;
import io.helve.remote.statistics.RemoteError;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of one service, at the side of the service or of its consumers. Any thread may count. */
public final class CallCounts {
    private static final int TEXT_MAX = 500;

    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final AtomicInteger inProgress = new AtomicInteger();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    /** How many calls have taken how long, by the buckets of a histogram; null before the first call has ended. */
    private final AtomicReference<AtomicLongArray> buckets = new AtomicReference<>();

    private volatile RemoteError lastError;

    /** Creates counts of a service without calls. */
    public CallCounts() {}

    /** Called when a call begins. {@return the time, which the end of the call needs} */
    public long begin() {
        inProgress.incrementAndGet();
        return System.nanoTime();
    }

    /** Counts the end of a call that has a result. */
    public void succeeded(long begin) {
        inProgress.decrementAndGet();
        calls.increment();
        record(System.nanoTime() - begin);
    }

    /** Counts the end of a call that has failed; the histogram does not have its time. */
    public void failed(String text) {
        inProgress.decrementAndGet();
        calls.increment();
        failures.increment();
        note(text);
    }

    /** Counts the end of a call that has failed, and whose time is one of the service's. */
    public void failed(long begin, String text) {
        failed(text);
        record(System.nanoTime() - begin);
    }

    /** Counts the end of a call that got no answer in time. */
    public void timedOut(String text) {
        timeouts.increment();
        failed(text);
    }

    /** Remembers a failure, of a call that may not have begun. */
    public void note(String text) {
        String whole = text == null ? "" : text;
        String kept = whole.length() > TEXT_MAX ? whole.substring(0, TEXT_MAX) : whole;
        lastError = new RemoteError(Instant.now(), PrintableText.of(kept));
    }

    private void record(long nanos) {
        AtomicLongArray present = buckets.get();
        if (present == null) {
            buckets.compareAndSet(null, new AtomicLongArray(BucketHistogram.BUCKETS));
            present = buckets.get();
        }
        longest.accumulate(nanos);
        present.incrementAndGet(BucketHistogram.bucketOf(nanos));
    }

    /** {@return how many calls have ended} */
    public long calls() {
        return calls.sum();
    }

    /** {@return how many calls have ended with a failure} */
    public long failures() {
        return failures.sum();
    }

    /** {@return how many calls got no answer in time} */
    public long timeouts() {
        return timeouts.sum();
    }

    /** {@return how many calls have begun and not ended} */
    public int inProgress() {
        return inProgress.get();
    }

    /** {@return how long calls have taken} */
    public AioHistogram latency() {
        AtomicLongArray present = buckets.get();
        long[] counts = new long[BucketHistogram.BUCKETS];
        for (int i = 0; present != null && i < counts.length; i++) {
            counts[i] = present.get(i);
        }
        return new BucketHistogram(counts, longest.get());
    }

    /** {@return the last failure} */
    public Optional<RemoteError> lastError() {
        return Optional.ofNullable(lastError);
    }
}
