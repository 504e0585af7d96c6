package io.helve.impl.handle;

import io.helve.impl.pool.StackOf;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One wait of a thread for the end of a handle that is stopped or closed. After the drain time a callback that an
 * executor has accepted and not run is taken back, and the log says who waits for whom; it says so again after ten
 * seconds and after a minute.
 */
final class ClosingWait {
    private static final Logger LOG = SafeLogger.of(ClosingWait.class);

    /** How long to wait at least before looking after an executor that does not run the callback. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);

    /** After how many nanoseconds the log says again who waits. */
    private static final long[] REPORTS = {TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(60)};

    private final Handle handle;
    private final long[] again;
    private final long start = System.nanoTime();
    private final long limit;

    /** After how long the next entry is due. */
    private long due;

    private int reports;

    /**
     * Prepares a wait.
     *
     * @param handle the handle, which was told to stop
     * @param limit for how many nanoseconds to wait at most, or {@link Nanos#FOREVER}
     */
    ClosingWait(Handle handle, long limit) {
        this(handle, limit, REPORTS);
    }

    /**
     * Prepares a wait with other times of the log.
     *
     * @param handle the handle, which was told to stop
     * @param limit for how many nanoseconds to wait at most, or {@link Nanos#FOREVER}
     * @param again after how many nanoseconds the log says again who waits, in order
     */
    ClosingWait(Handle handle, long limit, long... again) {
        this.handle = handle;
        this.again = again;
        this.limit = limit;
        this.due = drainTime();
    }

    /** Waits, whether or not the thread is interrupted meanwhile. {@return whether the handle has ended} */
    boolean await() {
        Recovery.recover(handle);
        boolean interrupted = false;
        for (long elapsed = 0; handle.isOccupied() && elapsed < limit; elapsed = System.nanoTime() - start) {
            try {
                long left = Math.min(limit - elapsed, Math.max(SHORTEST, due - elapsed));
                if (!handle.waiters().awaitEnd(handle, left)) {
                    look(System.nanoTime() - start);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !handle.isOccupied();
    }

    /** {@return after how many nanoseconds the log says again who waits} */
    long[] again() {
        return again.clone();
    }

    private long drainTime() {
        return Math.max(SHORTEST, handle.tenant.pool().config().drainTime().toNanos());
    }

    private void look(long elapsed) {
        if (elapsed < due) {
            return;
        }
        if (reports++ <= again.length) {
            report(handle, "Thread " + Thread.currentThread().getName() + ", which closes or stops it, waits", elapsed);
        }
        due = next(elapsed);
        handle.takeBackFromExecutor();
    }

    private long next(long elapsed) {
        for (long report : again) {
            if (report > elapsed) {
                return report;
            }
        }
        return elapsed + drainTime(); // an executor may have got the completion only now
    }

    /**
     * Logs who waits for whom.
     *
     * @param handle what is waited for
     * @param who the beginning of the entry, in front of the time
     * @param nanos for how long it has been waited
     */
    static void report(Handle handle, String who, long nanos) {
        Thread runs = handle.callbackThread();
        String what = runs != null
                ? "its callback, which runs on thread " + runs.getName()
                : "its operation: " + handle.describeOperation();
        LOG.log(
                Level.WARNING,
                String.format(
                        Locale.ROOT,
                        "%s for %s after %,d ms: %s",
                        who,
                        what,
                        TimeUnit.NANOSECONDS.toMillis(nanos),
                        handle),
                runs == null ? null : new StackOf(runs));
    }
}
