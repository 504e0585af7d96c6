package io.helve.sp.impl.pipe;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts, for one tenant, the bytes on the heap in rings that have no room: their messages wait for a user who does not
 * receive, or for a peer that does not read. While the bytes are more than the tenant's share, memory is tight, and a
 * ring holds little. May be used by any number of threads.
 */
public final class HeldBytes {
    private final AtomicLong held = new AtomicLong();
    private final long share;

    /**
     * Makes a counter.
     *
     * @param share how many bytes may be held before memory is tight
     */
    public HeldBytes(long share) {
        this.share = share;
    }

    /** {@return whether more than the share is held} */
    public boolean isTight() {
        return held.get() > share;
    }

    /** Counts more bytes, or fewer. */
    public void count(long change) {
        held.addAndGet(change);
    }

    /** {@return how many bytes are held} */
    public long held() {
        return held.get();
    }

    /** {@return how many bytes may be held before memory is tight} */
    public long share() {
        return share;
    }
}
