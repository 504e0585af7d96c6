package io.helve.impl.pool;

import java.util.concurrent.TimeUnit;

/** How many entries about the slow code of one tenant the log takes; used by the watchdog's thread only. */
final class LogQuota {
    static final int ENTRIES = 10;
    static final long PERIOD = TimeUnit.SECONDS.toNanos(10);

    private long since;
    private int entries;
    private long suppressed;

    /** {@return whether one more entry may be written; if not, the entry is counted as left out} */
    boolean take(long now) {
        if (entries == 0 || now - since >= PERIOD) {
            since = now;
            entries = 0;
        }
        if (entries == ENTRIES) {
            suppressed++;
            return false;
        }
        entries++;
        return true;
    }

    /**
     * {@return the text to append to the next entry: how many entries were left out since the last one; empty if none}
     */
    String suppressed() {
        long count = suppressed;
        suppressed = 0;
        return count == 0 ? "" : " (" + count + " more such entries for this tenant were left out)";
    }
}
