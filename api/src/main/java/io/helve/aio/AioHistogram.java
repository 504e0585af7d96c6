package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** A distribution of times in nanoseconds, immutable. It comes with an {@link AioSnapshot}. */
@ProviderType
@ThreadSafe
public interface AioHistogram {
    /** {@return the number of values} */
    long count();

    /** {@return the largest value, exactly; 0 if there is none} */
    long max();

    /**
     * Returns the value that a share of all values do not exceed. Values are kept in buckets, and the result is the
     * upper end of one: never too low, and too high by an eighth at most. It is never above {@link #max}.
     *
     * @param percent above 0, up to 100
     * @return the value, 0 if there is none
     * @throws IllegalArgumentException if {@code percent} is out of range or not a number
     */
    long percentile(double percent);
}
