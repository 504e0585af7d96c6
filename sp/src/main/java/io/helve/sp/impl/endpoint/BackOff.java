package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The pauses between attempts: each twice the one before, up to a limit, and in part by chance. */
final class BackOff {
    /**
     * The shortest pause. Without a pause, a dialer whose attempts fail at once would dial without end, on one stack.
     */
    private static final Duration LEAST = Duration.ofMillis(1);

    /** The next pause before jitter is applied; null for the shortest. */
    @GuardedBy("this")
    private Duration next;

    /** Makes the next pause the shortest one: an attempt has succeeded, or a transport has come. */
    synchronized void reset() {
        next = null;
    }

    /** {@return how long to wait now} */
    Duration pause(Duration min, Duration max) {
        long nanos = step(longer(min, LEAST), max).toNanos();
        long half = nanos / 2; // a random part, so that a thousand dialers do not all come back at once
        Duration chosen = Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half + 1));
        return longer(chosen, LEAST);
    }

    private synchronized Duration step(Duration least, Duration limit) {
        Duration most = longer(limit, least);
        Duration present = next == null ? least : shorter(longer(next, least), most); // both may have changed
        next = shorter(present.multipliedBy(2), most);
        return present;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
