package io.helve.impl.pool;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the watchdog knows of one thread: since when the same call has been running, and what was logged about it. */
final class SlowCode {
    /** After how much time a call is logged again. The first entry comes after {@code slow.callback}. */
    private static final long[] LATER = {
        TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(60)
    };

    /** The number of the call, see {@link CallbackThread#runs}; -1 if there is none. Observers read it, too. */
    private volatile long runs = -1;

    /** When the watchdog saw the call for the first time, on the watchdog's clock. */
    private volatile long since;

    /** How far the watchdog's clock was behind {@link System#nanoTime()} then. */
    private volatile long lag;

    /** After how much time the next entry is due. */
    private long due;

    /** The first log entry about this call, which names the tenant and the code; null until an entry was logged. */
    private String logged;

    /**
     * {@return whether the thread has been in this call before now; otherwise the watch begins anew}
     *
     * @param seen the number of the call
     * @param clock the watchdog's clock
     * @param slow after how much time the call is slow
     */
    boolean stays(long seen, WatchClock clock, long slow) {
        if (runs == seen) {
            return true;
        }
        since = clock.now();
        lag = clock.toNanoTime(0);
        runs = seen;
        due = slow;
        logged = null;
        return false;
    }

    /** {@return the number of the watched call} */
    long runs() {
        return runs;
    }

    /**
     * {@return for how many nanoseconds a call has been running, as far as the watchdog knows; else 0}
     *
     * @param seen the number of the call
     * @param nanoTime the time as {@link System#nanoTime()} tells it
     */
    long age(long seen, long nanoTime) {
        return runs == seen ? Math.max(0, nanoTime - since - lag) : 0;
    }

    void forget() {
        runs = -1;
        logged = null;
    }

    long since() {
        return since;
    }

    /** {@return for how many milliseconds the call has been running} */
    long millis(long now) {
        return TimeUnit.NANOSECONDS.toMillis(now - since);
    }

    boolean isDue(long now) {
        return now - since >= due;
    }

    /**
     * Called when an entry is due: sets the time of the next entry to the next of the times in {@code LATER}, or to
     * never after the last of them.
     */
    void dueAgain(long now) {
        due = Long.MAX_VALUE;
        for (long later : LATER) {
            if (later > now - since) {
                due = later;
                return;
            }
        }
    }

    void setLogged(String what) {
        logged = what;
    }

    /** {@return the entry for the end of the call, or null if its beginning was not logged} */
    String ended(long now) {
        return logged == null ? null : String.format(Locale.ROOT, "%s ended after %,d ms", logged, millis(now));
    }
}
