package io.helve.net.tls;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the records of a peer that bring no data: requests for new keys over TLS 1.3, empty records, warnings over TLS
 * 1.2. Each costs the event loop much more than it costs the network, so a peer that sends them without end would hold
 * up the other connections of the loop. A peer may send {@value #MOST} more of them than records with data, in ten
 * seconds; honest peers send a few in an hour. Other implementations of TLS have such limits, too: Go takes 16 in a
 * row, GnuTLS eight changes of keys in a second.
 *
 * <p>Not thread-safe: the event loop of the connection calls all methods.
 */
final class UselessRecords {
    static final int MOST = 256;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier clock;

    /** How many more records have come without data than with data, since {@link #since}. */
    private int count;

    private long since;

    /**
     * Creates a counter.
     *
     * @param clock tells the time in nanoseconds
     */
    UselessRecords(LongSupplier clock) {
        this.clock = clock;
        since = clock.getAsLong();
    }

    /** A record has begun, which counts until it brings data. */
    void recordBegins() {
        count++;
    }

    /**
     * {@return whether there have been too many records without data} Records that the engine has not taken yet count
     * as well, so there must be fewer of them than {@value #MOST}.
     */
    boolean areTooMany() {
        if (count <= MOST) {
            return false;
        }
        long now = clock.getAsLong();
        if (now - since < WINDOW_NANOS) {
            return true;
        }
        since = now;
        count = 0;
        return false;
    }

    /** A record has brought data, which makes up for one without. */
    void broughtData() {
        count = Math.max(0, count - 2); // the record itself, and another one
    }
}
