package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** A distribution of times in nanoseconds, immutable. An {@link AioSnapshot} contains histograms. */
@ProviderType
@ThreadSafe
public interface AioHistogram {
    /** {@return the number of values} */
    long count();

    /** {@return the largest value, exactly; 0 without values} */
    long max();

    /**
     * Returns the value that a share of all values do not exceed. The histogram counts values in buckets, and the
     * result is the upper end of a bucket: never too low, too high by an eighth at most, and never above {@link #max}.
     *
     * @param percent above 0, up to 100
     * @return the value, 0 if the histogram is empty
     * @throws IllegalArgumentException if {@code percent} is out of range or not a number
     */
    long percentile(double percent);

    /**
     * Returns how many values do not exceed a bound, as histograms of Prometheus count them. The histogram counts
     * values in buckets, and a bucket that ends above the bound is left out: the result is never too high, and does not
     * count values that are less than an eighth below the bound if the bound is inside their bucket.
     *
     * @param bound the bound
     * @return the number of values, {@link #count} if the bound is {@link #max} or more
     */
    long countAtMost(long bound);
}
