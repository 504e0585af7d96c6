package io.helve.impl.handle;

import io.helve.impl.pool.StackOf;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The wait of a thread that stops or closes a handle. After the drain time the waiting thread logs what it waits for,
 * and takes back the callback if an executor has accepted the callback and not run it. The thread repeats the log entry
 * after ten seconds and after a minute.
 */
final class ClosingWait {
    private static final Logger LOG = SafeLogger.of(ClosingWait.class);

    /** The shortest time after which the callback is taken back from an executor, whatever the drain time is. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);

    /** The times in nanoseconds, from the beginning of the wait, at which the log entry is repeated. */
    private static final long[] REPORTS = {TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(60)};

    private final Handle handle;
    private final long[] again;
    private final long start = System.nanoTime();
    private final long limit;

    /** The time in nanoseconds, from the beginning of the wait, at which the thread looks at the handle next. */
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
     * Prepares a wait with a given interval between its log entries.
     *
     * @param handle the handle, which was told to stop
     * @param limit for how many nanoseconds to wait at most, or {@link Nanos#FOREVER}
     * @param again the times in nanoseconds, from the beginning of the wait, at which the log entry is repeated, in
     *     order
     */
    ClosingWait(Handle handle, long limit, long... again) {
        this.handle = handle;
        this.again = again;
        this.limit = limit;
        this.due = drainTime();
    }

    /** Waits, also while the thread is interrupted. {@return whether the handle is idle or released} */
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

    /** {@return the times in nanoseconds, from the beginning of the wait, at which the log entry is repeated} */
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
        return elapsed + drainTime(); // looks again, because an executor may get the completion later
    }

    /**
     * Logs that a caller waits for a handle.
     *
     * @param handle the handle
     * @param who the beginning of the log entry, which names the waiting caller
     * @param nanos how long it has waited
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
