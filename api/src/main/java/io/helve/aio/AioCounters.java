package io.helve.aio;

import io.helve.annotation.ThreadSafe;

/**
 * Counts handles, and operations by their outcome. When no operation is in progress, {@code started = succeeded +
 * failed + cancelled + timedOut + stopped}.
 *
 * @param allocated handles allocated
 * @param open handles not yet released
 * @param started operations started, including operations that ended at once
 * @param succeeded operations that ended with {@link AioError#OK}
 * @param failed operations that ended with an error that no other counter counts
 * @param cancelled operations that ended with {@link AioError#ECANCELED}
 * @param timedOut operations that ended with {@link AioError#ETIMEDOUT}
 * @param stopped operations that ended with {@link AioError#ESTOPPED}
 */
@ThreadSafe
public record AioCounters(
        long allocated,
        long open,
        long started,
        long succeeded,
        long failed,
        long cancelled,
        long timedOut,
        long stopped) {
    /** All zero. */
    public static final AioCounters NONE = new AioCounters(0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Returns how many operations have ended.
     *
     * @return the number
     */
    public long completed() {
        return succeeded + failed + cancelled + timedOut + stopped;
    }

    /**
     * Returns how many operations have started and not ended. The number is approximate while operations start and end.
     *
     * @return the number
     */
    public long inProgress() {
        return started - completed();
    }

    /**
     * Adds counters.
     *
     * @param other the other counters
     * @return the sums
     */
    public AioCounters plus(AioCounters other) {
        return new AioCounters(
                allocated + other.allocated,
                open + other.open,
                started + other.started,
                succeeded + other.succeeded,
                failed + other.failed,
                cancelled + other.cancelled,
                timedOut + other.timedOut,
                stopped + other.stopped);
    }
}
