package io.helve.sp.impl.stats;

import io.helve.sp.DropReason;
import io.helve.sp.DropReason.Direction;

/** Counts the messages that a socket has dropped, by reason. Guarded by the socket's lock. */
public final class DropCounts {
    private static final DropReason[] REASONS = DropReason.values();

    private final long[] counts = new long[REASONS.length];

    /** Creates counters that are zero. */
    public DropCounts() {}

    /**
     * Counts a message.
     *
     * @param reason why it was dropped
     */
    public void count(DropReason reason) {
        count(reason, 1);
    }

    /**
     * Counts messages.
     *
     * @param reason why they were dropped
     * @param more how many
     */
    public void count(DropReason reason, long more) {
        counts[reason.ordinal()] += more;
    }

    /** {@return a copy that no longer changes} */
    public DropCounts copy() {
        DropCounts copy = new DropCounts();
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        return copy;
    }

    /** {@return how many messages were dropped for a reason} */
    long of(DropReason reason) {
        return counts[reason.ordinal()];
    }

    /** {@return the number of messages of one direction that were lost; some drop reasons are no loss} */
    long losses(Direction direction) {
        long sum = 0;
        for (DropReason reason : REASONS) {
            if (reason.direction() == direction && reason.isLoss()) {
                sum += of(reason);
            }
        }
        return sum;
    }
}
